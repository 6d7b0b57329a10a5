import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCaller } from "../routers/index.ts";
import { createTestApi, signUp, type TestApi } from "../testing/index.ts";
import { createContext } from "../trpc/context.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const caller = async (headers: Record<string, string>) =>
  createCaller(await createContext({ headers: new Headers(headers), services: api.services }));

async function signIn(email: string, password: string): Promise<Response> {
  return api.services.auth.handler(
    new Request("http://localhost/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost" },
      body: JSON.stringify({ email, password }),
    }),
  );
}

describe("who is asking", () => {
  test("a visitor, a session, and an API key in either header", async () => {
    const account = await signUp(api.services, "ada", "admin");
    const viewer = { id: account.id, name: "ada", email: account.email, admin: true };
    expect(await (await caller({})).viewer.me()).toBeNull();
    expect(await (await caller({ "x-api-key": account.apiKey })).viewer.me()).toEqual(viewer);
    const bearer = { authorization: `Bearer ${account.apiKey}` };
    expect(await (await caller(bearer)).viewer.me()).toEqual(viewer);

    const response = await signIn(account.email, account.password);
    expect(response.status).toBe(200);
    const cookie = response.headers.get("set-cookie")!;
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(await (await caller({ cookie: cookie.split(";")[0]! })).viewer.me()).toEqual(viewer);
  });

  test("a key that is not valid is refused rather than taken for a visitor", async () => {
    await expect(caller({ "x-api-key": "mbk_wrong" })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  test("keys begin with mbk_ and are stored as a digest only", async () => {
    const { apiKey } = await signUp(api.services, "grace");
    expect(apiKey).toMatch(/^mbk_/);
    const { rows } = await api.services.db.$client.query("select key from apikey");
    expect(rows.map((row) => row.key)).not.toContain(apiKey);
  });
});

test("a reset gives a fresh password once and signs the user out everywhere", async () => {
  const admin = await signUp(api.services, "root", "admin");
  const account = await signUp(api.services, "lost");
  const cookie = (await signIn(account.email, account.password)).headers
    .get("set-cookie")!
    .split(";")[0]!;
  const asAdmin = await caller({ "x-api-key": admin.apiKey });
  const { password } = await asAdmin.admin.resetPassword({ userId: account.id });
  expect(await (await caller({ cookie })).viewer.me()).toBeNull();
  expect((await signIn(account.email, account.password)).status).toBe(401);
  expect((await signIn(account.email, password)).status).toBe(200);
});

test("guessing passwords is slowed down", async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 15; i++) statuses.push((await signIn("nobody@example.test", "wrong")).status);
  expect(statuses).toContain(429);
});

test("a name is neither empty nor endless", async () => {
  const { auth } = api.services;
  for (const name of [" ", "x".repeat(61)]) {
    const body = { name, email: `n${name.length}@example.test`, password: "long enough" };
    await expect(auth.api.signUpEmail({ body })).rejects.toMatchObject({ statusCode: 400 });
  }
});
