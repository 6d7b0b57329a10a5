/**
 * The few primitives whose best implementation differs between browsers and Node. Everything above
 * them (zip rules, PNG decoding, label checks) is the same code in both places.
 */
export interface Codec {
  /**
   * Inflates raw deflate data. Never returns more than `limit` + 1 bytes, whatever the data claims:
   * a result longer than `limit` tells the caller that the data expands too far.
   * @throws Error if the data is damaged or ends early
   */
  inflateRaw(data: Uint8Array, limit: number): Uint8Array;
  /** The same for data in a zlib wrapper, as PNG has it. */
  inflateZlib(data: Uint8Array, limit: number): Uint8Array;
  /** At most the first `limit` bytes of raw deflate data, which may be cut off. */
  inflateRawHead(data: Uint8Array, limit: number): Uint8Array;
  /** CRC-32 as in zip and PNG, optionally continuing from the CRC of preceding bytes. */
  crc32(data: Uint8Array, previous?: number): number;
}
