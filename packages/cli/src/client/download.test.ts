import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createClient } from "./client.ts";
import { download } from "./download.ts";

const SIZE = 300_000;
const content = (seed: number): Buffer => Buffer.alloc(SIZE, `${seed} content `);

let folder: string;
let server: Server;
let url: string;
/**
 * What the server holds, after how many bytes it drops the next connection, and whether it sends
 * parts of the file without minding `If-Range`.
 */
let held: { body: Buffer; tag: string; breakAfter: number | null; carefree?: boolean };
let ranges: (string | undefined)[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskboard-download-"));
  held = { body: content(1), tag: '"one"', breakAfter: null };
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const fresh = held.carefree || request.headers["if-range"] === held.tag;
    const start = fresh ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
    const body = held.body.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, { etag: held.tag, "content-length": body.length });
    if (held.breakAfter === null) return response.end(body);
    response.write(body.subarray(0, held.breakAfter));
    held.breakAfter = null;
    void somethingArrived().then(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A connection that breaks at once may lose all that it carried. */
async function somethingArrived(): Promise<void> {
  const size = () =>
    stat(join(folder, "kit.zip.part")).then(
      (found) => found.size,
      () => 0,
    );
  await vi.waitUntil(async () => (await size()) > 0, { timeout: 10_000 });
}

const fetchKit = () =>
  download(createClient({ url, key: null }), "/kit.zip", join(folder, "kit.zip"), () => {});

it("fetches the whole file", async () => {
  await fetchKit();
  expect(await readFile(join(folder, "kit.zip"))).toEqual(held.body);
  expect(await readdir(folder)).toEqual(["kit.zip"]);
});

it("asks only for the rest after a break", async () => {
  held.breakAfter = 100_000;
  await expect(fetchKit()).rejects.toMatchObject({ code: "unreachable" });
  await fetchKit();
  expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
  expect(await readFile(join(folder, "kit.zip"))).toEqual(held.body);
});

it.each([false, true])(
  "starts over when the file has changed (carefree server: %s)",
  async (carefree) => {
    held.breakAfter = 100_000;
    await expect(fetchKit()).rejects.toMatchObject({ code: "unreachable" });
    held = { body: content(2), tag: '"two"', breakAfter: null, carefree };
    await fetchKit();
    expect(await readFile(join(folder, "kit.zip"))).toEqual(held.body);
  },
);
