import { paeth } from "./unfilter-bytes.ts";

/**
 * Undoes the row filters of PNG (specification, section 9) in place.
 *
 * @param data rows of one filter-type byte and `rowBytes` bytes each; unfiltered bytes replace the
 * filtered ones
 * @param pixelBytes bytes of a whole pixel, 1 for pixels smaller than a byte
 * @returns `false` if a filter type is unknown
 */
export function unfilter(
  data: Uint8Array,
  start: number,
  rows: number,
  rowBytes: number,
  pixelBytes: number,
): boolean {
  for (let row = 0; row < rows; row++) {
    const type = start + row * (rowBytes + 1);
    const first = type + 1;
    const end = first + rowBytes;
    const head = Math.min(first + pixelBytes, end);
    const up = row === 0 ? 0 : rowBytes + 1;
    switch (data[type]) {
      case 0:
        break;
      case 1:
        for (let i = head; i < end; i++) data[i]! += data[i - pixelBytes]!;
        break;
      case 2:
        if (up) for (let i = first; i < end; i++) data[i]! += data[i - up]!;
        break;
      case 3:
        for (let i = first; i < end; i++) {
          const left = i < head ? 0 : data[i - pixelBytes]!;
          data[i]! += (left + (up ? data[i - up]! : 0)) >> 1;
        }
        break;
      case 4:
        for (let i = first; i < end; i++) {
          const left = i < head ? 0 : data[i - pixelBytes]!;
          const above = up ? data[i - up]! : 0;
          const corner = up && i >= head ? data[i - up - pixelBytes]! : 0;
          data[i]! += paeth(left, above, corner);
        }
        break;
      default:
        return false;
    }
  }
  return true;
}
