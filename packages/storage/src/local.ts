import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import {
  access,
  constants,
  type FileHandle,
  link,
  mkdir,
  open,
  opendir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { checkBytes, checkFile, checksumStream } from "./checksum.ts";
import { notFound, StorageError, unavailable } from "./errors.ts";
import { checkKey, checkPrefix } from "./keys.ts";
import type { PutOptions, Storage, StorageBody, StoredObject } from "./storage.ts";

/** Half-written objects; keys can't begin with a dot, so nothing else is ever there. */
const PARTIAL = ".partial";

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | null)?.code;

/** Whether the error says that there is no such object; a folder is none either. */
const isMissing = (error: unknown): boolean =>
  ["ENOENT", "ENOTDIR", "EISDIR"].includes(String(codeOf(error)));

function asStorageError(action: string, key: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  return isMissing(error) ? notFound(key, error) : unavailable(action, error);
}

/** Objects as files below a folder of this machine, which is made when first needed. */
export class LocalStorage implements Storage {
  readonly url: string;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    this.url = pathToFileURL(root).href;
  }

  async check(): Promise<void> {
    try {
      await mkdir(this.#root, { recursive: true });
      await access(this.#root, constants.R_OK | constants.W_OK);
    } catch (error) {
      throw unavailable(`use the folder ${this.#root}`, error);
    }
  }

  async put(key: string, body: StorageBody, options: PutOptions = {}): Promise<void> {
    const target = this.#path(key);
    const partial = join(this.#root, PARTIAL, randomUUID());
    try {
      await mkdir(dirname(partial), { recursive: true });
      await mkdir(dirname(target), { recursive: true });
      if ("file" in body && body.link && (await this.#share(key, body.file, partial, options))) {
        // The bytes are in place without a copy.
      } else {
        await this.#write(key, body, partial, options);
      }
      await rename(partial, target);
      // Where both are names of one file already, rename leaves both (POSIX).
      await rm(partial, { force: true });
    } catch (error) {
      await rm(partial, { force: true }).catch(() => {});
      throw error instanceof StorageError ? error : unavailable(`write ${key}`, error);
    }
  }

  async get(key: string): Promise<Readable> {
    const path = this.#path(key);
    try {
      const file = await open(path);
      if (!(await file.stat()).isFile()) {
        await file.close();
        throw notFound(key);
      }
      return file.createReadStream();
    } catch (error) {
      throw asStorageError(`read ${key}`, key, error);
    }
  }

  async read(key: string): Promise<Buffer> {
    const path = this.#path(key);
    try {
      return await readFile(path);
    } catch (error) {
      throw asStorageError(`read ${key}`, key, error);
    }
  }

  async readRange(key: string, start: number, end: number): Promise<Buffer> {
    const path = this.#path(key);
    let file: FileHandle | undefined;
    try {
      file = await open(path);
      const buffer = Buffer.allocUnsafe(end - start);
      const { bytesRead } = await file.read(buffer, 0, end - start, start);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      throw asStorageError(`read ${key}`, key, error);
    } finally {
      await file?.close();
    }
  }

  async stat(key: string): Promise<{ size: number; modifiedAt: Date } | null> {
    const path = this.#path(key);
    try {
      const found = await stat(path);
      return found.isFile() ? { size: found.size, modifiedAt: found.mtime } : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw unavailable(`look up ${key}`, error);
    }
  }

  async delete(key: string): Promise<void> {
    const path = this.#path(key);
    try {
      await rm(path, { force: true });
    } catch (error) {
      if (!isMissing(error)) throw unavailable(`delete ${key}`, error);
    }
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const folder = checkPrefix(prefix).slice(0, prefix.lastIndexOf("/") + 1);
    try {
      yield* this.#walk(folder, prefix);
    } catch (error) {
      throw unavailable(`list ${prefix || "everything"}`, error);
    }
  }

  async toLocalFile(key: string): Promise<string> {
    if ((await this.stat(key)) === null) throw notFound(key);
    return this.#path(key);
  }

  close(): void {}

  #path(key: string): string {
    return join(this.#root, checkKey(key));
  }

  /** Gives the file a second name; `false` where the file system can't. */
  async #share(key: string, file: string, partial: string, options: PutOptions): Promise<boolean> {
    if (options.sha256) await checkFile(key, file, options.sha256);
    const handle = await open(file, "r+");
    await handle.sync().finally(() => handle.close());
    try {
      await link(file, partial);
      return true;
    } catch (error) {
      if (isMissing(error)) throw error;
      return false;
    }
  }

  async #write(
    key: string,
    body: StorageBody,
    partial: string,
    options: PutOptions,
  ): Promise<void> {
    // `flush` puts the bytes on the disk before the name appears: a crash leaves no empty object.
    if (body instanceof Uint8Array) {
      if (options.sha256) checkBytes(key, body, options.sha256);
      await writeFile(partial, body, { flag: "wx", flush: true });
      return;
    }
    const source = body instanceof Readable ? body : createReadStream(body.file);
    const sink = createWriteStream(partial, { flags: "wx", flush: true });
    if (options.sha256) await pipeline(source, checksumStream(key, options.sha256), sink);
    else await pipeline(source, sink);
  }

  async *#walk(folder: string, prefix: string): AsyncIterable<StoredObject> {
    const entries = await opendir(join(this.#root, folder)).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (entries === null) return;
    for await (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const key = `${folder}${entry.name}`;
      if (entry.isDirectory()) {
        if (`${key}/`.startsWith(prefix)) yield* this.#walk(`${key}/`, prefix);
      } else if (entry.isFile() && key.startsWith(prefix)) {
        const found = await this.stat(key);
        if (found) yield { key, size: found.size };
      }
    }
  }
}
