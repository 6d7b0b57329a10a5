import { encodeLabelPng } from "@maskboard/data";
import { publishScore, startAttempt, startScoring } from "@maskboard/db";
import { createTestChallenge, evaluationOf, scoreOf } from "@maskboard/db/testing";
import sharp from "sharp";
import superjson from "superjson";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createKey } from "../auth/api-keys.ts";
import {
  handleArtifact,
  handleExport,
  handleImage,
  handleImportPicture,
  handleKit,
  handlePrediction,
  handleTrpc,
} from "../handlers.ts";
import { appRouter } from "../routers/index.ts";
import { INPUTS } from "../testing/access-world.ts";
import { createTestApi, type TestApi } from "../testing/index.ts";
import { createRouteWorld, keyOf, type RouteWorld } from "../testing/routes.ts";

/*
 * Plants numbers, names and pixels that only organizers may see, asks everything there is as
 * everybody else, and looks for them in all answers, in files they point to, and in the logs.
 */

const SECRETS = {
  privateMeanIou: 0.7316498205,
  privateClassIou: 0.6182739405,
  privateImageIou: 0.5172839406,
  privatePixels: 918_273_645,
  draft: "A draft that nobody knows of",
} as const;

/** How each of them would look in an answer, rounded as boards are too. */
const MARKS = ["7316498", "0.73165", "6182739", "0.61827", "5172839", "918273645", SECRETS.draft];
/** The private truth, 4 x 4: no class pattern that anybody predicts. */
const TRUTH = Uint8Array.of(2, 1, 1, 2, 1, 2, 2, 1, 2, 2, 1, 1, 1, 1, 2, 2);

let api: TestApi;
let world: RouteWorld;
let people: [name: string, headers: Record<string, string>][];
let organizer: Record<string, string>;

beforeAll(async () => {
  api = await createTestApi();
  const { services } = api;
  world = await createRouteWorld(services);
  await plant();
  const { users } = world;
  people = [["a visitor", {}]];
  for (const role of ["outsider", "member", "captain", "rival"] as const) {
    people.push([role, { "x-api-key": await keyOf(services, users[role]) }]);
  }
  const scopes = ["submit" as const];
  const weak = await createKey(services.auth, users.organizer.id, { name: "weak", scopes });
  people.push(["an organizer's key that does not organize", { "x-api-key": weak.key }]);
  organizer = { "x-api-key": await keyOf(services, users.organizer) };
});
afterAll(() => api.close());
afterEach(() => vi.restoreAllMocks());

async function plant(): Promise<void> {
  const { db, storage } = api.services;
  const { challenge, scored, waiting } = world;
  await createTestChallenge(db, { title: SECRETS.draft, status: "draft" });
  for (const stem of ["c", "d", "e", "f"]) {
    const key = `challenges/${challenge.challengeId}/v1/test/masks/${stem}.png`;
    await storage.put(key, encodeLabelPng(TRUTH, 4, 4));
  }
  await db.$client.query("delete from score where submission_id = $1", [scored]);
  await db.$client.query("update submission set state = 'queued' where id = $1", [scored]);
  for (const id of [scored, waiting]) {
    await startAttempt(db, id);
    await startScoring(db, id, { notices: [], total: 4 });
    const score = scoreOf(challenge, id, 0.5, SECRETS.privateMeanIou);
    const { privateClassIou, privateImageIou, privatePixels } = SECRETS;
    await publishScore(db, {
      ...score,
      private: { ...score.private!, evaluation: evaluationOf([privateClassIou, privateClassIou]) },
      images: score.images.map((image) =>
        image.split === "public"
          ? image
          : { ...image, meanIou: privateImageIou, matrix: [0, privatePixels] },
      ),
    });
  }
}

interface Answer {
  readonly from: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Everything that a procedure answers, as it goes over the wire. */
async function ask(path: string, headers: Record<string, string>): Promise<Answer> {
  const { type } = (
    appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>
  )[path]!._def;
  const input = superjson.serialize(INPUTS[path]!(world));
  const controller = new AbortController();
  const url = new URL(`http://localhost/api/trpc/${path}`);
  if (type !== "mutation") url.searchParams.set("input", JSON.stringify(input));
  const request = new Request(url, {
    method: type === "mutation" ? "POST" : "GET",
    headers: { ...headers, "content-type": "application/json" },
    signal: controller.signal,
    ...(type === "mutation" ? { body: JSON.stringify(input) } : {}),
  });
  const response = await handleTrpc(request, api.services);
  const bytes =
    type === "subscription" && response.ok
      ? await firstOf(response, controller)
      : Buffer.from(await response.arrayBuffer());
  return { from: `${type} ${path}`, type: "application/json", bytes };
}

/** What a stream says until it pauses. */
async function firstOf(response: Response, controller: AbortController): Promise<Buffer> {
  const reader = response.body!.getReader();
  const parts: Buffer[] = [];
  while (!Buffer.concat(parts).includes("data: ")) {
    const { value, done } = await reader.read();
    if (done) break;
    parts.push(Buffer.from(value));
  }
  controller.abort();
  return Buffer.concat(parts);
}

async function read(from: string, response: Promise<Response>): Promise<Answer> {
  const answer = await response;
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { from, type: answer.headers.get("content-type") ?? "", bytes };
}

/** Files that answers point to. */
function follow(path: string, headers: Record<string, string>): Promise<Answer> | null {
  const { services } = api;
  const request = new Request(`http://localhost${path}`, { headers });
  const [, area, kind, id = "", part = "", rest = ""] = path.split("/").slice(1);
  const from = `GET ${path}`;
  if (area === "files" && kind === "images") {
    return read(from, handleImage(request, { imageId: id, file: part }, services));
  }
  if (area === "files" && kind === "submissions" && part === "prediction") {
    const stem = decodeURIComponent(rest);
    return read(from, handlePrediction(request, { id, stem }, services));
  }
  return null;
}

/** What somebody can get hold of. */
async function everything(headers: Record<string, string>): Promise<Answer[]> {
  const { services } = api;
  const { challenge, scored, importId } = world;
  const answers: Answer[] = [];
  const queries = Object.entries(appRouter._def.procedures).filter(
    ([, procedure]) =>
      (procedure as unknown as { _def: { type: string } })._def.type !== "mutation",
  );
  for (const [path] of queries) answers.push(await ask(path, headers));
  const input = JSON.stringify(superjson.serialize({ slug: challenge.slug, split: "private" }));
  const url = `http://localhost/api/trpc/board.get?input=${encodeURIComponent(input)}`;
  const board = handleTrpc(new Request(url, { headers }), services);
  answers.push(await read("the private board", board));
  const request = () => new Request("http://localhost/?format=json", { headers });
  for (const imageId of Object.values(challenge.images)) {
    for (const file of ["image", "thumb", "mask", "overlay"]) {
      const picture = handleImage(request(), { imageId, file }, services);
      answers.push(await read(`${file} of ${imageId}`, picture));
    }
  }
  for (const stem of ["c", "d", "e", "f"]) {
    const prediction = handlePrediction(request(), { id: scored, stem }, services);
    answers.push(await read(`prediction ${stem}`, prediction));
  }
  for (const kind of ["board", "submissions", "images"]) {
    const { slug } = challenge;
    answers.push(await read(`export ${kind}`, handleExport(request(), { slug, kind }, services)));
  }
  answers.push(
    await read("artifact", handleArtifact(request(), { id: scored }, services)),
    await read("kit", handleKit(request(), { slug: challenge.slug }, services)),
    await read("import", handleImportPicture(request(), { id: importId, picture: "0" }, services)),
  );
  const paths = new Set(
    answers.flatMap(
      ({ bytes }) => bytes.toString("latin1").match(/\/api\/files\/[\w./%-]+/g) ?? [],
    ),
  );
  for (const path of paths) {
    const answer = await follow(path, headers);
    if (answer) answers.push(answer);
  }
  return answers;
}

/** Where any of the secrets shows. */
async function leaks(answers: readonly Answer[]): Promise<string[]> {
  const found: string[] = [];
  const paths = /test\/masks\//;
  for (const { from, type, bytes } of answers) {
    const text = bytes.toString("latin1");
    for (const mark of MARKS) if (text.includes(mark)) found.push(`${from}: ${mark}`);
    if (paths.test(text)) found.push(`${from}: where the truth lies`);
    if (type === "image/png" && (await isTruth(bytes))) found.push(`${from}: the private truth`);
  }
  return found;
}

async function isTruth(png: Buffer): Promise<boolean> {
  const colors = [
    [0, 0, 0],
    [0xe6, 0x19, 0x4b],
    [0x3c, 0xb4, 0x4b],
  ];
  const { data, info } = await sharp(png)
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== 4 || info.height !== 4) return false;
  return TRUTH.every((label, at) =>
    colors[label]!.every((value, channel) => data[at * info.channels + channel] === value),
  );
}

test("an organizer sees all of it: the search finds what is there", {
  timeout: 60_000,
}, async () => {
  const found = await leaks(await everything(organizer));
  for (const mark of ["7316498", "6182739", "5172839"]) {
    expect(
      found.some((line) => line.endsWith(mark)),
      mark,
    ).toBe(true);
  }
  expect(found.filter((line) => line.endsWith("the private truth")).length).toBeGreaterThan(3);
});

test("nobody else sees any of it", { timeout: 180_000 }, async () => {
  const logged: unknown[][] = [];
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => void logged.push(args));
  }
  // Nor does an organizer's visit leave anything behind that others are served.
  await everything(organizer);
  for (const [name, headers] of people) {
    const answers = await everything(headers);
    expect(answers.length, name).toBeGreaterThan(50);
    expect(await leaks(answers), name).toEqual([]);
  }
  const log = { from: "the log", type: "text", bytes: Buffer.from(JSON.stringify(logged)) };
  expect(await leaks([log])).toEqual([]);
});

test("a query that fails tells nobody what it was about", { timeout: 60_000 }, async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { db } = api.services;
  await db.$client.query("alter table score_private rename to gone");
  try {
    const answers = await everything(people.find(([name]) => name === "captain")![1]);
    expect(await leaks(answers)).toEqual([]);
    for (const { bytes } of answers)
      expect(bytes.toString("latin1")).not.toContain("score_private");
  } finally {
    await db.$client.query("alter table gone rename to score_private");
  }
});
