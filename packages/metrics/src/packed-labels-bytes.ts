import type { PackedLabels } from "./packed-labels.ts";

const FORMAT = 0x314c424d; // "MBL1"
const HEADER_WORDS = 5;

/**
 * Packed labels as bytes to keep: little-endian 32-bit numbers - format mark, pixels, bytes a label,
 * length of blocks, length of literals - then blocks, literals and the tail's labels.
 */
export function packedToBytes(packed: PackedLabels): Uint8Array {
  const { pixels, bytesPerLabel, blocks, literals, tail } = packed;
  const header = [FORMAT, pixels, bytesPerLabel, blocks.length, literals.length];
  const words = new Int32Array(HEADER_WORDS + blocks.length + literals.length + tail.length);
  words.set(header);
  words.set(blocks, HEADER_WORDS);
  words.set(literals, HEADER_WORDS + blocks.length);
  words.set(tail, HEADER_WORDS + blocks.length + literals.length);
  return new Uint8Array(words.buffer);
}

/** @throws RangeError when the bytes are not those of `packedToBytes`, whole */
export function packedFromBytes(bytes: Uint8Array): PackedLabels {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, bytes.byteLength >> 2);
  const [format, pixels, bytesPerLabel, blockLength, literalLength] = new Uint32Array(
    words.slice(0, HEADER_WORDS).buffer,
  );
  if (format !== FORMAT || (bytesPerLabel !== 1 && bytesPerLabel !== 2)) {
    throw new RangeError("These bytes are not packed labels.");
  }
  const literalStart = HEADER_WORDS + blockLength!;
  const tailStart = literalStart + literalLength!;
  if (tailStart > words.length) {
    throw new RangeError("These packed labels are cut short or damaged.");
  }
  // Views, not copies: this is read once for every mask that is scored.
  const firstBlock = aligned.byteOffset + HEADER_WORDS * 4;
  const packed: PackedLabels = {
    pixels: pixels!,
    bytesPerLabel,
    blocks: new Uint32Array(aligned.buffer, firstBlock, blockLength!),
    literals: words.subarray(literalStart, tailStart),
    tail: Uint16Array.from(words.subarray(tailStart)),
  };
  if (
    bytes.byteLength % 4 !== 0 ||
    labelsIn(packed) !== packed.pixels ||
    literalCount(packed) !== packed.literals.length
  ) {
    throw new RangeError("These packed labels are cut short or damaged.");
  }
  return packed;
}

function literalCount({ blocks }: PackedLabels): number {
  let sum = 0;
  for (let b = 2; b < blocks.length; b += 3) sum += blocks[b]!;
  return sum;
}

function labelsIn({ blocks, bytesPerLabel, tail }: PackedLabels): number {
  let words = 0;
  for (let b = 0; b < blocks.length; b += 3) words += blocks[b + 1]! + blocks[b + 2]!;
  return words * (4 / bytesPerLabel) + tail.length;
}
