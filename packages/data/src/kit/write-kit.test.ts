import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openZip } from "../check/archive/open-zip.ts";
import { readEntry } from "../check/archive/read-entry.ts";
import { blobSource } from "../check/index.ts";
import { parseConfig } from "../folder/config.ts";
import { readChallengeFolder } from "../folder/read-challenge-folder.ts";
import { nodeCodec } from "../node-codec.ts";
import { challengeFolder, picture, temporaryFolder } from "../testing/challenge-folder.ts";
import { maskPng } from "../testing/masks.ts";
import { check } from "../testing/zips.ts";
import { writeKit } from "./write-kit.ts";

const LIMITS = { maxBytes: 1e9, maxEntries: 1_000, maxEntryBytes: 1e8, maxTotalBytes: 1e9 };
const CONTEXT = { slug: "ants", title: "Parts of ants", siteUrl: "https://masks.example.org/" };

async function makeKit(changes: Parameters<typeof challengeFolder>[0] = {}) {
  const folder = await readChallengeFolder(await challengeFolder(changes));
  const path = join(await temporaryFolder(), "kit.zip");
  await writeKit(folder, CONTEXT, path);
  const source = blobSource(new Blob([new Uint8Array(await readFile(path))]));
  const files = new Map<string, Buffer>();
  for (const entry of await openZip(source, LIMITS)) {
    files.set(entry.path, Buffer.from(await readEntry(source, entry, nodeCodec)));
  }
  return { folder, files, path };
}

describe("the data kit", () => {
  test("holds training data, test images and nothing that is hidden", async () => {
    const depth = await picture(24, 16).grayscale().png().toBuffer();
    const { files, folder } = await makeKit({
      "train/depth/a.png": depth,
      "train/depth/b.png": depth,
      "train/depth/c.png": depth,
      "test/masks/p.png": maskPng(24, 16),
    });
    expect([...files.keys()].sort()).toEqual(
      [
        ...["README.md", "classes.json", "sample_submission.zip"],
        ...["p", "q", "r", "s"].map((stem) => `test/images/${stem}.jpg`),
        ...["a", "b", "c"].flatMap((stem) => [
          `train/depth/${stem}.png`,
          `train/images/${stem}.jpg`,
          `train/masks/${stem}.png`,
        ]),
      ].sort(),
    );
    expect(files.get("train/masks/b.png")).toEqual(await readFile(folder.train[1]!.mask));
    const config = parseConfig(files.get("classes.json")!.toString(), "classes.json");
    expect(config.classes).toEqual(folder.classMap.classes);
  });

  test("its sample submission is valid", async () => {
    const { files, folder } = await makeKit();
    const report = await check(files.get("sample_submission.zip")!, {
      slug: "ants",
      classMap: folder.classMap,
      images: folder.test,
      maxArtifactBytes: 2 ** 20,
    });
    expect(report).toMatchObject({ images: 4, errors: [], notices: [] });
  });

  test("its README tells labels, addresses and how to submit", async () => {
    const { files } = await makeKit();
    const readme = files.get("README.md")!.toString();
    expect(readme).toContain("# Parts of ants");
    expect(readme).toContain("https://masks.example.org/challenges/ants/submit");
    expect(readme).toContain("| 5 | tail | `#4363d8` |");
    expect(readme).toContain("Label 0 is **void**");
    expect(readme).toContain("`p.png` for `p.jpg`");
    expect(readme).not.toContain("undefined");
    expect(readme).not.toContain("train/depth");
  });

  test("the same data gives the same bytes", async () => {
    const [one, two] = [await makeKit(), await makeKit()];
    expect(await readFile(one.path)).toEqual(await readFile(two.path));
  });
});
