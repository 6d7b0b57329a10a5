import type { ClassMap, SubmissionSpec } from "@maskboard/contracts";
import { encodeLabelPng } from "../png-encode.ts";
import type { ZipItem } from "../zip-write.ts";

export const CLASS_MAP: ClassMap = {
  classes: [
    { id: 1, name: "head", color: "#e6194b" },
    { id: 2, name: "torso", color: "#3cb44b" },
    { id: 5, name: "tail", color: "#4363d8" },
  ],
  void: 0,
};

/** Three test images of different sizes. */
export const SPEC: SubmissionSpec = {
  slug: "test",
  classMap: CLASS_MAP,
  images: [
    { stem: "ant-1", width: 24, height: 16 },
    { stem: "ant-2", width: 10, height: 30 },
    { stem: "bée.3", width: 7, height: 5 },
  ],
  maxArtifactBytes: 2 ** 20,
};

/** Blocks of the ids 1, 2 and 5 and some void. */
export function someLabels(width: number, height: number): Uint8Array {
  const ids = [1, 1, 2, 5, 0];
  return Uint8Array.from({ length: width * height }, (_, i) => ids[(i >> 3) % ids.length]!);
}

export function maskPng(width: number, height: number): Buffer {
  return encodeLabelPng(someLabels(width, height), width, height);
}

/** A valid submission for `SPEC`, with some files replaced, added or (`null`) left out. */
export function maskItems(changes: Record<string, Uint8Array | null> = {}): ZipItem[] {
  const files = new Map<string, Uint8Array | null>(
    SPEC.images.map(({ stem, width, height }) => [`${stem}.png`, maskPng(width, height)]),
  );
  for (const [path, data] of Object.entries(changes)) files.set(path, data);
  return [...files].flatMap(([path, data]) => (data ? [{ path, data }] : []));
}
