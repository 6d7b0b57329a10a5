import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import S3rver from "@20minutes/s3rver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStorage, type Storage } from "../src/index.ts";

const hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const BYTES = Buffer.from("0123456789");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "storage-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a store and tells where it is; `stop` ends it. */
interface Host {
  address: string;
  stop: () => Promise<void>;
}

async function localFolder(): Promise<Host> {
  return { address: pathToFileURL(join(folder, "objects")).href, stop: async () => {} };
}

async function s3Server(): Promise<Host> {
  const server = new S3rver({
    port: 0,
    silent: true,
    // It computes signatures of requests about the bucket itself in its own way.
    allowMismatchedSignatures: true,
    directory: join(folder, "s3"),
    configureBuckets: [{ name: "masks" }],
  });
  const { port } = await server.run();
  return {
    address: `s3://masks/some/prefix?endpoint=http://127.0.0.1:${port}`,
    stop: () => server.close(),
  };
}

describe.each([
  { name: "a local folder", host: localFolder },
  { name: "an S3 server", host: s3Server },
])("storage on $name", ({ host }) => {
  let storage: Storage;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const started = await host();
    stop = started.stop;
    storage = createStorage(started.address, { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" });
  });
  afterAll(async () => {
    storage.close();
    await stop();
  });

  async function keysOf(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of storage.list(prefix)) keys.push(key);
    return keys.sort();
  }

  it("can be checked for use", async () => {
    await storage.check();
  });

  it("gives back bytes, as a stream, whole and in part", async () => {
    await storage.put("read/a.bin", BYTES, { contentType: "application/octet-stream" });
    expect(Buffer.concat(await (await storage.get("read/a.bin")).toArray())).toEqual(BYTES);
    expect(await storage.read("read/a.bin")).toEqual(BYTES);
    expect((await storage.readRange("read/a.bin", 2, 5)).toString()).toBe("234");
    expect((await storage.readRange("read/a.bin", 8, 50)).toString()).toBe("89");
    expect(await storage.readRange("read/a.bin", 50, 60)).toHaveLength(0);
    expect(await storage.readRange("read/a.bin", 3, 3)).toHaveLength(0);
  });

  it("stores an empty object", async () => {
    await storage.put("empty", new Uint8Array());
    expect(await storage.read("empty")).toHaveLength(0);
    expect(await storage.stat("empty")).toMatchObject({ size: 0 });
  });

  it("replaces an object and tells its size and age", async () => {
    const before = Date.now() - 2_000;
    await storage.put("again", Buffer.alloc(20));
    await storage.put("again", BYTES);
    const found = await storage.stat("again");
    expect(found?.size).toBe(10);
    expect(found?.modifiedAt.getTime()).toBeGreaterThan(before);
  });

  it("takes a stream of many parts", async () => {
    const part = Buffer.alloc(1 << 20);
    for (let at = 0; at < part.length; at++) part[at] = (at * 31) & 255;
    const whole = Buffer.concat(Array.from({ length: 12 }, () => part));
    await storage.put("big", Readable.from(Array.from({ length: 12 }, () => part)), {
      sha256: hex(whole),
    });
    expect(hex(await storage.read("big"))).toBe(hex(whole));
  });

  it("takes a file, copied or shared, and leaves it where it is", async () => {
    const file = join(folder, "upload.zip");
    await writeFile(file, BYTES);
    await storage.put("files/copied.zip", { file });
    await storage.put("files/shared.zip", { file, link: true }, { sha256: hex(BYTES) });
    await storage.put("files/shared.zip", { file, link: true });
    expect(await readFile(file)).toEqual(BYTES);
    await rm(file);
    for (const name of ["copied", "shared"]) {
      expect(await storage.read(`files/${name}.zip`)).toEqual(Buffer.from(BYTES));
    }
  });

  it("keeps nothing whose checksum differs, from whatever source", async () => {
    const file = join(folder, "other.zip");
    await writeFile(file, BYTES);
    const sources = { bytes: BYTES, stream: Readable.from([BYTES]), file: { file, link: true } };
    for (const [name, body] of Object.entries(sources)) {
      const put = storage.put(`sums/${name}`, body, { sha256: hex(Buffer.from("other")) });
      await expect(put).rejects.toMatchObject({ code: "checksum" });
      expect(await storage.stat(`sums/${name}`)).toBeNull();
    }
    expect(await readFile(file)).toEqual(BYTES);
  });

  it("keeps nothing of a stream that breaks", async () => {
    const broken = Readable.from(
      (async function* () {
        yield BYTES;
        throw new Error("connection lost");
      })(),
    );
    await expect(storage.put("broken", broken)).rejects.toMatchObject({ code: "unavailable" });
    expect(await storage.stat("broken")).toBeNull();
    expect(await keysOf("broken")).toEqual([]);
  });

  it("says that an object is missing", async () => {
    expect(await storage.stat("none")).toBeNull();
    const missing = { name: "StorageError", code: "not_found" };
    await expect(storage.get("none")).rejects.toMatchObject(missing);
    await expect(storage.read("none/below")).rejects.toMatchObject(missing);
    await expect(storage.readRange("none", 0, 5)).rejects.toMatchObject(missing);
    await expect(storage.toLocalFile("none", folder)).rejects.toMatchObject(missing);
    await expect(storage.get("read")).rejects.toMatchObject(missing);
  });

  it("deletes, also what is not there", async () => {
    await storage.put("gone/soon", BYTES);
    await storage.delete("gone/soon");
    await storage.delete("gone/soon");
    expect(await storage.stat("gone/soon")).toBeNull();
  });

  it("lists what begins with a prefix, and no half of a name as a folder", async () => {
    for (const key of ["list/a/1", "list/a/2", "list/ab/3", "list/b", "listed"]) {
      await storage.put(key, BYTES);
    }
    expect(await keysOf("list/")).toEqual(["list/a/1", "list/a/2", "list/ab/3", "list/b"]);
    expect(await keysOf("list/a/")).toEqual(["list/a/1", "list/a/2"]);
    expect(await keysOf("list/a")).toEqual(["list/a/1", "list/a/2", "list/ab/3"]);
    expect(await keysOf("nowhere/")).toEqual([]);
    expect(await keysOf("")).toContain("listed");
  });

  it("makes an object readable as a file", async () => {
    await storage.put("local/file", BYTES);
    expect(await readFile(await storage.toLocalFile("local/file", join(folder, "work")))).toEqual(
      BYTES,
    );
  });

  it("takes names with spaces, accents and characters that mean something in URLs", async () => {
    const key = "names/häuser 100% (1)+#?.png";
    await storage.put(key, BYTES);
    expect(await storage.read(key)).toEqual(BYTES);
    expect(await keysOf("names/")).toEqual([key]);
  });

  it.each([
    "",
    "/etc/passwd",
    "..",
    "a/../../b",
    "a/./b",
    "a//b",
    "a/",
    "a\\b",
    "a\0b",
    "a\nb",
    ".partial/x",
    "x".repeat(513),
  ])("refuses the key %j everywhere", async (key) => {
    const refused = { code: "invalid_key" };
    await expect(storage.put(key, BYTES)).rejects.toMatchObject(refused);
    await expect(storage.get(key)).rejects.toMatchObject(refused);
    await expect(storage.read(key)).rejects.toMatchObject(refused);
    await expect(storage.readRange(key, 0, 1)).rejects.toMatchObject(refused);
    await expect(storage.stat(key)).rejects.toMatchObject(refused);
    await expect(storage.delete(key)).rejects.toMatchObject(refused);
    await expect(storage.toLocalFile(key, folder)).rejects.toMatchObject(refused);
  });

  it.each(["/", "../", "a//b", "a\\"])("refuses the prefix %j", async (prefix) => {
    await expect(keysOf(prefix)).rejects.toMatchObject({ code: "invalid_key" });
  });
});

describe("createStorage", () => {
  it.each(["", "/plain/path", "http://host/bucket", "s3://", "s3://bucket?regoin=x"])(
    "refuses the address %j",
    (address) => {
      expect(() => createStorage(address)).toThrow(/storage address/);
    },
  );

  it("says what can't be reached", async () => {
    const storage = createStorage("s3://bucket?endpoint=http://127.0.0.1:1", {
      accessKeyId: "a",
      secretAccessKey: "b",
    });
    await expect(storage.check()).rejects.toMatchObject({ code: "unavailable" });
    await expect(storage.read("a")).rejects.toMatchObject({ code: "unavailable" });
    storage.close();
  });

  it("says that a bucket is missing instead of an object", async () => {
    const { address, stop } = await s3Server();
    const storage = createStorage(address.replace("masks", "other"), {
      accessKeyId: "S3RVER",
      secretAccessKey: "S3RVER",
    });
    await expect(storage.check()).rejects.toThrow(
      "bucket other: there is no such bucket (HTTP 404)",
    );
    await expect(storage.read("a")).rejects.toMatchObject({ code: "unavailable" });
    storage.close();
    await stop();
  });

  it("says that a folder can't be used", async () => {
    const file = join(folder, "a-file");
    await writeFile(file, "");
    const storage = createStorage(pathToFileURL(join(file, "below")).href);
    await expect(storage.check()).rejects.toMatchObject({ code: "unavailable" });
    await expect(storage.put("a", BYTES)).rejects.toMatchObject({ code: "unavailable" });
  });
});
