import type { ClassMap } from "@maskboard/contracts";

/** An image with its mask; paths of files. */
export interface LabelledImage {
  readonly stem: string;
  readonly image: string;
  readonly mask: string;
}

/** A test image; a challenge folder has its mask and split, a data kit has neither. */
export interface TestImage {
  readonly stem: string;
  readonly image: string;
  readonly mask: string | null;
  readonly split: string | null;
}

/** The files of a challenge folder, a data kit or another folder, found by name, not yet decoded. */
export interface Dataset {
  readonly dir: string;
  /** How its masks are named, where not by the image's stem. */
  readonly pair: string | undefined;
  readonly classMap: ClassMap;
  readonly train: LabelledImage[];
  /** Images that the folder itself sets aside for validation; none where it names none. */
  readonly validation: LabelledImage[];
  readonly test: TestImage[];
}

/** What a layout finds in a folder. */
export type Found = Pick<Dataset, "train" | "validation" | "test">;

/** How a published data set lies on disk. */
export interface Layout {
  /** Whether the folder has what only this layout has. */
  matches(root: string): boolean;
  /** Classes that the layout itself fixes; `null` where a file of the folder names them. */
  readonly classMap: ClassMap | null;
  /**
   * @param pair see `parsePairRule`
   * @throws MaskboardError `dataset_layout`, `dataset_unpaired` or `mask_not_png` that names the file to
   * change
   */
  find(root: string, pair: string | undefined): Promise<Found>;
}

/** Classes of a published data set by rows. */
export const classTable = (...rows: [id: number, name: string, color: string][]): ClassMap => ({
  classes: rows.map(([id, name, color]) => ({ id, name, color })),
});
