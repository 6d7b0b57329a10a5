import type {
  ChallengeConfig,
  ClassMap,
  ImportFindings,
  MaskboardError,
  SplitName,
} from "@maskboard/contracts";

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
  /** SHA-256 of the mask's file, in hex. */
  readonly maskSha256: string;
  /** Pixels of each class in the mask, in the order of the classes. */
  readonly classPixels: number[];
  /** Of `perceptualHash`. */
  readonly imageHash: string;
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
  readonly findings: ImportFindings;
}

/** What was found in a challenge folder, whether or not a challenge can be made of it. */
export interface ChallengeInspection {
  readonly config: ChallengeConfig;
  readonly classMap: ClassMap;
  readonly findings: ImportFindings;
  /** Images whose files can be read, even if they are at fault otherwise. */
  readonly readable: readonly InspectedImage[];
  readonly notices: string[];
  /** Empty when `folder` is there. */
  readonly problems: readonly MaskboardError[];
  readonly folder: ChallengeFolder | null;
}

export interface InspectedImage {
  readonly role: "train" | "test";
  /** Paths in the challenge folder. */
  readonly imageName: string;
  readonly maskName: string;
  /** Where the files lie. */
  readonly image: string;
  readonly mask: string;
}

export interface ReadOptions {
  /** See `parsePairRule`. */
  pair?: string;
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
}
