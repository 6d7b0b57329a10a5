import { MaskboardError, type SubmissionSpec } from "@maskboard/contracts";
import { submissionLimits } from "./check/archive/limits.ts";
import { openZip } from "./check/archive/open-zip.ts";
import { readEntry } from "./check/archive/read-entry.ts";
import type { ByteSource } from "./check/archive/types.ts";
import { type DecodedMask, MaskDecoder } from "./check/mask.ts";
import { matchNames } from "./check/names.ts";
import { nodeCodec } from "./node-codec.ts";

/**
 * One mask out of a submission that passed the checks; nothing else of the archive is unpacked.
 *
 * @throws MaskboardError `not_found` when there is no mask for the stem
 */
export async function readSubmissionMask(
  source: ByteSource,
  spec: SubmissionSpec,
  stem: string,
): Promise<DecodedMask> {
  const entries = await openZip(source, submissionLimits(spec));
  const mask = matchNames(entries, spec).masks.find((match) => match.stem === stem);
  if (!mask) throw new MaskboardError("not_found", `There is no mask for '${stem}'.`);
  const bytes = await readEntry(source, mask.entry, nodeCodec);
  const { width, height } = mask;
  return new MaskDecoder(spec.classMap, nodeCodec).decode(bytes, {
    file: mask.entry.path,
    width,
    height,
  });
}
