import { MaskboardError } from "@maskboard/contracts";
import { addOrganizer, joinTeam } from "@maskboard/db";
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
  const { captain: outsider } = await createTestTeam(db, challenge.challengeId, "theirs");
  const [member, organizer, admin] = await Promise.all([
    createUser(db, "member"),
    createUser(db, "organizer"),
    createUser(db, "admin", "admin"),
  ]);
  const rival = await createUser(db, "rival");
  await createTestChallenge(db, {}, [rival.id]);
  await joinTeam(db, team.inviteToken, member.id);
  await addOrganizer(db, challenge.challengeId, organizer.id);
  const scored = await submitScored(db, queue, challenge, captain, 0.5);
  const waiting = await uploadTestFile(db, queue, challenge, captain);
  const users = { visitor: null, outsider, member, captain, rival, organizer, admin };
  return { challenge, users, team, scored, waiting };
}
export type AccessWorld = Awaited<ReturnType<typeof createAccessWorld>>;

const slug = ({ challenge }: AccessWorld) => ({ slug: challenge.slug });
const scored = ({ scored: id }: AccessWorld) => ({ id });
/**
 * An input for each procedure, with which whoever may call it is let in. What changes anything should
 * succeed for organizers: a test looks for its trace in the audit log.
 */
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
  "admin.users": () => undefined,
  "admin.resetPassword": ({ users }) => ({ userId: users.member.id }),
  "admin.queue": () => undefined,
  "admin.retry": (world) => ({ submissionId: world.scored }),
  "admin.imports": () => undefined,
  "admin.importById": () => ({ id: crypto.randomUUID() }),
};

/** These answer "there is none" to whoever is let in. */
export const NOTHING_THERE = ["team.setCaptain", "team.removeMember", "admin.importById"];

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
