/** A truth pixel holds a label that is neither a class nor void: the truth itself must be mended. */
export class TruthLabelError extends RangeError {
  override readonly name = "TruthLabelError";
  readonly label: number;
  /** Position in raster order (row by row from the top left), from 0. */
  readonly pixel: number;

  constructor(label: number, pixel: number) {
    super(
      `The truth holds label ${label} at pixel ${pixel}, which is neither a class nor void. ` +
        "Correct the mask, or add the label to the class list.",
    );
    this.label = label;
    this.pixel = pixel;
  }
}

/** Two rasters that must cover the same pixels differ in size. */
export class RasterSizeError extends RangeError {
  override readonly name = "RasterSizeError";
  readonly expected: number;
  readonly actual: number;

  constructor(what: string, expected: number, actual: number) {
    super(`${what} has ${actual} pixels where ${expected} are expected.`);
    this.expected = expected;
    this.actual = actual;
  }
}
