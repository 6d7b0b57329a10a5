import { createHash } from "node:crypto";
import { MaskboardError, nameList, type SplitName, splitNameSchema } from "@maskboard/contracts";
import { parse } from "csv-parse/sync";
import { splitPath } from "../check/names.ts";

const FILE = "test/split.csv";

/**
 * Halves the test images when the organizer names no split: by the SHA-256 of each stem, so that the
 * same images give the same split anywhere, and nobody can tell it from names or order.
 */
export function defaultSplit(stems: readonly string[]): Map<string, SplitName> {
  const hashed = stems
    .map((stem) => ({ stem, hash: createHash("sha256").update(stem).digest("hex") }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const half = Math.ceil(hashed.length / 2);
  return new Map(hashed.map(({ stem }, i) => [stem, i < half ? "public" : "private"]));
}

/**
 * Parses `test/split.csv` with the columns `image,split`. An image is named by stem or file name.
 *
 * @param file names it in messages
 * @throws MaskboardError `dataset_split` unless each test image is there exactly once
 */
export function parseSplit(
  csv: string,
  stems: readonly string[],
  stemOfName: (name: string) => string | null,
  file = FILE,
): Map<string, SplitName> {
  const fault = faultIn(file);
  const known = new Set(stems);
  const split = new Map<string, SplitName>();
  for (const [index, row] of rows(csv, fault).entries()) {
    const line = index + 2;
    const { image, split: name } = row;
    if (image === undefined || name === undefined) {
      throw fault(`line 1 must be 'image,split', with both in each line (line ${line})`, { line });
    }
    const stem = [image.normalize("NFC"), stemOfName(image), splitPath(image).stem].find(
      (candidate) => candidate !== null && known.has(candidate),
    );
    if (!stem)
      throw fault(`line ${line} names '${image}', which is no test image`, { line, value: image });
    const parsed = splitNameSchema.safeParse(name.toLowerCase());
    if (!parsed.success) {
      throw fault(`line ${line} has the split '${name}'; use public or private`, {
        line,
        value: name,
      });
    }
    if (split.has(stem)) throw fault(`line ${line} names '${image}' again`, { line, value: image });
    split.set(stem, parsed.data);
  }
  const missing = stems.filter((stem) => !split.has(stem));
  if (missing.length > 0) {
    throw fault(
      `${missing.length} test images are not in it: ${missing.slice(0, 5).join(", ")}`,
      nameList(missing),
    );
  }
  return split;
}

function rows(csv: string, fault: Fault): Partial<Record<string, string>>[] {
  try {
    return parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw fault(error instanceof Error ? error.message : String(error), {});
  }
}

type Fault = (why: string, details: Record<string, unknown>) => MaskboardError;

const faultIn =
  (file: string): Fault =>
  (why, details) =>
    new MaskboardError("dataset_split", `${file}: ${why}.`, { file, ...details });
