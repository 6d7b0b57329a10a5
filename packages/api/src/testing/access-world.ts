import { MaskboardError } from "@maskboard/contracts";
import {
  addOrganizer,
  changeSchedule,
  type Db,
  joinTeam,
  publishAnnouncement,
  SYSTEM,
  saveSplitVersion,
  schema,
} from "@maskboard/db";
import {
  createTestChallenge,
  createTestTeam,
  createUser,
  submitScored,
  uploadTestFile,
} from "@maskboard/db/testing";
import { TRPCError } from "@trpc/server";
import { createCaller } from "../routers/index.ts";
import type { Services } from "../services.ts";
import type { Context } from "../trpc/context.ts";

/** A challenge with people in every role, of whom one organizes another challenge only. */
export async function createAccessWorld({ db, queue }: Services) {
  const challenge = await createTestChallenge(db);
  const { captain, team } = await createTestTeam(db, challenge.challengeId, "ours");
  const { captain: outsider, team: rivals } = await createTestTeam(
    db,
    challenge.challengeId,
    "theirs",
  );
  const [member, organizer, admin] = await Promise.all([
    createUser(db, "member"),
    createUser(db, "organizer"),
    createUser(db, "admin", "admin"),
  ]);
  const rival = await createUser(db, "rival");
  await createTestChallenge(db, {}, [rival.id]);
  await joinTeam(db, team.inviteToken, member.id);
  await addOrganizer(db, challenge.challengeId, organizer.id);
  const coOrganizer = await createUser(db, "co-organizer");
  await addOrganizer(db, challenge.challengeId, coOrganizer.id);
  const scored = await submitScored(db, queue, challenge, captain, 0.5);
  const waiting = await uploadTestFile(db, queue, challenge, captain);
  const pair = await makePair(db, challenge.challengeId, scored, waiting);
  const { challengeId, datasetVersionId, images } = challenge;
  // Split version 2, to prepare and to activate.
  await saveSplitVersion(db, {
    ...{ challengeId, datasetVersionId, actor: SYSTEM, note: "" },
    method: { kind: "csv", filename: "split.csv" },
    assignment: ["c", "d", "e", "f"].map((stem) => ({
      imageId: images[stem]!,
      split: stem === "c" || stem === "e" ? ("public" as const) : ("private" as const),
    })),
  });
  const soon = new Date(Date.now() + 3_600_000);
  await changeSchedule(db, { challengeId, actor: SYSTEM, change: { frozenAt: soon } });
  const text = { title: "News", body: "", bannerUntil: null };
  const news = await publishAnnouncement(db, { challengeId, actor: SYSTEM, text });
  const siteNews = await publishAnnouncement(db, { challengeId: null, actor: SYSTEM, text });
  const users = { visitor: null, outsider, member, captain, rival, organizer, admin };
  return { challenge, users, coOrganizer, team, rivals, scored, waiting, pair, news, siteNews };
}

/** Two submissions that look alike. */
async function makePair(db: Db, challengeId: string, earlierId: string, laterId: string) {
  const row = { challengeId, earlierId, laterId, kind: "same-file" as const, agreement: 1 };
  const [made] = await db.insert(schema.similarity).values(row).returning();
  return made!.id;
}
export type AccessWorld = Awaited<ReturnType<typeof createAccessWorld>>;

const judgement = ({ team }: AccessWorld) => ({ subject: { team: team.id }, reason: "a test" });
const merge = ({ team, rivals }: AccessWorld) => ({ from: rivals.id, into: team.id });
const slug = ({ challenge }: AccessWorld) => ({ slug: challenge.slug });
const scored = ({ scored: id }: AccessWorld) => ({ id });
/**
 * An input for each procedure, with which whoever may call it is let in. What changes anything should
 * succeed for organizers: a test looks for its trace in the audit log.
 */
const RANDOM = { kind: "random", publicShare: 0.5, seed: 1 };
export const INPUTS: Record<string, (world: AccessWorld) => unknown> = {
  "viewer.me": () => undefined,
  "challenge.list": () => undefined,
  "challenge.bySlug": slug,
  "challenge.data": slug,
  "challenge.spec": slug,
  "team.create": (world) => ({ ...slug(world), name: "another" }),
  "team.preview": ({ team }) => ({ token: team.inviteToken }),
  "team.join": ({ team }) => ({ token: team.inviteToken }),
  "team.leave": slug,
  "team.setCaptain": (world) => ({ ...slug(world), userId: "nobody" }),
  "team.removeMember": (world) => ({ ...slug(world), userId: "nobody" }),
  "team.rename": (world) => ({ ...slug(world), name: "renamed" }),
  "team.renewInvite": slug,
  "submission.mine": slug,
  "submission.byId": scored,
  "submission.live": scored,
  "submission.setNote": (world) => ({ ...scored(world), note: "noted" }),
  "submission.setFinal": (world) => ({ ...scored(world), final: true }),
  "submission.cancelUpload": scored,
  "board.get": slug,
  "board.live": slug,
  "board.late": slug,
  "board.shakeUp": slug,
  "phase.schedule": slug,
  "phase.plan": (world) => ({ ...slug(world), endsAt: new Date(Date.now() + 86_400_000) }),
  "phase.freeze": slug,
  "phase.unfreeze": slug,
  "phase.previewFreeze": slug,
  "phase.reveal": (world) => ({ ...slug(world), confirm: world.challenge.slug }),
  "phase.previewReveal": slug,
  "phase.setBoardShown": (world) => ({
    ...slug(world),
    shown: { public: true, frozen: false, revealed: true },
  }),
  "phase.setLadder": (world) => ({ ...slug(world), step: 0.01 }),
  "announcement.list": slug,
  "announcement.site": () => undefined,
  "announcement.news": slug,
  "announcement.manage": slug,
  "announcement.publish": (world) => ({ ...slug(world), title: "More news" }),
  "announcement.withdraw": (world) => ({ ...slug(world), id: world.news }),
  "announcement.manageSite": () => undefined,
  "announcement.publishSite": () => ({ title: "Site news" }),
  "announcement.withdrawSite": ({ siteNews }) => ({ id: siteNews }),
  "admin.users": () => undefined,
  "admin.resetPassword": ({ users }) => ({ userId: users.member.id }),
  "admin.queue": () => undefined,
  "admin.queueLive": () => undefined,
  "admin.retry": (world) => ({ submissionId: world.scored }),
  "admin.cancel": (world) => ({ submissionId: world.waiting }),
  "admin.audit": () => ({}),
  "admin.imports": () => undefined,
  "admin.importFolders": () => undefined,
  "admin.importFolder": () => ({ slug: "new-one", folder: "some/folder" }),
  "admin.importById": () => ({ id: crypto.randomUUID() }),
  "split.overview": slug,
  "split.byVersion": (world) => ({ ...slug(world), version: 1 }),
  "split.preview": (world) => ({ ...slug(world), proposal: RANDOM }),
  "split.save": (world) => ({ ...slug(world), proposal: RANDOM }),
  "split.prepare": (world) => ({ ...slug(world), version: 2 }),
  "split.difference": (world) => ({ ...slug(world), version: 2 }),
  "split.activate": (world) => ({ ...slug(world), version: 2 }),
  "rescore.list": slug,
  "rescore.live": slug,
  "rescore.byId": (world) => ({ ...slug(world), rescoreId: crypto.randomUUID() }),
  "rescore.start": slug,
  "rescore.cancel": (world) => ({ ...slug(world), rescoreId: crypto.randomUUID() }),
  "rescore.difference": (world) => ({ ...slug(world), rescoreId: crypto.randomUUID() }),
  "setup.overview": slug,
  "setup.settings": slug,
  "setup.data": slug,
  "setup.edit": (world) => ({ ...slug(world), edit: { title: "Another title" } }),
  "setup.setStatus": (world) => ({ ...slug(world), to: "closed" }),
  "setup.addOrganizer": (world) => ({ ...slug(world), email: world.users.rival.email }),
  "setup.removeOrganizer": (world) => ({ ...slug(world), userId: world.coOrganizer.id }),
  "queue.get": slug,
  "queue.live": slug,
  "queue.retry": (world) => ({ ...slug(world), submissionId: world.scored }),
  "queue.cancel": (world) => ({ ...slug(world), submissionId: world.waiting, reason: "a test" }),
  "moderation.teams": slug,
  "moderation.previewJudgement": (world) => ({ ...slug(world), ...judgement(world) }),
  "moderation.judge": (world) => ({ ...slug(world), ...judgement(world) }),
  "moderation.previewMerge": (world) => ({ ...slug(world), ...merge(world) }),
  "moderation.merge": (world) => ({ ...slug(world), ...merge(world) }),
  "moderation.similar": slug,
  "moderation.dismissSimilar": (world) => ({ ...slug(world), pairId: world.pair }),
  "audit.list": slug,
  "key.create": () => ({ name: "laptop", scopes: ["submit"] }),
};

/** These answer "there is none" to whoever is let in. */
export const NOTHING_THERE = [
  "team.setCaptain",
  "team.removeMember",
  "admin.importById",
  "rescore.byId",
  "rescore.cancel",
  "rescore.difference",
];

/** Calls a procedure. @returns `ok`, or the code of the error */
export async function callProcedure(
  path: string,
  world: AccessWorld,
  context: Context,
): Promise<string> {
  const caller = createCaller(context);
  const [domain = "", name = ""] = path.split(".");
  const procedures = caller as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  try {
    const result = await procedures[domain]![name]!(INPUTS[path]!(world));
    if (typeof result === "object" && result !== null && Symbol.asyncIterator in result) {
      for await (const value of result as AsyncIterable<unknown>) {
        if (typeof value !== "object") throw new Error(`${path} gave a ${typeof value}`);
        break;
      }
    }
    return "ok";
  } catch (error) {
    if (error instanceof TRPCError && error.cause instanceof MaskboardError) {
      return error.cause.code;
    }
    throw error;
  }
}
