import type { KeyScope } from "@maskboard/contracts";
import { createTeam } from "@maskboard/db";
import { createTestChallenge } from "@maskboard/db/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter, createCaller } from "../routers/index.ts";
import { callProcedure, createAccessWorld, INPUTS } from "../testing/access-world.ts";
import { createTestApi, signUp, type TestApi } from "../testing/index.ts";
import { createContext } from "../trpc/context.ts";
import { type ProcedureMeta, scopeOf } from "../trpc/trpc.ts";
import { handleUpload } from "../uploads/handle-upload.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

/** The context of a request with this key. */
const withKey = (key: string) =>
  createContext({ headers: new Headers({ "x-api-key": key }), services: api.services });

/** A person who organizes a challenge, has a team in another one, and keys of all kinds. */
async function setUp() {
  const { db } = api.services;
  const account = await signUp(api.services, "ada");
  const organized = await createTestChallenge(db, {}, [account.id]);
  const entered = await createTestChallenge(db);
  await createTeam(db, { challengeId: entered.challengeId, userId: account.id, name: "owls" });
  const session = { ...account, email: account.email };
  const caller = createCaller({ services: api.services, viewer: session });
  const key = async (...scopes: KeyScope[]) =>
    (await caller.key.create({ name: "laptop", scopes })).key;
  return { account, organized, entered, caller, key };
}

test("a key gets the scopes that were chosen, and reading", async () => {
  const { caller } = await setUp();
  expect((await caller.key.create({ name: "a", scopes: [] })).scopes).toEqual(["read"]);
  const { key, scopes } = await caller.key.create({ name: "b", scopes: ["organize"] });
  expect(scopes).toEqual(["read", "organize"]);
  expect((await withKey(key)).viewer?.scopes).toEqual(["read", "organize"]);
  const me = await createCaller(await withKey(key)).viewer.me();
  expect(me?.scopes).toEqual(["read", "organize"]);
});

test("keys without scopes, as there were before, keep all rights", async () => {
  const { account, organized } = await setUp();
  const context = await withKey(account.apiKey);
  expect(context.viewer?.scopes).toBeUndefined();
  const seen = await createCaller(context).challenge.bySlug({ slug: organized.slug });
  expect(seen.organizer).toBe(true);
});

test("a key makes no keys", async () => {
  const { account } = await setUp();
  const caller = createCaller(await withKey(account.apiKey));
  await expect(caller.key.create({ name: "more", scopes: ["organize"] })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});

test("a key that does not organize sees what a participant sees", async () => {
  const { organized, key } = await setUp();
  const { slug } = organized;
  const reader = createCaller(await withKey(await key()));
  expect((await reader.challenge.bySlug({ slug })).organizer).toBe(false);
  await expect(reader.board.get({ slug, split: "private" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const organizer = createCaller(await withKey(await key("organize")));
  expect((await organizer.board.get({ slug, split: "private" })).split).toBe("private");
  await api.services.db.$client.query("update challenge set status = 'draft' where id = $1", [
    organized.challengeId,
  ]);
  await expect(reader.challenge.bySlug({ slug })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const drafts = async (caller: typeof reader) =>
    (await caller.challenge.list()).filter((card) => card.slug === slug).length;
  expect(await drafts(reader)).toBe(0);
  expect(await drafts(organizer)).toBe(1);
});

describe("uploads", () => {
  const begin = (key: string, slug: string) => {
    const text = (value: string) => Buffer.from(value).toString("base64");
    const metadata = { purpose: "submission", challenge: slug, filename: "m.zip" };
    const headers = {
      "x-api-key": key,
      "tus-resumable": "1.0.0",
      "upload-length": "10",
      "upload-metadata": Object.entries(metadata)
        .map(([name, value]) => `${name} ${text(value)}`)
        .join(","),
    };
    const request = new Request("http://localhost/api/uploads", { method: "POST", headers });
    return handleUpload(request, api.services);
  };

  test("need the scope to submit, to begin and to go on", async () => {
    const { entered, key } = await setUp();
    const [reader, organizer, submitter] = [
      await key(),
      await key("organize"),
      await key("submit"),
    ];
    for (const other of [reader, organizer]) {
      const refused = await begin(other, entered.slug);
      expect([refused.status, await refused.json()]).toMatchObject([
        403,
        { code: "forbidden", details: { missing: "submit" } },
      ]);
    }
    const begun = await begin(submitter, entered.slug);
    expect(begun.status).toBe(201);
    const url = new URL(begun.headers.get("location")!, "http://localhost");
    const headers = { "x-api-key": reader, "tus-resumable": "1.0.0" };
    const stranger = await handleUpload(
      new Request(url, { method: "HEAD", headers }),
      api.services,
    );
    expect(stranger.status).toBe(403);
  });
});

const procedures = Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
  const { type, meta } = (
    procedure as unknown as {
      _def: { type: "query" | "mutation" | "subscription"; meta: ProcedureMeta };
    }
  )._def;
  return [path, scopeOf(type, meta.access)] as const;
});

describe.each(procedures)("%s needs the scope %s", (path, needed) => {
  test.each([["read"], ["read", "submit"], ["read", "organize"]] as KeyScope[][])(
    "a key for %s %s",
    async (...scopes) => {
      const world = await createAccessWorld(api.services);
      // An admin of the site who is in the team as its captain: nothing else keeps them out.
      const viewer = { ...world.users.captain, admin: true, email: "", scopes };
      const context = { services: api.services, viewer };
      const outcome = await callProcedure(path, world, context).catch((error) => String(error));
      if (scopes.includes(needed)) expect(outcome).not.toBe("forbidden");
      else expect(outcome).toBe("forbidden");
    },
  );
});

test("every procedure is covered", () => {
  expect(procedures.map(([path]) => path).sort()).toEqual(Object.keys(INPUTS).sort());
});
