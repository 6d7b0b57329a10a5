import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../routers/index.ts";
import { REFUSED, ROLES, type Role } from "../testing/access-roles.ts";
import {
  type AccessWorld,
  callProcedure,
  createAccessWorld,
  INPUTS,
  NOTHING_THERE,
} from "../testing/access-world.ts";
import { createTestApi, type TestApi } from "../testing/index.ts";
import type { AccessLevel } from "./trpc.ts";

/* Calls every procedure as every role. A procedure without an entry in `INPUTS` fails it. */

let api: TestApi;
/** For calls that change nothing. */
let shared: AccessWorld;
beforeAll(async () => {
  api = await createTestApi();
  shared = await createAccessWorld(api.services);
});
afterAll(() => api.close());

function contextOf(world: AccessWorld, role: Role) {
  const user = world.users[role];
  const viewer = user && { ...user, email: `${role}@example.test` };
  return { services: api.services, viewer };
}

const procedures = Object.entries(appRouter._def.procedures) as unknown as [
  string,
  { _def: { type: string; meta?: { access: AccessLevel } } },
][];

test("the table knows all procedures and no others", () => {
  expect(procedures.map(([path]) => path).sort()).toEqual(Object.keys(INPUTS).sort());
});

describe.each(procedures)("%s", (path, procedure) => {
  test.each(ROLES)("as %s", async (role) => {
    const access = procedure._def.meta?.access;
    expect(access).toBeDefined();
    const expected = REFUSED[access!][role];
    const changes = procedure._def.type === "mutation" && !expected;
    const world = changes ? await createAccessWorld(api.services) : shared;
    const outcome = await callProcedure(path, world, contextOf(world, role));
    if (expected) expect(outcome).toBe(expected);
    else if (NOTHING_THERE.includes(path)) expect(outcome).toBe("not_found");
    else expect(["unauthenticated", "forbidden", "not_found", "no_team"]).not.toContain(outcome);
  });
});
