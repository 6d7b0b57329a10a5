import type { ClassMap, SubmissionSpec } from "@maskboard/contracts";
import type { ScoringInput } from "@maskboard/db";

/** What a submission must hold to be scored against a split version. */
export function submissionSpec({ challenge, images }: ScoringInput): SubmissionSpec {
  const { slug, classes, voidId, rgbMasks, limits } = challenge;
  const classMap: ClassMap = { classes, rgbMasks, ...(voidId === null ? {} : { void: voidId }) };
  return {
    slug,
    classMap,
    images: images.map(({ stem, width, height }) => ({ stem, width, height })),
    maxArtifactBytes: Math.floor(limits.artifactMiB * 2 ** 20),
  };
}
