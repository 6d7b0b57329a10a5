/**
 * Messages between scorer and model process: two lengths (uint32, little-endian), a JSON head and
 * bytes as they are.
 */
export interface Frame {
  readonly head: unknown;
  readonly body: Buffer;
}

const LENGTHS = 8;

/** Neither side sends longer heads. */
const MAX_HEAD = 2 ** 16;

export class FrameError extends Error {}

export function encodeFrame(head: object, bodies: readonly Uint8Array[] = []): Uint8Array[] {
  const json = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.alloc(LENGTHS);
  lengths.writeUInt32LE(json.length, 0);
  lengths.writeUInt32LE(
    bodies.reduce((sum, body) => sum + body.length, 0),
    4,
  );
  return [lengths, json, ...bodies];
}

/** Puts frames together from whatever pieces a pipe brings. */
export class FrameReader {
  readonly #maxBody: () => number;
  #pieces: Buffer[] = [];
  #held = 0;
  #lengths: { head: number; body: number } | null = null;

  /** @param maxBody longest body, in bytes, that may come now */
  constructor(maxBody: () => number) {
    this.#maxBody = maxBody;
  }

  /** @throws FrameError when the other side sends what was not agreed */
  *push(piece: Buffer): Generator<Frame> {
    this.#pieces.push(piece);
    this.#held += piece.length;
    for (;;) {
      if (!this.#lengths) {
        if (this.#held < LENGTHS) return;
        const lengths = this.#take(LENGTHS);
        const head = lengths.readUInt32LE(0);
        const body = lengths.readUInt32LE(4);
        if (head > MAX_HEAD || body > this.#maxBody()) throw new FrameError("frame too long");
        this.#lengths = { head, body };
      }
      const { head, body } = this.#lengths;
      if (this.#held < head + body) return;
      const json = this.#take(head).toString();
      const frame = { head: parse(json), body: this.#take(body) };
      this.#lengths = null;
      yield frame;
    }
  }

  #take(length: number): Buffer {
    if ((this.#pieces[0]?.length ?? 0) < length) this.#pieces = [Buffer.concat(this.#pieces)];
    const first = this.#pieces[0] ?? Buffer.alloc(0);
    if (first.length === length) this.#pieces.shift();
    else this.#pieces[0] = first.subarray(length);
    this.#held -= length;
    return first.subarray(0, length);
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new FrameError("head is no JSON", { cause: error });
  }
}
