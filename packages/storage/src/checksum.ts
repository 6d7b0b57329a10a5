import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Transform } from "node:stream";
import { StorageError } from "./errors.ts";

const mismatch = (key: string): StorageError =>
  new StorageError("checksum", `${key} was not stored: its SHA-256 is not the expected one`);

/** @throws StorageError `checksum` */
export function checkBytes(key: string, bytes: Uint8Array, sha256: string): void {
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw mismatch(key);
}

/** @throws StorageError `checksum` */
export async function checkFile(key: string, file: string, sha256: string): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  if (hash.digest("hex") !== sha256) throw mismatch(key);
}

/** Passes bytes through and fails at the end unless they have the expected SHA-256 (hex). */
export function checksumStream(key: string, sha256: string): Transform {
  const hash = createHash("sha256");
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(hash.digest("hex") === sha256 ? null : mismatch(key));
    },
  });
}
