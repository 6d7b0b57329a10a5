/** Values with their shape, as a checkpoint holds them. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}
