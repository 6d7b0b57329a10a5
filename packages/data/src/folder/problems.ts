import { type ErrorCode, MaskboardError, nameList } from "@maskboard/contracts";

const LISTED = 20;

/** Which fault is *the* error of a data set that has several kinds of them. */
const ORDER: readonly ErrorCode[] = [
  "dataset_layout",
  "dataset_unpaired",
  "dataset_bad_image",
  "dataset_size_mismatch",
  "dataset_stray_label",
];

/**
 * Joins all faults of a data set into one error, so that an organizer mends them in one go: every
 * file is named in `details.files`, every fault (at most 20 in the message) on a line of its own.
 */
export function throwProblems(problems: readonly MaskboardError[]): void {
  if (problems.length === 0) return;
  const sorted = problems.toSorted(
    (a, b) => rank(a.code) - rank(b.code) || compare(a.details.file, b.details.file),
  );
  const first = sorted[0]!;
  if (sorted.length === 1) throw first;
  const shown = sorted.slice(0, LISTED).map(({ message }) => `- ${message}`);
  const rest = sorted.length - shown.length;
  if (rest > 0) shown.push(`- and ${rest} more`);
  const files = [...new Set(sorted.flatMap(({ details }) => details.files ?? details.file ?? []))];
  throw new MaskboardError(
    first.code,
    `The data set has ${sorted.length} faults:\n${shown.join("\n")}`,
    {
      ...first.details,
      ...nameList(files),
      problems: sorted.slice(0, 100).map((problem) => problem.toJSON()),
    },
  );
}

function rank(code: ErrorCode): number {
  const at = ORDER.indexOf(code);
  return at < 0 ? ORDER.length : at;
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
