import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { beginUpload, createTeam, getImport, getSubmission } from "@maskboard/db";
import { createTestChallenge } from "@maskboard/db/testing";
import * as tus from "tus-js-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApi, serve, signUp, type TestApi } from "../testing/index.ts";
import { recoverUploads } from "./handle-upload.ts";
import { uploadPath } from "./store.ts";

let api: TestApi;
let site: Awaited<ReturnType<typeof serve>>;
let challenge: Awaited<ReturnType<typeof createTestChallenge>>;
let account: Awaited<ReturnType<typeof signUp>>;
beforeAll(async () => {
  api = await createTestApi();
  site = await serve(api.services);
  challenge = await createTestChallenge(api.services.db);
  account = await signUp(api.services, "uploader");
  const { challengeId } = challenge;
  await createTeam(api.services.db, { challengeId, userId: account.id, name: "up" });
});
afterAll(async () => {
  await site.stop();
  await api.close();
});

const metadata = () => ({
  purpose: "submission",
  challenge: challenge.slug,
  filename: "m.zip",
  note: "first ⚡",
});
const submissionOf = (id: string) => getSubmission(api.services.db, id, account);

/** One tus request as any client might send it. */
function send(method: string, path: string, headers: Record<string, string>, body?: Uint8Array) {
  return fetch(`${site.url}/api/uploads${path}`, {
    method,
    headers: { "tus-resumable": "1.0.0", "x-api-key": account.apiKey, ...headers },
    ...(body && { body: new Uint8Array(body) }),
  });
}
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
const encode = (entries: Record<string, string>) =>
  Object.entries(entries)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
    .join(",");
const create = (bytes: number, entries: Record<string, string> = metadata(), headers = {}) =>
  send("POST", "", { "upload-length": `${bytes}`, "upload-metadata": encode(entries), ...headers });
const patch = (id: string, offset: number, body: Uint8Array, headers = {}) => {
  const type = "application/offset+octet-stream";
  const all = { "content-type": type, "upload-offset": `${offset}`, ...headers };
  return send("PATCH", `/${id}`, all, body);
};

test("a client's upload becomes a queued submission whose artifact is the file", async () => {
  const file = randomBytes(300_000);
  const id = await new Promise<string>((resolve, reject) => {
    let found = "";
    new tus.Upload(file, {
      endpoint: `${site.url}/api/uploads`,
      chunkSize: 100_000,
      headers: { "x-api-key": account.apiKey },
      metadata: metadata(),
      onAfterResponse: (_request, response) => {
        found = response.getHeader("Maskboard-Submission-Id") ?? found;
      },
      onError: reject,
      onSuccess: () => resolve(found),
    }).start();
  });
  const { submission } = await submissionOf(id);
  const sha256 = createHash("sha256").update(file).digest("hex");
  expect(submission).toMatchObject({
    state: "queued",
    note: "first ⚡",
    bytes: 300_000,
    sha256,
    artifactKey: `submissions/${id}/${sha256}.zip`,
  });
  expect(file.equals(await api.services.storage.read(submission.artifactKey!))).toBe(true);
  expect(existsSync(uploadPath(api.services, id))).toBe(false);
  expect(existsSync(`${uploadPath(api.services, id)}.json`)).toBe(false);
});

test("an upload goes on after the server was restarted, and its end is told again", async () => {
  const file = randomBytes(1_000);
  const begun = await create(file.length);
  expect(begun.status).toBe(201);
  const id = begun.headers.get("maskboard-submission-id")!;
  expect(begun.headers.get("location")).toBe(`/api/uploads/${id}`);
  expect((await patch(id, 0, file.subarray(0, 400))).status).toBe(204);
  await site.stop();
  site = await serve(await api.another());
  expect((await send("HEAD", `/${id}`, {})).headers.get("upload-offset")).toBe("400");
  expect((await patch(id, 100, file.subarray(100))).status).toBe(409);
  const last = await patch(id, 400, file.subarray(400));
  expect([last.status, last.headers.get("maskboard-submission-id")]).toEqual([204, id]);
  const again = await send("HEAD", `/${id}`, {});
  expect(again.headers.get("upload-offset")).toBe("1000");
  expect(again.headers.get("maskboard-submission-id")).toBe(id);
  expect((await submissionOf(id)).submission.state).toBe("queued");
});

test("an upload that was whole when the server died is finished without its client", async () => {
  const file = randomBytes(2_000);
  const begun = await create(file.length);
  const id = begun.headers.get("maskboard-submission-id")!;
  expect((await patch(id, 0, file.subarray(0, 500))).status).toBe(204);
  // The last bytes are on the disk, but the process that took them never came to the next line.
  await appendFile(uploadPath(api.services, id), file.subarray(500));
  const other = await create(10);
  expect(await recoverUploads(await api.another())).toEqual([id]);
  expect((await submissionOf(id)).submission.state).toBe("queued");
  const unfinished = other.headers.get("maskboard-submission-id")!;
  expect((await submissionOf(unfinished)).submission.state).toBe("uploading");
});

test("an upload that was stored but not queued is found again", async () => {
  const file = randomBytes(700);
  const id = (await create(file.length)).headers.get("maskboard-submission-id")!;
  await appendFile(uploadPath(api.services, id), file);
  const sha256 = createHash("sha256").update(file).digest("hex");
  const path = uploadPath(api.services, id);
  await api.services.storage.put(`submissions/${id}/${sha256}.zip`, { file: path, link: true });
  expect(await recoverUploads(await api.another())).toEqual([id]);
  expect((await submissionOf(id)).submission).toMatchObject({ state: "queued", sha256 });
  expect(existsSync(path)).toBe(false);
});

test("only who began an upload may look at it, send to it or cancel it", async () => {
  const begun = await create(10);
  const id = begun.headers.get("maskboard-submission-id")!;
  const stranger = { "x-api-key": (await signUp(api.services, "stranger")).apiKey };
  expect((await send("HEAD", `/${id}`, stranger)).status).toBe(404);
  expect((await patch(id, 0, randomBytes(10), stranger)).status).toBe(404);
  expect((await send("DELETE", `/${id}`, stranger)).status).toBe(404);
  expect((await send("HEAD", "/nothing", {})).status).toBe(404);
  expect((await send("DELETE", `/${id}`, {})).status).toBe(204);
  await expect(submissionOf(id)).rejects.toMatchObject({ code: "not_found" });
});

describe("refused with a code and before a byte", () => {
  const tooLarge = 1_024 * 2 ** 20 + 1;
  const cases = [
    ["unauthenticated", 401, 10, {}, { "x-api-key": "" }],
    ["unauthenticated", 401, 10, {}, { "x-api-key": "mbk_wrong" }],
    ["file_too_large", 413, tooLarge, {}, {}],
    ["file_empty", 422, 0, {}, {}],
    ["not_found", 404, 10, { challenge: "nothing" }, {}],
    ["bad_request", 400, 10, { purpose: "other" }, {}],
    ["lane_closed", 403, 10, { lane: "model" }, {}],
    ["forbidden", 403, 10, { purpose: "challenge", slug: "new" }, {}],
    ["bad_request", 412, 10, {}, { "tus-resumable": "" }],
  ] as const;
  test.each(cases)("%s (%i)", async (code, status, bytes, entries, headers) => {
    const response = await create(bytes, { ...metadata(), ...entries }, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, fix: expect.any(String) });
  });

  test("daily_limit", async () => {
    const { db } = api.services;
    const other = await createTestChallenge(db);
    const user = await signUp(api.services, "eager");
    await createTeam(db, { challengeId: other.challengeId, userId: user.id, name: "eager" });
    const file = { slug: other.slug, actor: user, lane: "masks" as const, filename: "m", bytes: 1 };
    for (let i = 0; i < 10; i++) await beginUpload(db, file);
    const entries = { ...metadata(), challenge: other.slug };
    const response = await create(10, entries, { "x-api-key": user.apiKey });
    expect([response.status, await codeOf(response)]).toEqual([429, "daily_limit"]);
  });

  test("no_team", async () => {
    const loner = await signUp(api.services, "loner");
    const response = await create(10, metadata(), { "x-api-key": loner.apiKey });
    expect([response.status, await codeOf(response)]).toEqual([403, "no_team"]);
  });
});

test("more bytes than announced are not taken", async () => {
  const begun = await create(10);
  const id = begun.headers.get("maskboard-submission-id")!;
  const response = await patch(id, 0, randomBytes(20)).catch(() => null);
  expect(response?.ok ?? false).toBe(false);
  expect((await submissionOf(id)).submission.state).toBe("uploading");
});

test("an admin's challenge archive becomes a queued import", async () => {
  const admin = await signUp(api.services, "admin", "admin");
  const file = randomBytes(50);
  const entries = { purpose: "challenge", slug: "brand-new", filename: "c.zip", title: "New" };
  const key = { "x-api-key": admin.apiKey };
  const begun = await create(file.length, entries, key);
  const id = begun.headers.get("maskboard-import-id")!;
  const last = await patch(id, 0, file, key);
  expect(last.headers.get("maskboard-import-id")).toBe(id);
  const row = await getImport(api.services.db, id);
  expect(row).toMatchObject({
    status: "queued",
    slug: "brand-new",
    artifactKey: `imports/${id}.zip`,
  });
  const taken = await create(1, { ...entries, slug: challenge.slug }, key);
  expect([taken.status, await codeOf(taken)]).toEqual([409, "slug_taken"]);
});
