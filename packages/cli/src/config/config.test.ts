import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "../env.ts";
import { UsageError } from "../exit.ts";
import { credentialsFile, storeKey } from "./credentials.ts";
import { findServer, normalizeUrl } from "./server.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskboard-config-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const env = (more: Record<string, string> = {}) =>
  readEnv({ MASKBOARD_CONFIG_DIR: join(folder, "config"), ...more });

describe("findServer", () => {
  it("prefers options to the environment to what login stored", async () => {
    await storeKey(env(), "http://stored", { key: "s", email: "e" });
    expect(await findServer({}, env())).toEqual({ url: "http://stored", key: "s" });
    const both = env({ MASKBOARD_URL: "http://env", MASKBOARD_API_KEY: "e" });
    expect(await findServer({}, both)).toEqual({ url: "http://env", key: "e" });
    expect(await findServer({ url: "http://option/", key: "o" }, both)).toEqual({
      url: "http://option",
      key: "o",
    });
  });

  it("sends a stored key only to its own server", async () => {
    await storeKey(env(), "http://one", { key: "1", email: "e" });
    await storeKey(env(), "http://two", { key: "2", email: "e" });
    expect(await findServer({ url: "http://three" }, env())).toEqual({
      url: "http://three",
      key: null,
    });
    expect(await findServer({ url: "http://one" }, env())).toEqual({ url: "http://one", key: "1" });
    expect(await findServer({}, env())).toEqual({ url: "http://two", key: "2" });
  });

  it("finds nothing where nothing is said", async () => {
    expect(await findServer({}, env())).toBeNull();
  });
});

describe("storeKey", () => {
  it("keeps the file for its owner alone, even where it was not", async () => {
    const file = await storeKey(env(), "http://one", { key: "1", email: "e" });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await chmod(file, 0o644);
    await storeKey(env(), "http://one", { key: "2", email: "e" });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("says which file is damaged", async () => {
    await storeKey(env(), "http://one", { key: "1", email: "e" });
    await writeFile(credentialsFile(env()), "{");
    await expect(findServer({}, env())).rejects.toThrow(/credentials\.json is damaged/);
  });
});

describe("readEnv", () => {
  it("takes empty variables as not set and refuses what is no address", () => {
    expect(env({ MASKBOARD_URL: "", MASKBOARD_API_KEY: "" })).toMatchObject({
      url: undefined,
      key: undefined,
    });
    expect(() => env({ MASKBOARD_URL: "somewhere" })).toThrow(UsageError);
  });
});

describe("normalizeUrl", () => {
  it("drops trailing slashes, query and fragment", () => {
    expect(normalizeUrl("https://host/base/?x#y")).toBe("https://host/base");
    expect(() => normalizeUrl("localhost:3000")).toThrow(UsageError);
  });
});
