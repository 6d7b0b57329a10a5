/**
 * Undoes the row filters of PNG (specification, section 9) for pixels of one byte, the common mask.
 *
 * Filters turn a row that repeats its neighbours into zeros, and label images repeat themselves
 * nearly everywhere. So rows are read as 32-bit words: a zero word costs one comparison, and only
 * words in which something changes are computed byte by byte. `row` holds the row above while it is
 * overwritten by the current one, so that an unchanged word is not even written.
 *
 * @param data `rows` rows of one filter-type byte and `width` bytes each; overwritten with the
 * unfiltered rows, one after the other, `rows * width` bytes from its start
 * @returns `false` if a filter type is unknown
 */
export function unfilterBytes(data: Uint8Array, rows: number, width: number): boolean {
  const words = (width + 3) >> 2;
  const rowWords = new Uint32Array(words);
  const row = new Uint8Array(rowWords.buffer);
  const deltaWords = new Uint32Array(words);
  const delta = new Uint8Array(deltaWords.buffer);
  for (let y = 0; y < rows; y++) {
    const start = y * (width + 1);
    const filtered = data.subarray(start + 1, start + 1 + width);
    switch (data[start]) {
      case 0:
        row.set(filtered);
        break;
      case 1:
        delta.set(filtered);
        sub(deltaWords, delta, rowWords, row);
        break;
      case 2:
        delta.set(filtered);
        up(deltaWords, rowWords);
        break;
      case 3:
        average(filtered, row);
        break;
      case 4:
        delta.set(filtered);
        paethRow(deltaWords, delta, row);
        break;
      default:
        return false;
    }
    // The place of this row ends where the next filtered one begins, or before.
    data.set(width === row.length ? row : row.subarray(0, width), y * width);
  }
  return true;
}

function sub(deltaWords: Uint32Array, delta: Uint8Array, rowWords: Uint32Array, row: Uint8Array) {
  let left = 0;
  for (let word = 0; word < deltaWords.length; word++) {
    if (deltaWords[word] === 0) {
      rowWords[word] = Math.imul(left, 0x01010101);
      continue;
    }
    for (let i = 4 * word; i < 4 * word + 4; i++) {
      left = (left + delta[i]!) & 255;
      row[i] = left;
    }
  }
}

function up(deltaWords: Uint32Array, rowWords: Uint32Array) {
  for (let word = 0; word < deltaWords.length; word++) {
    const b = deltaWords[word]!;
    if (b === 0) continue;
    const a = rowWords[word]!;
    // Four additions modulo 256 in one word: carries are kept out of the neighbouring byte.
    rowWords[word] = ((a & 0x7f7f7f7f) + (b & 0x7f7f7f7f)) ^ ((a ^ b) & 0x80808080);
  }
}

function average(filtered: Uint8Array, row: Uint8Array) {
  let left = 0;
  for (let i = 0; i < filtered.length; i++) {
    left = (filtered[i]! + ((left + row[i]!) >> 1)) & 255;
    row[i] = left;
  }
}

function paethRow(deltaWords: Uint32Array, delta: Uint8Array, row: Uint8Array) {
  let left = 0;
  let corner = 0;
  for (let word = 0; word < deltaWords.length; word++) {
    // Where left equals corner, Paeth predicts the byte above; with no change that byte becomes
    // left and corner of the next, so the whole word stays as it is.
    if (deltaWords[word] === 0 && left === corner) {
      left = corner = row[4 * word + 3]!;
      continue;
    }
    for (let i = 4 * word; i < 4 * word + 4; i++) {
      const above = row[i]!;
      left = (delta[i]! + paeth(left, above, corner)) & 255;
      corner = above;
      row[i] = left;
    }
  }
}

/** The neighbour closest to left + above - corner (PNG specification, section 9.4). */
export function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
