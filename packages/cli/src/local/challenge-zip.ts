import { type ChallengeFolder, type ChallengeImage, writeZip, type ZipItem } from "@maskboard/data";

/** One row of `split.csv`; stems may hold commas and quotes. */
const splitRow = (stem: string, split: string): string =>
  `"${stem.replaceAll('"', '""')}",${split}`;

function* filesOf(role: string, images: readonly ChallengeImage[]): Generator<ZipItem> {
  for (const { stem, extension, image, mask, depth } of images) {
    yield { path: `${role}/images/${stem}${extension}`, file: image };
    yield { path: `${role}/masks/${stem}.png`, file: mask };
    if (depth) yield { path: `${role}/depth/${stem}.png`, file: depth };
  }
}

/** The zip's content: paired by stem whatever rule the folder follows, its split spelt out. */
function* content({ config, train, test }: ChallengeFolder): Generator<ZipItem> {
  // JSON is YAML too.
  yield { path: "challenge.yaml", data: Buffer.from(JSON.stringify(config, null, 2)) };
  const rows = test.map(({ stem, split }) => splitRow(stem, split));
  yield { path: "test/split.csv", data: Buffer.from(`image,split\n${rows.join("\n")}\n`) };
  yield* filesOf("train", train);
  yield* filesOf("test", test);
}

/**
 * Writes a challenge folder that was read and found valid as the zip that the server imports. The
 * same folder always gives the same bytes.
 */
export function zipChallenge(folder: ChallengeFolder, out: string): Promise<void> {
  return writeZip(out, content(folder));
}
