import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  NOBODY,
  reportOf,
  reportWithoutNamespaces,
  USERS,
  whyNotWithoutNamespaces,
} from "../testing/as-user.ts";
import type { Attempts, Tried } from "../testing/try-walls.ts";

const SCRIPT = fileURLToPath(new URL("../testing/try-walls.ts", import.meta.url));

/** Each layer that is there keeps its promise, whichever others there are. */
function check({ layers, ...found }: Attempts): void {
  const has = (layer: (typeof layers)[number]) => layers.includes(layer);
  const said = `within ${layers.join(", ") || "no layer"}: ${JSON.stringify(found)}`;
  if (has("files")) expect(found.read, said).toBe("EACCES");
  if (has("files") || has("calls")) {
    expect([found.create, found.change, found.remove], said).not.toContain("done");
    expect(found.files, said).toEqual(["old"]);
  }
  if (has("limits")) expect(found.change, said).not.toBe("done");
  if (has("calls")) expect([found.start, found.signal], said).toEqual(["EPERM", "EPERM"]);
  if (has("processes")) {
    expect(found.see, said).toBeLessThanOrEqual(2);
    expect(found.signal, said).not.toBe("done");
  }
  if (has("network") || has("calls")) expect(found.connect, said).not.toBe("done");
  if (has("user")) expect([found.uid, found.rights], said).toEqual([NOBODY, "0"]);
}

describe("around a hole in the runtime, each layer keeps its promise", () => {
  test.for(USERS)("as $name", { timeout: 120_000 }, async ({ uid, skip }, context) => {
    context.skip(skip !== null, skip ?? "");
    context.skip(process.platform !== "linux", "the layers are Linux' own");
    const { attempts, missing } = await reportOf<Tried>(SCRIPT, uid);
    console.info(`as user ${uid}: ${attempts[0]!.layers.join(", ")}; missing: ${missing.length}`);
    context.skip(attempts[0]!.layers.length === 0, "this machine has no layer");
    for (const one of attempts) check(one);
  });

  test("and what is missing is told where namespaces are refused", async (context) => {
    const reason = await whyNotWithoutNamespaces();
    context.skip(reason !== null, reason ?? "");
    const { attempts, missing } = await reportWithoutNamespaces<Tried>(SCRIPT);
    for (const one of attempts) check(one);
    const [all] = attempts;
    expect(all!.layers).not.toContain("network");
    expect(missing.join("; ")).toMatch(/which others run.*unshare --net is refused/);
    if (all!.layers.includes("calls")) expect(all!.connect).toBe("EPERM");
  }, 120_000);
});
