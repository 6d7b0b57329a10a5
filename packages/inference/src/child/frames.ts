/**
 * Messages between scorer and model process: two lengths (uint32, little-endian), a JSON head and
 * bytes as they are.
 */
export interface Frame {
  readonly head: unknown;
  readonly body: Buffer;
}

export const LENGTHS = 8;

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
  #part: "lengths" | "head" | "body" = "lengths";
  /** What is being read now; a body lies in memory of its own, as long as it will be. */
  #bytes = Buffer.alloc(LENGTHS);
  #read = 0;
  #bodyLength = 0;
  #head: unknown;

  /** @param maxBody longest body, in bytes, that may come now */
  constructor(maxBody: () => number) {
    this.#maxBody = maxBody;
  }

  /** @throws FrameError when the other side sends what was not agreed */
  *push(piece: Buffer): Generator<Frame> {
    for (let at = 0; ; ) {
      const copied = piece.copy(this.#bytes, this.#read, at);
      at += copied;
      this.#read += copied;
      if (this.#read < this.#bytes.length) return;
      const frame = this.#complete();
      if (frame) yield frame;
    }
  }

  #complete(): Frame | null {
    const bytes = this.#bytes;
    switch (this.#part) {
      case "lengths": {
        const head = bytes.readUInt32LE(0);
        this.#bodyLength = bytes.readUInt32LE(4);
        if (head > MAX_HEAD || this.#bodyLength > this.#maxBody()) {
          throw new FrameError("frame too long");
        }
        this.#expect("head", head);
        return null;
      }
      case "head":
        this.#head = parse(bytes.toString());
        this.#expect("body", this.#bodyLength);
        return null;
      case "body":
        this.#expect("lengths", LENGTHS);
        return { head: this.#head, body: bytes };
    }
  }

  #expect(part: "lengths" | "head" | "body", length: number): void {
    this.#part = part;
    this.#bytes = Buffer.allocUnsafeSlow(length);
    this.#read = 0;
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new FrameError("head is no JSON", { cause: error });
  }
}
