import { createWriteStream } from "node:fs";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { MaskboardError } from "@maskboard/contracts";
import type { MaskboardClient } from "./client.ts";
import { fromResponse, networkReason, unreachable } from "./request-error.ts";

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

/**
 * Downloads `path` of the server to `file`. What an earlier, broken-off call has already fetched
 * into `file.part` is kept and only the rest is asked for, provided that the server's file is
 * still the same (its ETag is kept in `file.part.tag`).
 *
 * @throws MaskboardError with the server's code, `unreachable` when the connection breaks
 */
export async function download(
  client: MaskboardClient,
  path: string,
  file: string,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const part = `${file}.part`;
  const tagFile = `${part}.tag`;
  const tag = await readFile(tagFile, "utf8").catch(() => "");
  const have = tag === "" ? 0 : await sizeOf(part);
  const headers: Record<string, string> = { ...client.headers };
  if (have > 0) {
    headers.range = `bytes=${have}-`;
    headers["if-range"] = tag;
  }
  let response: Response;
  try {
    response = await fetch(new URL(path, `${client.url}/`), { headers });
  } catch (error) {
    throw unreachable(client.url, networkReason(error), error);
  }
  const changed = response.status === 206 && response.headers.get("etag") !== tag;
  if (response.status === 416 || changed) {
    // The part is of no use: without a range it comes out right.
    await response.body?.cancel();
    await rm(part, { force: true });
    await rm(tagFile, { force: true });
    return download(client, path, file, onProgress);
  }
  if (!response.ok || !response.body) {
    throw fromResponse(response.status, await response.text(), client.url);
  }
  const resumed = response.status === 206;
  await writeFile(tagFile, response.headers.get("etag") ?? "");
  let done = resumed ? have : 0;
  const rest = Number(response.headers.get("content-length") ?? 0);
  const total = rest > 0 ? done + rest : 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      onProgress(done, Math.max(total, done));
      next(null, chunk);
    },
  });
  try {
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream<Uint8Array>),
      meter,
      createWriteStream(part, { flags: resumed ? "a" : "w" }),
    );
  } catch (error) {
    throw unreachable(client.url, `the download broke off (${networkReason(error)})`, error);
  }
  if (total > 0 && done !== total) {
    throw new MaskboardError("unreachable", `The download ended after ${done} of ${total} bytes.`);
  }
  await rename(part, file);
  await rm(tagFile, { force: true });
}
