import type { TypedArray } from "./onnx/session.ts";

/** Flushes after which memory that nobody took is given back. */
const IDLE_FLUSHES = 6;

/**
 * Memory of tensors, kept for reuse. Fresh memory costs a page fault for every 4 KiB, more than
 * most operators take to fill it, and a training step asks for the same sizes every time.
 */
export class Pool {
  readonly #free = new Map<number, { buffer: ArrayBuffer; since: number }[]>();
  #flush = 0;
  /** Bytes that wait for reuse. */
  freeBytes = 0;

  /** `byteLength` bytes with arbitrary content. */
  take(byteLength: number): ArrayBuffer {
    const found = this.#free.get(byteLength)?.pop();
    if (!found) return new ArrayBuffer(byteLength);
    this.freeBytes -= byteLength;
    return found.buffer;
  }

  /** Takes back memory whose last user is gone. */
  give(array: TypedArray): void {
    const buffer = array.buffer as ArrayBuffer;
    const list = this.#free.get(buffer.byteLength);
    const entry = { buffer, since: this.#flush };
    if (list) list.push(entry);
    else this.#free.set(buffer.byteLength, [entry]);
    this.freeBytes += buffer.byteLength;
  }

  /** Called once a flush: drops what has been idle for long. */
  age(): void {
    this.#flush++;
    for (const [size, list] of this.#free) {
      const stale = list.findIndex((entry) => this.#flush - entry.since <= IDLE_FLUSHES);
      const drop = stale < 0 ? list.length : stale;
      if (drop > 0) {
        list.splice(0, drop);
        this.freeBytes -= drop * size;
      }
      if (list.length === 0) this.#free.delete(size);
    }
  }

  clear(): void {
    this.#free.clear();
    this.freeBytes = 0;
  }
}
