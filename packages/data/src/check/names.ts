import { MaskboardError, nameList, type SubmissionSpec } from "@maskboard/contracts";
import { isSystemFile } from "./archive/rules.ts";
import type { ArchiveEntry } from "./archive/types.ts";

export interface MatchedMask {
  readonly entry: ArchiveEntry;
  readonly stem: string;
  readonly width: number;
  readonly height: number;
}

export interface NameMatch {
  /** In the order of the spec's images; complete only if there are no errors. */
  readonly masks: MatchedMask[];
  readonly notices: string[];
  readonly errors: MaskboardError[];
}

/** Splits `folder/name.ext` into its parts; the extension is lower case with its dot. */
export function splitPath(path: string): { folder: string; stem: string; extension: string } {
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1);
  const dot = name.lastIndexOf(".");
  return {
    folder: path.slice(0, slash + 1),
    stem: dot > 0 ? name.slice(0, dot) : name,
    extension: dot > 0 ? name.slice(dot).toLowerCase() : "",
  };
}

/**
 * Pairs the files of an archive with the test images by file stem. One folder around all files is
 * accepted; files that operating systems add are ignored.
 */
export function matchNames(entries: readonly ArchiveEntry[], spec: SubmissionSpec): NameMatch {
  const notices: string[] = [];
  const errors: MaskboardError[] = [];
  const files = entries.filter(({ directory, path }) => !directory && !isSystemFile(path));
  const ignored = entries.filter(({ directory, path }) => !directory && isSystemFile(path)).length;
  if (ignored > 0)
    notices.push(`Ignored ${count(ignored, "system file")} such as __MACOSX or .DS_Store.`);

  const folders = [...new Set(files.map(({ path }) => splitPath(path).folder))];
  if (folders.length > 1) {
    const shown = folders.map((folder) => folder || "(top)");
    const error = new MaskboardError(
      "zip_ambiguous_folder",
      `Files lie in ${folders.length} folders: ${shown.slice(0, 4).join(", ")}${folders.length > 4 ? ", …" : ""}`,
      nameList(shown),
    );
    return { masks: [], notices, errors: [error] };
  }
  if (folders[0]) notices.push(`All masks are in the folder '${folders[0]}', which is fine.`);

  const byStem = Map.groupBy(files, ({ path }) => splitPath(path).stem);
  const duplicates = [...byStem.values()].filter((group) => group.length > 1);
  if (duplicates.length > 0) {
    const names = duplicates.flatMap((group) => group.map(({ path }) => path));
    errors.push(
      new MaskboardError(
        "masks_duplicate",
        `${count(duplicates.length, "image")} ${duplicates.length > 1 ? "have" : "has"} more than one mask: ${listing(names)}`,
        { file: names[0]!, ...nameList(names) },
      ),
    );
  }

  const masks: MatchedMask[] = [];
  const missing: string[] = [];
  const notPng: string[] = [];
  for (const image of spec.images) {
    const entry = byStem.get(image.stem.normalize("NFC"))?.[0];
    if (!entry) missing.push(`${image.stem}.png`);
    else if (splitPath(entry.path).extension !== ".png") notPng.push(entry.path);
    else masks.push({ entry, ...image });
  }
  const expected = new Set(spec.images.map(({ stem }) => stem.normalize("NFC")));
  const extra = files.map(({ path }) => path).filter((path) => !expected.has(splitPath(path).stem));

  if (missing.length > 0) errors.push(missingError(missing, extra, spec.images.length));
  if (extra.length > 0) {
    errors.push(
      new MaskboardError(
        "masks_extra",
        `${count(extra.length, "file")} ${extra.length > 1 ? "belong" : "belongs"} to no test image: ${listing(extra)}`,
        { file: extra[0]!, ...nameList(extra) },
      ),
    );
  }
  if (notPng.length > 0) {
    errors.push(
      new MaskboardError("mask_not_png", `Masks must be named .png: ${listing(notPng)}`, {
        file: notPng[0]!,
        ...nameList(notPng),
      }),
    );
  }
  return { masks, notices, errors };
}

function missingError(missing: string[], extra: string[], total: number): MaskboardError {
  // The usual reason for a whole set of missing masks is a suffix that a script added.
  const hint = extra.length > 0 ? ` Found instead: ${listing(extra, 2)}` : "";
  return new MaskboardError(
    "masks_missing",
    `${missing.length} of ${total} masks are missing: ${listing(missing)}${hint}`,
    nameList(missing),
  );
}

function listing(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  return names.slice(0, most).join(", ") + (rest > 0 ? ` and ${rest} more.` : ".");
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
