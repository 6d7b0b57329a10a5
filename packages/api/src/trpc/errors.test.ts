import { createTestChallenge } from "@maskboard/db/testing";
import superjson from "superjson";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { handleTrpc } from "../handlers.ts";
import { createTestApi, type TestApi } from "../testing/index.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());
afterEach(() => vi.restoreAllMocks());

interface Answer {
  error: { json: { message: string; data: Record<string, unknown> } };
}

async function query(path: string, input: unknown, services = api.services) {
  const text = encodeURIComponent(JSON.stringify(superjson.serialize(input)));
  const request = new Request(`http://localhost/api/trpc/${path}?input=${text}`);
  const response = await handleTrpc(request, services);
  return { status: response.status, body: (await response.json()) as Answer };
}

test("our errors keep their code, message, advice and HTTP status", async () => {
  const { status, body } = await query("challenge.bySlug", { slug: "nothing" });
  expect(status).toBe(404);
  expect(body.error.json.data).toEqual({
    code: "NOT_FOUND",
    httpStatus: 404,
    path: "challenge.bySlug",
    maskboard: {
      code: "not_found",
      message: 'There is no challenge "nothing".',
      fix: expect.any(String),
      details: {},
    },
  });
});

test("who must sign in, and who may not, hear it by status", async () => {
  const { slug } = await createTestChallenge(api.services.db);
  expect((await query("submission.mine", { slug })).status).toBe(401);
  expect((await query("board.get", { slug, split: "private" })).status).toBe(403);
});

test("wrong input is named", async () => {
  const { status, body } = await query("challenge.bySlug", { slug: "Not A Slug" });
  expect(status).toBe(400);
  expect(body.error.json.data.maskboard).toMatchObject({
    code: "bad_request",
    message: expect.stringContaining("lower-case"),
  });
});

test("text that no database can hold is bad input, not our fault", async () => {
  const { status, body } = await query("team.preview", { token: "a\0b" });
  expect(status).toBe(400);
  expect(body.error.json.data.maskboard).toMatchObject({ code: "bad_request" });
});

test("an unknown procedure is not found", async () => {
  const { status, body } = await query("no.such", {});
  expect([status, (body.error.json.data.maskboard as { code: string }).code]).toEqual([
    ...[404, "not_found"],
  ]);
});

test("what we did not foresee says nothing but a reference, which is in the log", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const broken = await createTestApi();
  await broken.close();
  const { status, body } = await query("challenge.list", undefined, broken.services);
  expect(status).toBe(500);
  const { maskboard } = body.error.json.data as {
    maskboard: { code: string; message: string; details: { reference: string } };
  };
  expect(maskboard.code).toBe("internal");
  expect(JSON.stringify(body)).not.toMatch(/pool|select|stack/i);
  const logged = log.mock.calls.map((call) => call.join(" "));
  expect(logged.filter((line) => line.includes(maskboard.details.reference))).toHaveLength(1);
});
