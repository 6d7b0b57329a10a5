import { readSync, writeSync } from "node:fs";
import { encodeFrame, LENGTHS } from "./frames.ts";

/**
 * The model process' ends of its pipes. It waits while it reads and writes, having nothing else to
 * do, and bytes go straight where they belong: weights are hundreds of megabytes.
 */
const STDIN = 0;
const STDOUT = 1;

/**
 * The next message of the scorer; `null` when it has closed the pipe.
 *
 * @param partsOf how long the parts of its body are; each gets memory of its own
 */
export function receive<Head>(
  partsOf: (head: Head) => readonly number[],
): { head: Head; parts: Buffer[] } | null {
  const lengths = readBytes(LENGTHS);
  const json = lengths && readBytes(lengths.readUInt32LE(0));
  if (!json) return null;
  const head = JSON.parse(json.toString()) as Head;
  const parts: Buffer[] = [];
  for (const length of partsOf(head)) {
    const part = readBytes(length);
    if (!part) return null;
    parts.push(part);
  }
  return { head, parts };
}

function readBytes(length: number): Buffer | null {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let at = 0; at < length; ) {
    const read = readSync(STDIN, bytes, at, length - at, null);
    if (read === 0) return null;
    at += read;
  }
  return bytes;
}

export function send(head: object, bodies: readonly Uint8Array[] = []): void {
  for (const part of encodeFrame(head, bodies)) {
    for (let at = 0; at < part.length; ) at += writeSync(STDOUT, part, at);
  }
}
