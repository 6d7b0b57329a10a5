import { type FileHandle, open } from "node:fs/promises";
import type { ByteSource } from "./check/archive/types.ts";

/** A file that is read piecewise. Close it when done. */
export interface FileSource extends ByteSource {
  /** File descriptor, good for all threads of this process until the source is closed. */
  readonly fd: number;
  close(): Promise<void>;
}

/** @throws the file system's error when the file can't be opened */
export async function openFileSource(path: string): Promise<FileSource> {
  const file = await open(path, "r");
  const { size } = await file.stat();
  return {
    fd: file.fd,
    size,
    read: (offset, length) => readFully(file, offset, Math.min(length, Math.max(0, size - offset))),
    close: () => file.close(),
  };
}

async function readFully(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, length - at, offset + at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}
