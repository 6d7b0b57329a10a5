import { expect, it } from "vitest";
import { briefCache } from "./brief-cache.ts";

it("shares one call among many requests and keeps keys apart", async () => {
  const calls: string[] = [];
  const get = briefCache(60_000, async (key) => {
    calls.push(key);
    return `${key}!`;
  });
  expect(await Promise.all([get("a"), get("a"), get("b")])).toEqual(["a!", "a!", "b!"]);
  expect(await get("a")).toBe("a!");
  expect(calls).toEqual(["a", "b"]);
});

it("asks again once the time is over", async () => {
  let calls = 0;
  const get = briefCache(0, async () => ++calls);
  expect([await get("a"), await get("a")]).toEqual([1, 2]);
});

it("does not keep what failed", async () => {
  let calls = 0;
  const get = briefCache(60_000, async () => {
    calls += 1;
    if (calls === 1) throw new Error("away");
    return calls;
  });
  await expect(get("a")).rejects.toThrow("away");
  expect(await get("a")).toBe(2);
});

it("keeps nothing beyond the instant at which it changes", async () => {
  let calls = 0;
  const past = new Date(Date.now() - 1);
  const get = briefCache(
    60_000,
    async () => ++calls,
    (value) => (value === 1 ? past : null),
  );
  expect([await get("a"), await get("a"), await get("a")]).toEqual([1, 2, 2]);
});
