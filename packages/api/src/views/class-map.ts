import type { ClassMap } from "@maskboard/contracts";
import type { ChallengeRow } from "@maskboard/db";

/** The classes of a challenge as decoders want them. */
export const classMapOf = ({ classes, voidId, rgbMasks }: ChallengeRow): ClassMap => ({
  classes,
  rgbMasks,
  ...(voidId === null ? {} : { void: voidId }),
});
