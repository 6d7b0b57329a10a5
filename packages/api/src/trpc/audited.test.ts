import { afterAll, beforeAll, expect, test } from "vitest";
import { appRouter } from "../routers/index.ts";
import { callProcedure, createAccessWorld, NOTHING_THERE } from "../testing/access-world.ts";
import { createTestApi, type TestApi } from "../testing/index.ts";
import type { ProcedureMeta } from "./trpc.ts";

/* Whatever organizers and admins change leaves a row in the audit log, with who did it. */

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const privileged = Object.entries(appRouter._def.procedures).flatMap(([path, procedure]) => {
  const { type, meta } = (procedure as unknown as { _def: { type: string; meta: ProcedureMeta } })
    ._def;
  const organizing = meta.access === "organizer" || meta.access === "admin";
  return type === "mutation" && organizing ? [[path, meta.access] as const] : [];
});

/** What comes of these is written down when it comes about, by the scorer that does it. */
const LATER = ["admin.importFolder"];

test("there are some", () => {
  expect(privileged.length).toBeGreaterThan(5);
});

/** A mutation only because its input is too long for an address. */
const CHANGES_NOTHING = ["split.preview"];

const atOnce = privileged.filter(
  ([path]) => !LATER.includes(path) && !CHANGES_NOTHING.includes(path),
);

test.each(atOnce)("%s (%s)", async (path, access) => {
  const world = await createAccessWorld(api.services);
  const user = world.users[access === "admin" ? "admin" : "organizer"];
  const rows = async () => {
    const query = "select actor_name, actor_id, via, action, subject from audit_log order by id";
    return (await api.services.db.$client.query(query)).rows;
  };
  const before = await rows();
  const viewer = { ...user, email: "olga@example.test" };
  const outcome = await callProcedure(path, world, {
    services: api.services,
    viewer,
    via: "api-key",
  });
  // Give INPUTS something that works, so that there is something to be traced.
  expect(outcome).toBe(NOTHING_THERE.includes(path) ? "not_found" : "ok");
  const added = (await rows()).slice(before.length);
  if (outcome !== "ok") return;
  expect(added.length, `${path} wrote nothing into the audit log`).toBeGreaterThan(0);
  for (const row of added) {
    expect(row).toMatchObject({ actor_id: user.id, actor_name: user.name, via: "api-key" });
  }
});
