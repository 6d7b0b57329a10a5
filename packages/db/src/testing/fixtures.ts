import { randomUUID } from "node:crypto";
import { limitsSchema, type SplitName } from "@maskboard/contracts";
import { eq } from "drizzle-orm";
import type { Db } from "../client.ts";
import { createChallenge, createTeam, type NewChallenge, type NewImage } from "../queries/index.ts";
import { image, type SplitEvaluation, user } from "../schema/index.ts";

export const CLASSES = [
  { id: 1, name: "head", color: "#e6194b" },
  { id: 2, name: "torso", color: "#3cb44b" },
];

/** A user without a password. */
export async function createUser(db: Db, name: string, role: "user" | "admin" = "user") {
  const id = randomUUID();
  const email = `${name}-${id.slice(0, 8)}@example.test`;
  await db.insert(user).values({ id, name, role, email });
  return { id, name, email, admin: role === "admin" };
}

const imageRow = (challengeId: string, role: "train" | "test", stem: string): NewImage => {
  const folder = `challenges/${challengeId}/v1`;
  return {
    stem,
    role,
    width: 4,
    height: 4,
    imageKey: `${folder}/${role}/images/${stem}.png`,
    maskKey: `${folder}/${role}/masks/${stem}.png`,
    classPixels: [8, 8],
    thumbKey: `${folder}/thumbs/${stem}.webp`,
    overlayKey: role === "train" ? `${folder}/overlays/${stem}.webp` : null,
  };
};

/** A published challenge: train a, b; public test c, d; private test e, f; all 4 x 4 pixels. */
export async function createTestChallenge(
  db: Db,
  change: Partial<NewChallenge["challenge"]> = {},
  organizers: string[] = [],
) {
  const id = change.id ?? randomUUID();
  const slug = change.slug ?? `c-${id.slice(0, 8)}`;
  const splitOf: Record<string, SplitName> = {
    c: "public",
    d: "public",
    e: "private",
    f: "private",
  };
  const created = await createChallenge(db, {
    challenge: {
      title: "Parts",
      classes: CLASSES,
      voidId: 0,
      status: "published",
      limits: limitsSchema.parse({}),
      ...change,
      id,
      slug,
    },
    dataset: { kitKey: null, kitBytes: 0, classPixels: [] },
    images: [
      ...["a", "b"].map((stem) => imageRow(id, "train", stem)),
      ...["c", "d", "e", "f"].map((stem) => ({
        ...imageRow(id, "test", stem),
        split: splitOf[stem]!,
      })),
    ],
    organizers,
  });
  const rows = await db
    .select()
    .from(image)
    .where(eq(image.datasetVersionId, created.datasetVersionId));
  const images = Object.fromEntries(rows.map((row) => [row.stem, row.id]));
  return { ...created, slug, images };
}

/** A team with its captain. */
export async function createTestTeam(db: Db, challengeId: string, name: string) {
  const captain = await createUser(db, `${name}-captain`);
  const team = await createTeam(db, { challengeId, userId: captain.id, name });
  return { team, captain };
}

/** An evaluation of the test challenge whose classes have these IoUs. */
export function evaluationOf(ious: readonly [number, number]): SplitEvaluation {
  const mean = (ious[0] + ious[1]) / 2;
  return {
    meanIou: mean,
    pixelAccuracy: mean,
    meanAccuracy: mean,
    frequencyWeightedIou: mean,
    images: 2,
    pixels: 32,
    perClass: CLASSES.map(({ id, name }, index) => {
      const value = ious[index]!;
      const shares = { iou: value, dice: value, precision: value, recall: value };
      return { id, name, ...shares, truthPixels: 16, predictedPixels: 16 };
    }),
    confusion: {
      ids: [1, 2],
      matrix: [
        [12, 4],
        [4, 12],
      ],
      other: [0, 0],
    },
  };
}
