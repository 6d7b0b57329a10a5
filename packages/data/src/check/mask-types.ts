/** Class ids in row order, one a pixel. */
export type Labels = Uint8Array | Uint16Array;

export interface DecodedMask {
  readonly width: number;
  readonly height: number;
  readonly labels: Labels;
}

/** The image that a mask stands for. `file` names the mask in messages. Sizes in pixels. */
export interface MaskTarget {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}
