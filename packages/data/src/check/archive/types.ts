/** Random access to the bytes of a file: a `Blob` in browsers, a file descriptor in Node. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`; fewer only at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** What the central directory of an archive says about one entry. Nothing here is proven yet. */
export interface ArchiveEntry {
  /** With `/` as separator, normalised to Unicode NFC, otherwise as stored. */
  readonly path: string;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  /** 0 = stored, 8 = deflated; others are refused. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly symlink: boolean;
  readonly directory: boolean;
  readonly crc32: number;
  /** Position of the local header in the file. */
  readonly offset: number;
}

/** Caps that hold before anything is inflated. Sizes in bytes. */
export interface ArchiveLimits {
  readonly maxBytes: number;
  readonly maxEntries: number;
  readonly maxEntryBytes: number;
  readonly maxTotalBytes: number;
}
