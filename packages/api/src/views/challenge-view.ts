import {
  type ChallengeCard,
  type DataView as ChallengeData,
  type ChallengeView,
  type Intake,
  intakeOf,
  limitsSchema,
  nextBoundary,
  type nextStepSchema,
  type SubmissionSpec,
  type Viewer,
} from "@maskboard/contracts";
import {
  activeDataset,
  type ChallengeAccess,
  type ChallengeRow,
  challengeCounts,
  countImages,
  type Db,
  findTeamOf,
  listImages,
  listTeamSubmissions,
  type PublicImageRow,
  type SubmissionSummary,
} from "@maskboard/db";
import type { z } from "zod";
import { boardHidden } from "./board-access.ts";
import { colorKey, imagePath, kitPath, maskPath } from "./paths.ts";
import { quotaOf } from "./quota.ts";
import { teamView } from "./team-view.ts";
import { TimedCache } from "./timed-cache.ts";

const PICTURES = 6;
const SAMPLES = 12;
/** For so long after its end, a submission's result is the next thing to look at. */
const FRESH_MS = 3_600_000;

/** Counting tens of thousands of rows for every page would be most of the page's time. */
const countCache = new TimedCache<Counts>(2_000);
/** Data set versions never change; the kit may come a little later than its version. */
const pictureCache = new TimedCache<Picture[]>(60_000);

type Picture = { row: PublicImageRow; image: string; mask: string };
type Counts = { teams: number; submissions: number };

export async function challengeCard(
  db: Db,
  challenge: ChallengeRow,
  counts: Counts,
): Promise<ChallengeCard> {
  const { slug, title, summary, status, phase, startsAt, endsAt } = challenge;
  const pictures = await picturesOf(db, challenge, PICTURES);
  return {
    slug,
    title,
    summary,
    status,
    phase,
    startsAt,
    endsAt,
    ...counts,
    pictures: pictures.map(({ image, mask }) => ({ image, mask })),
  };
}

/** Training images with their coloured masks, small where there are small ones. */
async function picturesOf(db: Db, challenge: ChallengeRow, limit: number): Promise<Picture[]> {
  const { activeSplitVersionId } = challenge;
  if (!activeSplitVersionId) return [];
  const key = [activeSplitVersionId, limit, colorKey(challenge.classes)].join();
  return pictureCache.get(key, async () => {
    const active = await activeDataset(db, activeSplitVersionId);
    const images = active ? await listImages(db, active.dataset.id, "train", limit) : [];
    return images.map((row) => ({ row, ...picturePaths(row, challenge) }));
  });
}

const picturePaths = (row: PublicImageRow, { classes }: ChallengeRow) => ({
  image: imagePath(row.id, row.thumbKey ? "thumb" : "image"),
  // In the classes' colours and opaque: pages blend it with the image themselves.
  mask: maskPath(row.id, classes),
});

export async function challengeView(
  db: Db,
  access: ChallengeAccess,
  viewer: Viewer | null,
  now = new Date(),
): Promise<ChallengeView> {
  const { challenge, organizer } = access;
  const counts = await countCache.get(challenge.id, () => challengeCounts(db, challenge.id));
  const mine = viewer && (await findTeamOf(db, challenge.id, viewer.id));
  const [latest] = mine ? await listTeamSubmissions(db, mine.team.id, 1) : [];
  const { id, description, classes, voidId, rgbMasks, limits, lanes, rounding } = challenge;
  const { frozenAt, lateUntil, revealedAt, ladderStep } = challenge;
  const intake = intakeNow(challenge, now);
  const member = mine && viewer ? { teamId: mine.team.id, userId: viewer.id } : null;
  return {
    ...(await challengeCard(db, challenge, counts)),
    id,
    description,
    classes,
    void: voidId,
    rgbMasks,
    limits: limitsSchema.parse(limits),
    lanes,
    rounding,
    organizer,
    open: intake === "open" || intake === "late",
    intake,
    frozenAt,
    lateUntil,
    revealedAt,
    changesAt: nextBoundary(challenge, now),
    boardHidden: boardHidden(access),
    ladderStep,
    team: mine && viewer ? await teamView(db, challenge, mine.team, viewer.id) : null,
    quota: member ? await quotaOf(db, challenge, member, now) : null,
    nextStep: nextStep(intake, viewer !== null, mine !== null, latest, now),
    latestSubmissionId: latest?.submission.id ?? null,
  };
}

/** Before it has images, a challenge takes nothing. */
function intakeNow(challenge: ChallengeRow, now: Date): Intake {
  const intake = intakeOf(challenge, now);
  return intake !== "over" && !challenge.activeSplitVersionId ? "early" : intake;
}

function nextStep(
  intake: Intake,
  signedIn: boolean,
  inTeam: boolean,
  latest: SubmissionSummary | undefined,
  now: Date,
): z.infer<typeof nextStepSchema> {
  if (intake === "over") return "over";
  if (!signedIn) return "sign-in";
  if (!inTeam) return "make-team";
  if (intake === "early") return "not-open";
  if (!latest) return "first-upload";
  const { state, finishedAt } = latest.submission;
  const fresh = finishedAt !== null && now.getTime() - finishedAt.getTime() < FRESH_MS;
  return state !== "uploading" && (finishedAt === null || fresh) ? "see-result" : "upload-again";
}

export async function dataView(db: Db, { challenge }: ChallengeAccess): Promise<ChallengeData> {
  const active = await activeDataset(db, challenge.activeSplitVersionId);
  const counts = active ? await countImages(db, active.dataset.id) : { train: 0, test: 0 };
  const pixels = active?.dataset.classPixels ?? [];
  const all = pixels.reduce((sum, entry) => sum + entry.pixels, 0);
  const samples = await picturesOf(db, challenge, SAMPLES);
  return {
    licence: challenge.licence,
    trainImages: counts.train,
    testImages: counts.test,
    classShares: pixels.map((entry) => ({ id: entry.id, share: all ? entry.pixels / all : 0 })),
    samples: samples.map(({ row: { stem, width, height }, image, mask }) => ({
      stem,
      width,
      height,
      image,
      mask,
    })),
    kit: { path: kitPath(challenge.slug), bytes: active?.dataset.kitBytes ?? 0 },
  };
}

/** What a valid masks submission must hold. */
export async function submissionSpec(
  db: Db,
  { challenge }: ChallengeAccess,
): Promise<SubmissionSpec> {
  const active = await activeDataset(db, challenge.activeSplitVersionId);
  const images = active ? await listImages(db, active.dataset.id, "test") : [];
  const { slug, classes, voidId, rgbMasks, limits } = challenge;
  return {
    slug,
    classMap: { classes, rgbMasks, ...(voidId === null ? {} : { void: voidId }) },
    images: images.map(({ stem, width, height }) => ({ stem, width, height })),
    maxArtifactBytes: Math.floor(limits.artifactMiB * 2 ** 20),
  };
}
