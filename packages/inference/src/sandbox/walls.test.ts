import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { reportOf, USERS } from "../testing/as-user.ts";
import type { Attempts } from "../testing/try-walls.ts";

const SCRIPT = fileURLToPath(new URL("../testing/try-walls.ts", import.meta.url));

describe.each(USERS)("around a hole in the runtime, as $name", ({ uid, skip }) => {
  test("each layer that can be had here keeps its promise", {
    timeout: 120_000,
  }, async (context) => {
    context.skip(skip !== null, skip ?? "");
    context.skip(process.platform !== "linux", "layers are Linux' own");
    const all = await reportOf<Attempts[]>(SCRIPT, uid);
    context.skip(all[0]!.layers.length === 0, "this machine has no layer");
    for (const { layers, ...found } of all) {
      const has = (layer: (typeof layers)[number]) => layers.includes(layer);
      const said = `within ${layers.join(", ") || "no layer"}: ${JSON.stringify(found)}`;
      if (has("files")) expect(found.read, said).toBe("ENOENT");
      if (has("files") || has("calls")) {
        expect([found.create, found.change, found.remove], said).not.toContain("done");
        expect(found.files, said).toEqual(["old"]);
      }
      if (has("limits")) expect(found.change, said).not.toBe("done");
      if (has("calls")) {
        expect(found.start, said).toBe("EPERM");
        expect(found.signal, said).toBe("EPERM");
      }
      if (has("processes")) {
        expect(found.see, said).toBeLessThanOrEqual(3);
        expect(found.signal, said).not.toBe("done");
      }
      if (has("network") || has("calls")) expect(found.connect, said).not.toBe("done");
      if (has("user")) {
        expect(found.uid, said).toBe(65_534);
        expect(found.rights, said).toBe("0");
      }
    }
    console.info(`as user ${uid}: ${all[0]!.layers.join(", ") || "no layers"}`);
  });
});
