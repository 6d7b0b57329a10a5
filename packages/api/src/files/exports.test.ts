import { addOrganizer, schema } from "@maskboard/db";
import { createTestChallenge, createTestTeam, submitScored } from "@maskboard/db/testing";
import { parse } from "csv-parse/sync";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { handleExport } from "../handlers.ts";
import { createTestApi, signUp, type TestApi } from "../testing/index.ts";
import { csvOf, jsonOf, type Table } from "./export-formats.ts";

let api: TestApi;
let challenge: Awaited<ReturnType<typeof createTestChallenge>>;
let organizer: Awaited<ReturnType<typeof signUp>>;
let stranger: Awaited<ReturnType<typeof signUp>>;

beforeAll(async () => {
  api = await createTestApi();
  const { db, queue } = api.services;
  challenge = await createTestChallenge(db);
  organizer = await signUp(api.services, "organizer");
  stranger = await signUp(api.services, "stranger");
  await addOrganizer(db, challenge.challengeId, organizer.id);
  const { captain } = await createTestTeam(db, challenge.challengeId, "=cmd|' /C calc'!A0");
  const { captain: other } = await createTestTeam(db, challenge.challengeId, 'quiet, "quoted"');
  await submitScored(db, queue, challenge, captain, 0.5, { privateMeanIou: 0.25 });
  await submitScored(db, queue, challenge, captain, 0.75, { privateMeanIou: 0.375 });
  await submitScored(db, queue, challenge, other, 0.625, { privateMeanIou: 0.5 });
});
afterAll(() => api.close());

const get = (kind: string, format: string, apiKey: string | null = organizer.apiKey) => {
  const path = `http://localhost/api/challenges/${challenge.slug}/exports/${kind}?format=${format}`;
  const request = new Request(path, { headers: apiKey ? { "x-api-key": apiKey } : {} });
  return handleExport(request, { slug: challenge.slug, kind }, api.services);
};

type Row = Record<string, string>;
const csv = async (kind: string): Promise<Row[]> =>
  parse(await (await get(kind, "csv")).text(), { columns: true });
const json = async (kind: string): Promise<Record<string, unknown>[]> =>
  ((await (await get(kind, "json")).json()) as { rows: Record<string, unknown>[] }).rows;

describe("both formats say the same", () => {
  it.each([
    ["board", 2],
    ["submissions", 3],
    ["images", 12],
  ])("%s: %i rows", async (kind, rows) => {
    const [read, plain] = [await csv(kind), await json(kind)];
    expect(plain).toHaveLength(rows);
    expect(read).toHaveLength(rows);
    const text = (value: unknown) => (value === null ? "" : String(value));
    for (const [at, row] of plain.entries()) {
      for (const [column, value] of Object.entries(row)) {
        // A formula is a text in CSV, by an apostrophe before it.
        const expected = text(value).replace(/^=/, "'=");
        expect(read[at]![column], `${column} of row ${at}`).toBe(expected);
      }
    }
  });
});

test("the board has public and private places, the submissions all their scores", async () => {
  expect(await json("board")).toMatchObject([
    {
      rank: 1,
      team: "=cmd|' /C calc'!A0",
      publicMeanIou: 0.75,
      privateRank: 2,
      privateMeanIou: 0.375,
    },
    { rank: 2, team: 'quiet, "quoted"', publicMeanIou: 0.625, privateRank: 1, "iou:head": 0.625 },
  ]);
  expect(await json("submissions")).toMatchObject([
    { publicMeanIou: 0.5, privateMeanIou: 0.25, state: "scored", late: false },
    { publicMeanIou: 0.75, privateMeanIou: 0.375 },
    { publicMeanIou: 0.625, privateMeanIou: 0.5 },
  ]);
  const images = await json("images");
  expect(images.filter(({ split }) => split === "private")).toHaveLength(6);
});

test("no cell of a CSV file begins like a formula", async () => {
  const wild = ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\nx", "plain", 'a "b"', "a\r\nb"];
  const table = (): Table => ({
    columns: ["text", "number"],
    parts: (async function* () {
      yield wild.map((text) => [text, -0.5]);
    })(),
  });
  let text = "";
  for await (const part of csvOf(table())) text += part;
  const rows = parse(text, { columns: true }) as Row[];
  expect(rows.map((row) => row.text)).toEqual(
    wild.map((cell) => (/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell)),
  );
  expect(rows.every((row) => row.number === "-0.5")).toBe(true);
  let whole = "";
  for await (const part of jsonOf({ challenge: "c" }, table())) whole += part;
  expect(JSON.parse(whole)).toMatchObject({
    challenge: "c",
    rows: wild.map((cell) => ({ text: cell })),
  });
});

test("only organizers get one, and each download is in the audit log", async () => {
  const { db } = api.services;
  for (const [key, status] of [
    [null, 401],
    [stranger.apiKey, 403],
    [organizer.apiKey, 200],
  ] as const) {
    const answer = await get("submissions", "csv", key);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(status === 200 ? "privateMeanIou" : "code");
  }
  expect((await get("secrets", "csv")).status).toBe(400);
  expect((await get("board", "xml")).status).toBe(400);
  const { auditLog } = schema;
  const rows = await db
    .select()
    .from(auditLog)
    .where(
      and(eq(auditLog.action, "export.download"), eq(auditLog.challengeId, challenge.challengeId)),
    );
  expect(new Set(rows.map(({ actorId }) => actorId))).toEqual(new Set([organizer.id]));
  expect(rows.at(-1)).toMatchObject({ via: "api-key", subject: { name: "submissions.csv" } });
});
