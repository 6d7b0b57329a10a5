import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { checkBytes, checksumStream } from "./checksum.ts";
import { notFound, StorageError, unavailable } from "./errors.ts";
import { checkKey, checkPrefix } from "./keys.ts";
import type { PutOptions, Storage, StorageBody, StoredObject } from "./storage.ts";

const httpStatus = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** Answers about a bucket have no body that would say so. */
const WHY: Record<number, string> = {
  403: "the access key is refused (HTTP 403)",
  404: "there is no such bucket (HTTP 404)",
};

/** A missing bucket answers 404 as well, but is a wrong setting and not a missing object. */
const isMissing = (error: unknown): boolean =>
  httpStatus(error) === 404 && (error as Error).name !== "NoSuchBucket";

function asStorageError(action: string, key: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  return isMissing(error) ? notFound(key, error) : unavailable(action, error);
}

/** Objects in a bucket of S3 or of a store that speaks its protocol. */
export class S3Storage implements Storage {
  readonly url: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  /** @param prefix begins every key in the bucket; empty or ending with a slash. */
  constructor(client: S3Client, bucket: string, prefix: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.url = `s3://${bucket}/${prefix}`;
  }

  async check(): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }));
    } catch (error) {
      throw unavailable(`reach the bucket ${this.#bucket}`, error, WHY[httpStatus(error) ?? 0]);
    }
  }

  async put(key: string, body: StorageBody, options: PutOptions = {}): Promise<void> {
    const target = this.#target(key);
    try {
      const upload = new Upload({
        client: this.#client,
        params: {
          ...target,
          Body: this.#source(key, body, options),
          ContentType: options.contentType,
        },
      });
      await upload.done();
    } catch (error) {
      throw error instanceof StorageError ? error : unavailable(`write ${key}`, error);
    }
  }

  async get(key: string): Promise<Readable> {
    return (await this.#fetch(key)) as Readable;
  }

  async read(key: string): Promise<Buffer> {
    return this.#collect(key, await this.get(key));
  }

  async readRange(key: string, start: number, end: number): Promise<Buffer> {
    this.#target(key);
    // An empty range has no form in HTTP; the object must exist all the same.
    const range = `bytes=${start}-${Math.max(start, end - 1)}`;
    try {
      const bytes = await this.#collect(key, await this.#fetch(key, range));
      return bytes.subarray(0, end - start);
    } catch (error) {
      if (error instanceof StorageError && httpStatus(error.cause) === 416) return Buffer.alloc(0);
      throw error;
    }
  }

  async stat(key: string): Promise<{ size: number; modifiedAt: Date } | null> {
    const target = this.#target(key);
    try {
      const head = await this.#client.send(new HeadObjectCommand(target));
      return { size: head.ContentLength ?? 0, modifiedAt: head.LastModified ?? new Date(0) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw unavailable(`look up ${key}`, error);
    }
  }

  async delete(key: string): Promise<void> {
    const target = this.#target(key);
    try {
      await this.#client.send(new DeleteObjectCommand(target));
    } catch (error) {
      if (!isMissing(error)) throw unavailable(`delete ${key}`, error);
    }
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const begin = `${this.#prefix}${checkPrefix(prefix)}`;
    try {
      const pages = paginateListObjectsV2(
        { client: this.#client },
        { Bucket: this.#bucket, Prefix: begin },
      );
      for await (const page of pages) {
        for (const { Key, Size } of page.Contents ?? []) {
          if (Key) yield { key: Key.slice(this.#prefix.length), size: Size ?? 0 };
        }
      }
    } catch (error) {
      throw unavailable(`list ${prefix || "everything"}`, error);
    }
  }

  async toLocalFile(key: string, folder: string): Promise<string> {
    const source = await this.get(key);
    const path = join(folder, randomUUID());
    try {
      await mkdir(folder, { recursive: true });
      await pipeline(source, createWriteStream(path));
      return path;
    } catch (error) {
      await rm(path, { force: true });
      throw unavailable(`download ${key}`, error);
    }
  }

  close(): void {
    this.#client.destroy();
  }

  #target(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: `${this.#prefix}${checkKey(key)}` };
  }

  #source(key: string, body: StorageBody, options: PutOptions): Uint8Array | Readable {
    if (body instanceof Uint8Array) {
      if (options.sha256) checkBytes(key, body, options.sha256);
      return body;
    }
    const source = body instanceof Readable ? body : createReadStream(body.file);
    if (!options.sha256) return source;
    const checked = checksumStream(key, options.sha256);
    // `pipe` does not pass errors on; a source that breaks must end the upload.
    source.on("error", (error: Error) => checked.destroy(error));
    return source.pipe(checked);
  }

  async #fetch(key: string, range?: string): Promise<Readable> {
    const target = this.#target(key);
    try {
      const answer = await this.#client.send(new GetObjectCommand({ ...target, Range: range }));
      if (!(answer.Body instanceof Readable)) throw new Error("the answer has no body");
      return answer.Body;
    } catch (error) {
      throw asStorageError(`read ${key}`, key, error);
    }
  }

  async #collect(key: string, stream: Readable): Promise<Buffer> {
    try {
      return Buffer.concat(await stream.toArray());
    } catch (error) {
      throw unavailable(`read ${key}`, error);
    }
  }
}
