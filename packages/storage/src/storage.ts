import type { Readable } from "node:stream";

/**
 * What to store: bytes, a stream, or a file on this machine. `link` says that nobody writes to the
 * file any more, so that a local store may share its bytes; it stays where it is.
 */
export type StorageBody =
  | Uint8Array
  | Readable
  | { readonly file: string; readonly link?: boolean };

export interface PutOptions {
  readonly contentType?: string;
  /** Expected SHA-256 of the body, in hex; a body that differs is not kept. */
  readonly sha256?: string;
}

export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Objects by key, the same over a local folder and S3.
 *
 * Keys are paths of 1 to 512 characters with `/` between segments; see `checkKey`. An object is
 * visible whole or not at all, and writing to a key that exists replaces the object. Every method
 * throws a `StorageError` and nothing else.
 */
export interface Storage {
  /** Where the objects are, without secrets. */
  readonly url: string;
  /** Throws `unavailable` unless the store can be used now. */
  check(): Promise<void>;
  put(key: string, body: StorageBody, options?: PutOptions): Promise<void>;
  /** The object as a stream. Throws `not_found` before the first byte. */
  get(key: string): Promise<Readable>;
  /** The whole object in memory. */
  read(key: string): Promise<Buffer>;
  /** Bytes `start` to `end`, the latter excluded; what lies beyond the object's end is left out. */
  readRange(key: string, start: number, end: number): Promise<Buffer>;
  stat(key: string): Promise<{ size: number; modifiedAt: Date } | null>;
  /** Removes the object; no error where there is none. */
  delete(key: string): Promise<void>;
  /** Objects whose key begins with `prefix` (`""` = all), in no promised order. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /**
   * Path of a file with the object's bytes, to be read only: the stored file itself where objects
   * are local, else a download below `folder`, which the caller removes.
   */
  toLocalFile(key: string, folder: string): Promise<string>;
  /** Ends connections. */
  close(): void;
}
