/**
 * Draws the seeded challenge and computes the house teams' predictions, in a process of its own so
 * that the launcher keeps answering. What an earlier, interrupted run finished is not done again.
 */
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAnimalChallenge } from "@maskboard/data/synthetic";
import { predictTeams } from "../house/predict.ts";
import { HOUSE_TEAMS } from "../house/teams.ts";
import { type DrawMessage, drawRequestSchema } from "./messages.ts";

/** Fixed, so that every installation has the same challenge and the same board. */
const SEED = 2_026;

const request = drawRequestSchema.parse(JSON.parse(process.argv[2] ?? ""));
const tell = (message: DrawMessage): void => {
  process.send?.(message);
};

if (!existsSync(request.folder)) {
  const partial = `${request.folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await writeAnimalChallenge(partial, {
    seed: SEED,
    train: request.train,
    publicTest: request.public,
    privateTest: request.private,
    width: request.size,
    height: request.size,
    onProgress: (done, total) => tell({ kind: "drawing", done, total }),
  });
  await rename(partial, request.folder);
}
tell({ kind: "drawn" });

await mkdir(request.predictions, { recursive: true });
const zipOf = (slug: string): string => join(request.predictions, `${slug}.zip`);
const missing = HOUSE_TEAMS.filter(
  ({ slug }) => request.teams.includes(slug) && !existsSync(zipOf(slug)),
);
if (missing.length > 0) {
  await predictTeams(request.folder, missing, SEED, {
    zipFor: ({ slug }) => `${zipOf(slug)}.partial`,
    onTeam: ({ name }) => tell({ kind: "predicting", team: name }),
    onZip: ({ slug }, partial) => rename(partial, zipOf(slug)),
  });
}
