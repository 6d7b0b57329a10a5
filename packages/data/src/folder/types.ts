import type { ChallengeConfig, ClassMap, SplitName } from "@maskboard/contracts";

/** One image of a data set with absolute paths of its files. Sizes in pixels. */
export interface ChallengeImage {
  readonly stem: string;
  readonly width: number;
  readonly height: number;
  readonly image: string;
  /** What the image is: `.jpg`, `.png` or `.webp`. */
  readonly extension: string;
  readonly mask: string;
  readonly depth: string | null;
}

export interface TestImage extends ChallengeImage {
  readonly split: SplitName;
}

/** Pixels by label (classes and void), summed over the masks of a role. */
export type ClassPixels = Record<number, number>;

/** A challenge folder that was read and found valid. Images in the order of their stems. */
export interface ChallengeFolder {
  readonly config: ChallengeConfig;
  readonly classMap: ClassMap;
  readonly train: ChallengeImage[];
  readonly test: TestImage[];
  readonly classPixels: { readonly train: ClassPixels; readonly test: ClassPixels };
  /** What was ignored or assumed, as sentences for people. */
  readonly notices: string[];
}

export interface ReadOptions {
  /** See `parsePairRule`. */
  pair?: string;
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
}
