/** A cursor over bytes. Each read moves it on. @throws RangeError past the end */
export class ByteReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8 = (): number => this.#view.getUint8(this.#step(1));
  uint16 = (): number => this.#view.getUint16(this.#step(2), true);
  int32 = (): number => this.#view.getInt32(this.#step(4), true);
  uint32 = (): number => this.#view.getUint32(this.#step(4), true);
  /** Protocol 4's lengths; the high half is zero in anything that fits into memory. */
  uint64 = (): number => Number(this.#view.getBigUint64(this.#step(8), true));
  float64 = (): number => this.#view.getFloat64(this.#step(8), false);
  skip = (count: number): void => void this.#step(count);
  text = (length: number): string => new TextDecoder().decode(this.bytes(length));

  line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw new RangeError("no end of line");
    const text = this.text(end - this.#at);
    this.#at++;
    return text;
  }

  /** Two's complement of any length. */
  long(length: number): number {
    let value = 0n;
    const bytes = this.bytes(length);
    for (const [i, byte] of bytes.entries()) value |= BigInt(byte) << BigInt(8 * i);
    return Number(BigInt.asIntN(8 * length, value));
  }

  bytes(length: number): Uint8Array {
    const at = this.#step(length);
    return this.#bytes.subarray(at, at + length);
  }

  #step(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) throw new RangeError("cut short");
    this.#at += count;
    return at;
  }
}
