/**
 * The part of the Protocol Buffers wire format that an ONNX model needs.
 * https://protobuf.dev/programming-guides/encoding/
 *
 * A message is kept as a list of chunks, so that weights are copied once, in `bytes()`,
 * however deep the message that holds them is nested.
 */
export class Message {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  /** Field of wire type 0. Negative values take ten bytes, as the format asks. */
  int(field: number, value: number | bigint): this {
    this.#varint(field << 3);
    this.#varint(value);
    return this;
  }

  /** Field of wire type 5: an IEEE single. */
  float(field: number, value: number): this {
    this.#varint((field << 3) | 5);
    this.#push(new Uint8Array(new Float32Array([value]).buffer));
    return this;
  }

  /** Field of wire type 2 that holds text. */
  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** Field of wire type 2 that holds raw bytes; they are not copied until `encode`. */
  bytes(field: number, value: Uint8Array): this {
    this.#varint((field << 3) | 2);
    this.#varint(value.length);
    this.#push(value);
    return this;
  }

  /** Field of wire type 2 that holds another message. */
  message(field: number, value: Message): this {
    this.#varint((field << 3) | 2);
    this.#varint(value.#length);
    for (const chunk of value.#chunks) this.#push(chunk);
    return this;
  }

  encode(): Uint8Array {
    const out = new Uint8Array(this.#length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      out.set(chunk, offset);
      offset += chunk.length;
    }
    return out;
  }

  #push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  #varint(value: number | bigint): void {
    const out: number[] = [];
    if (typeof value === "number" && value >= 0 && value < 2 ** 31) {
      let rest = value;
      for (; rest > 0x7f; rest >>>= 7) out.push((rest & 0x7f) | 0x80);
      out.push(rest);
    } else {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 0x7fn; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
      out.push(Number(rest));
    }
    this.#push(Uint8Array.from(out));
  }
}
