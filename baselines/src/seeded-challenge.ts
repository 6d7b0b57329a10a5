import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeAnimalChallenge } from "@maskboard/data/synthetic";

/** The seed of the challenge that the first start of the site makes: here and there the same images. */
const SEED = 2_026;

/** The folder of the seeded challenge, drawn where it is not there yet (about a minute). */
export async function seededChallenge(
  home: string,
  onProgress: (done: number, total: number) => void,
): Promise<string> {
  const folder = join(home, "cache", "animal-body-parts");
  if (existsSync(join(folder, "challenge.yaml"))) return folder;
  const partial = `${folder}.${process.pid}`;
  await mkdir(dirname(folder), { recursive: true });
  try {
    await writeAnimalChallenge(partial, { seed: SEED, onProgress });
    // Another process may have been quicker; what it drew is the same.
    if (!existsSync(folder)) await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}
