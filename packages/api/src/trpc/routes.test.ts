import { glob, readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKey } from "../auth/api-keys.ts";
import { ROLES } from "../testing/access-roles.ts";
import { createTestApi, type TestApi } from "../testing/index.ts";
import { createRouteWorld, keyOf, ROUTES, type RouteWorld } from "../testing/routes.ts";

/* Asks every route of the site as every role, and with keys of every scope. */

const PAGES = resolve(import.meta.dirname, "../../../../apps/web/src/app");

let api: TestApi;
let world: RouteWorld;
beforeAll(async () => {
  api = await createTestApi();
  world = await createRouteWorld(api.services);
});
afterAll(() => api.close());

test("the table knows all routes of the site and no others", async () => {
  const found: string[] = [];
  for await (const file of glob(`${PAGES}/**/route.ts`)) {
    found.push(relative(PAGES, dirname(file)));
    // A route has no rules of its own: it hands the request to a handler of the API.
    expect(await readFile(file, "utf8")).toMatch(/maskboard\(\)/);
  }
  // The procedures have a table of their own.
  const known = new Set([...ROUTES.map(({ path }) => path), "api/trpc/[trpc]"]);
  expect(found.sort()).toEqual([...known].sort());
});

describe.each(ROUTES)("$method $path: $about", (route) => {
  test.each(ROLES)("as %s", async (role) => {
    const user = world.users[role];
    const headers: Record<string, string> = user
      ? { "x-api-key": await keyOf(api.services, user) }
      : {};
    const response = await route.call(world, api.services, headers);
    await response.arrayBuffer();
    const refused = route.refused[role];
    if (refused) expect(response.status).toBe(refused);
    else expect([401, 403, 404, 500]).not.toContain(response.status);
  });

  test.each(["read", "submit", "organize"] as const)("with a key for %s", async (scope) => {
    // Somebody who gets in with all rights.
    const role = ROLES.findLast((one) => one !== "visitor" && !route.refused[one]);
    if (!role) return;
    const owner = world.users[role]!;
    const { key } = await createKey(api.services.auth, owner.id, { name: "k", scopes: [scope] });
    const response = await route.call(world, api.services, { "x-api-key": key });
    const text = await response.text();
    const organizes = role === "organizer" || role === "admin";
    // A key that does not organize sees what its owner would see as a participant.
    const asParticipant = route.scope === "read" && organizes && scope !== "organize";
    if (asParticipant && route.refused.outsider) expect(response.status).toBe(404);
    else if (["none", "read", scope].includes(route.scope)) {
      expect([401, 403, 404, 500]).not.toContain(response.status);
    } else {
      expect(response.status).toBe(403);
      if (route.method !== "HEAD") {
        expect(JSON.parse(text)).toMatchObject({ details: { missing: route.scope } });
      }
    }
  });
});

test("keys are no sessions: the routes of accounts do not know them", async () => {
  const { handleAuth } = await import("../handlers.ts");
  const key = await keyOf(api.services, world.users.admin);
  for (const path of ["api-key/list", "get-session", "list-sessions"]) {
    const headers = { "x-api-key": key, authorization: `Bearer ${key}` };
    const request = new Request(`http://localhost/api/auth/${path}`, { headers });
    const response = await handleAuth(request, api.services);
    const body = await response.text();
    expect(response.status === 401 || body === "null", `${path}: ${body}`).toBe(true);
  }
});
