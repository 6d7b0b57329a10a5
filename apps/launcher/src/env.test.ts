import { describe, expect, it } from "vitest";
import { readAdmin, readEnv } from "./env.ts";

describe("readEnv", () => {
  it("needs nothing", () => {
    const env = readEnv({});
    expect(env).toMatchObject({ port: 3000, publicUrl: "http://localhost:3000" });
    expect(env.home).toMatch(/\.maskboard$/);
    expect(env.storageUrl).toMatch(/^file:\/\/\/.*\.maskboard\/storage$/);
    expect(env.seed).toEqual({ train: 120, public: 40, private: 40, size: 350 });
  });

  it("takes empty variables for unset ones", () => {
    expect(readEnv({ PORT: "", DATABASE_URL: "", HOST: "" })).toEqual(readEnv({}));
  });

  it("lets the public address follow the port unless it is given", () => {
    expect(readEnv({ PORT: "4010" }).publicUrl).toBe("http://localhost:4010");
    expect(readEnv({ PUBLIC_URL: "https://masks.example.org/" }).publicUrl).toBe(
      "https://masks.example.org",
    );
  });

  it.each([
    [{ PORT: "http" }, /^PORT must be a whole number from 1 to 65535/],
    [{ PORT: "70000" }, /^PORT must be a whole number from 1 to 65535/],
    [{ DATABASE_URL: "mysql://x" }, /^DATABASE_URL must be an address like postgres:/],
    [{ STORAGE_URL: "ftp://x/y" }, /^STORAGE_URL must be an address like file:/],
    [{ PUBLIC_URL: "localhost" }, /^PUBLIC_URL must be an address like https:/],
    [{ BETTER_AUTH_SECRET: "short" }, /^BETTER_AUTH_SECRET must have at least 32 characters/],
  ])("names what is wrong in %o", (variables, line) => {
    expect(() => readEnv(variables)).toThrow(
      expect.objectContaining({ code: "misconfigured", message: expect.stringMatching(line) }),
    );
  });

  it("names every wrong variable in one line", () => {
    expect(() => readEnv({ PORT: "0", DATABASE_URL: "x" })).toThrow(
      /^PORT .*; DATABASE_URL [^\n]*$/,
    );
  });
});

describe("readAdmin", () => {
  it("takes both or none", () => {
    const given = { ADMIN_EMAIL: "ada@example.org", ADMIN_PASSWORD: "long enough" };
    expect(readAdmin(given)).toEqual({ email: "ada@example.org", password: "long enough" });
    expect(readAdmin({ ADMIN_EMAIL: "", ADMIN_PASSWORD: "" })).toBeUndefined();
    expect(() => readAdmin({ ...given, ADMIN_PASSWORD: "" })).toThrow("belong together");
    expect(() => readAdmin({ ...given, ADMIN_PASSWORD: "short" })).toThrow(/10 characters/);
  });
});
