import { describe, expect, test } from "vitest";
import { parseEnv } from "./env.ts";

const GOOD = {
  DATABASE_URL: "postgres://user:secret@localhost:5432/maskboard",
  BETTER_AUTH_SECRET: "x".repeat(32),
};

test("what is left out has a default, and empty is left out", () => {
  const env = parseEnv({ ...GOOD, PORT: "4000", MASKBOARD_HOME: "/srv/mb", PUBLIC_URL: "" });
  expect(env).toMatchObject({
    home: "/srv/mb",
    storageUrl: "file:///srv/mb/storage",
    publicUrl: "http://localhost:4000",
    github: null,
  });
});

describe("one line for each wrong variable", () => {
  test.each([
    ["DATABASE_URL", { DATABASE_URL: undefined }, /^DATABASE_URL is missing/],
    ["DATABASE_URL", { DATABASE_URL: "mysql://x" }, /^DATABASE_URL must be an address/],
    ["BETTER_AUTH_SECRET", { BETTER_AUTH_SECRET: "short" }, /^BETTER_AUTH_SECRET .* 32/],
    ["PORT", { PORT: "http" }, /^PORT must be a number/],
    ["STORAGE_URL", { STORAGE_URL: "/data" }, /^STORAGE_URL must begin with file/],
    ["GitHub", { GITHUB_CLIENT_ID: "id" }, /^GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET/],
  ])("%s", (_name, change, line) => {
    expect(() => parseEnv({ ...GOOD, ...change })).toThrow(line);
  });

  test("all of them at once", () => {
    expect(() => parseEnv({})).toThrow(/^DATABASE_URL.*\nBETTER_AUTH_SECRET.*$/);
  });
});
