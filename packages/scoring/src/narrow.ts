import type { Labels } from "@maskboard/data/check";

/** Labels in one byte each where they fit: counting compares rasters of one width fastest. */
export function narrow(labels: Labels): Labels {
  if (labels instanceof Uint8Array || labels.some((label) => label > 255)) return labels;
  return Uint8Array.from(labels);
}
