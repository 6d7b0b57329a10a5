import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DrawnChallenge } from "@maskboard/ingest/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import {
  accountOf,
  expectAccessible,
  expectGoodEverywhere,
  launchBrowser,
  newPerson,
  type Person,
  screenshot,
  signIn,
  signUpWithTeam,
} from "./browser.ts";
import {
  type CliAccount,
  makeTeam,
  maskboard,
  publishShells,
  spoiledMasks,
} from "./own-challenge.ts";

import { expectNoneInLogs, expectNoneOnPages, privateMarks } from "./private-scores.ts";

/* A deadline that moves, a board that stands still, hides, and is revealed. */

const { url } = inject("site");
const SLUG = "reveal-shells";
const CHALLENGE = `/challenges/${SLUG}`;
const ORGANIZE = `${CHALLENGE}/organize`;
const RIVALS = "Tide pool";
const OURS = "Rosa's reef";

let browser: Browser;
let files: string;
let drawn: DrawnChallenge;
let organizerKey: CliAccount;
let rivalKey: CliAccount;
/** In New York, in Kathmandu, and wherever the machine is. */
let olga: Person;
let rosa: Person;
let visitor: Person;

beforeAll(async () => {
  browser = await launchBrowser();
  files = await mkdtemp(join(tmpdir(), "maskboard-reveal-"));
  organizerKey = { url, home: files, apiKey: accountOf("organizer").apiKey };
  rivalKey = { url, home: files, apiKey: accountOf("participant").apiKey };
  [olga, rosa, visitor] = await Promise.all([
    newPerson(browser, url, { timezoneId: "America/New_York" }),
    newPerson(browser, url, { timezoneId: "Asia/Kathmandu" }),
    newPerson(browser, url, { timezoneId: "Europe/Berlin" }),
  ]);
  drawn = await publishShells(organizerKey, SLUG, files);
  await makeTeam(rivalKey, SLUG, RIVALS);
  await spoiledMasks(drawn, join(files, "rivals.zip"), { public: 6, private: 30 });
  await spoiledMasks(drawn, join(files, "rosa-1.zip"), { public: 20, private: 12 });
  await spoiledMasks(drawn, join(files, "rosa-2.zip"), { public: 10, private: 4 });
  const submit = ["submit", join(files, "rivals.zip"), "--challenge", SLUG, "--wait"];
  await maskboard(rivalKey, submit);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await rm(files, { recursive: true, force: true });
});

/** What the API answers an organizer. */
async function ask<Value>(procedure: string): Promise<Value> {
  const input = encodeURIComponent(JSON.stringify({ json: { slug: SLUG } }));
  const headers = { "x-api-key": organizerKey.apiKey };
  const answer = await fetch(`${url}/api/trpc/${procedure}?input=${input}`, { headers });
  return ((await answer.json()) as { result: { data: { json: Value } } }).result.data.json;
}

const rankOf = (page: Page, team: string) => page.getByRole("row").filter({ hasText: team });
const scoreOf = async (page: Page, team: string) =>
  (await rankOf(page, team).first().locator(".score").textContent())?.trim() ?? "";

describe("a deadline", () => {
  test("is typed on the organizer's clock and stored as an instant", async () => {
    const { page } = olga;
    await signIn(olga.page, accountOf("organizer"), `${ORGANIZE}/schedule`);
    await page.getByText("America/New_York").first().waitFor();
    const deadline = page.getByLabel("Deadline");
    // The night in which clocks go forward: 02:30 is no time there.
    await deadline.fill("2031-03-09T02:30");
    await page.getByText("This time does not exist in America/New_York").waitFor();
    expect(await page.getByRole("button", { name: "Save the schedule" }).isDisabled()).toBe(true);
    // The night in which they go back: 01:30 comes twice.
    await deadline.fill("2031-11-02T01:30");
    await page.getByText("this time comes twice in America/New_York").waitFor();
    await expectAccessible(page);
    await page.getByRole("radio", { name: /GMT-5/ }).check();
    await page.getByLabel("Title").fill("More time for everybody");
    await page.getByLabel("Show as a banner until").fill("2031-11-01T12:00");
    await screenshot(page, "schedule-deadline", true);
    await visitor.page.goto(CHALLENGE);
    await page.getByRole("button", { name: "Save the schedule" }).click();
    await page.getByText("The schedule is saved.").waitFor();
    const { endsAt } = await ask<{ endsAt: string }>("phase.schedule");
    expect(endsAt).toBe("2031-11-02T06:30:00.000Z");
    expect(await deadline.inputValue()).toBe("2031-11-02T01:30");
    expect(await page.getByRole("radio", { name: /GMT-5/ }).isChecked()).toBe(true);
  });

  test("is announced to whoever has a page open, until they dismiss it", async () => {
    const { page } = visitor;
    const banner = page.getByRole("link", { name: "More time for everybody" });
    await banner.waitFor({ timeout: 30_000 });
    await expectAccessible(page);
    await screenshot(page, "announcement-banner");
    await page.getByRole("button", { name: /Dismiss/ }).click();
    await banner.waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("heading", { name: "Top of the board" }).waitFor();
    expect(await banner.count()).toBe(0);
  });

  test("reads on each clock as the same instant, with the rule about uploads", async () => {
    await visitor.page.goto(CHALLENGE);
    // Berlin: 7:30, Kathmandu: 12:15.
    await visitor.page
      .getByText(/Nov 2, 2031, 7:30/)
      .first()
      .waitFor();
    const { page } = rosa;
    await signUpWithTeam(page, { name: "Rosa", email: "rosa@example.test" }, CHALLENGE, OURS);
    await page.goto(`${CHALLENGE}/submit`);
    await page.getByText(/Nov 2, 2031, 12:15/).waitFor();
    await page.getByText("An upload that begins before it counts").waitFor();
  });
});

describe("announcements", () => {
  test("unread ones are counted, and read ones are not", async () => {
    const { page } = rosa;
    await page.goto(CHALLENGE);
    const tab = page.getByRole("link", { name: /^Announcements/ });
    await page.getByText("1 unread").waitFor();
    await tab.click();
    await page.getByRole("heading", { name: "More time for everybody" }).waitFor();
    await page.getByText("1 unread").waitFor({ state: "detached" });
    await expectGoodEverywhere(page, "announcements");
  });

  test("are written with a preview and withdrawn", async () => {
    const { page } = olga;
    await page.goto(`${ORGANIZE}/announcements`);
    await page.getByLabel("Title").fill("Two masks were corrected");
    await page.getByLabel("Text, in Markdown").fill("See **shell 3** and <b>shell 5</b>.");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.locator("strong", { hasText: "shell 3" }).waitFor();
    expect(await page.locator("b", { hasText: "shell 5" }).count()).toBe(0);
    await expectGoodEverywhere(page, "organize-announcements");
    await page.getByRole("button", { name: "Announce" }).click();
    await page.getByRole("button", { name: "Withdraw “Two masks were corrected”" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("withdrawn", { exact: true }).waitFor();
    await visitor.page.goto(`${CHALLENGE}/announcements`);
    await visitor.page.getByRole("heading", { name: "More time for everybody" }).waitFor();
    expect(await visitor.page.getByText("Two masks were corrected").count()).toBe(0);
  });
});

async function upload(page: Page, file: string): Promise<void> {
  await page.goto(`${CHALLENGE}/submit`);
  await page.getByLabel(/^Zip of masks/).setInputFiles(join(files, file));
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.waitForURL("**/submissions/*");
  await page.getByRole("heading", { name: "Classes" }).waitFor();
}

describe("a freeze", () => {
  test("begins before the eyes of whoever watches the board", async () => {
    await upload(rosa.page, "rosa-1.zip");
    await visitor.page.goto(`${CHALLENGE}/leaderboard`);
    await rankOf(visitor.page, OURS).waitFor();
    const { page } = olga;
    await page.goto(`${ORGANIZE}/schedule`);
    await expectGoodEverywhere(page, "schedule");
    await page.getByRole("button", { name: "Freeze now" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Freeze now" }).click();
    await page.getByText("The board stands still.").waitFor();
    await visitor.page.getByText("The board has stood still since").waitFor();
  });

  test("keeps the board as it was while its team sees its own score", async () => {
    const { page } = visitor;
    const before = await scoreOf(page, OURS);
    await upload(rosa.page, "rosa-2.zip");
    const own = await rosa.page.getByLabel("Score").locator("p.text-6xl").textContent();
    expect(Number(own)).toBeGreaterThan(Number(before));
    await page.reload();
    expect(await scoreOf(page, OURS)).toBe(before);
    await rosa.page.goto(`${CHALLENGE}/leaderboard`);
    expect(await scoreOf(rosa.page, OURS)).toBe(before);
    await expectGoodEverywhere(page, "board-frozen");
  });

  test("may hide the board, which comes back by itself", async () => {
    const { page } = olga;
    const shown = page.getByRole("switch", { name: /While it is frozen/ });
    await shown.click();
    await visitor.page.getByText("The board is hidden in this phase").waitFor();
    await expectGoodEverywhere(visitor.page, "board-hidden");
    await page.goto(`${CHALLENGE}/leaderboard`);
    await rankOf(page, OURS).waitFor();
    await page.goto(`${ORGANIZE}/schedule`);
    await page.locator("[role=switch][id=shown-frozen][aria-checked=false]:enabled").click();
    await rankOf(visitor.page, OURS).waitFor();
  });
});

describe("before the reveal", () => {
  test("no page, kit or log holds a private score or a hidden mask", async () => {
    const { marks, submissions } = await privateMarks(olga.page.request, SLUG);
    const pages = [
      ...["", "/data", "/leaderboard", "/leaderboard?split=private", "/leaderboard/late"],
      ...["/leaderboard/shake-up", "/announcements", "/team", "/submit", "/submissions"],
      ...["/organize", "/organize/exports", "/organize/splits", "/organize/teams"],
    ].map((path) => `${CHALLENGE}${path}`);
    const results = submissions.map((id) => `/submissions/${id}`);
    for (const { page } of [rosa, visitor]) {
      await expectNoneOnPages(page.request, ["/", ...pages, ...results], marks);
      const kit = await (await page.request.get(`/api${CHALLENGE}/kit.zip`)).body();
      expect(kit.includes("test/images/")).toBe(true);
      expect(kit.includes("test/masks/")).toBe(false);
    }
    await expectNoneInLogs(join(inject("siteHome"), "logs"), marks);
    // The same search finds them where they may be.
    const board = await olga.page.request.get(`${CHALLENGE}/leaderboard?split=private`);
    const shown = await board.text();
    expect(marks.some((mark) => shown.includes(mark))).toBe(true);
  });
});

describe("the reveal", () => {
  test("is rehearsed, confirmed by name, and final", async () => {
    const { page } = olga;
    await page.getByRole("button", { name: "Reveal…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("leads on the private images").waitFor();
    await rankOf(page, OURS).waitFor();
    await expectAccessible(page);
    await screenshot(page, "reveal-dialog");
    expect(await dialog.getByRole("button", { name: "Reveal now" }).isDisabled()).toBe(true);
    await dialog.getByLabel(/^Type/).fill(SLUG);
    await dialog.getByRole("button", { name: "Reveal now" }).click();
    await page.getByText("Private scores show. The final ranks stand.").waitFor();
    expect(await page.getByRole("button", { name: "Freeze now" }).count()).toBe(0);
  });

  test("shows the shake-up to everybody, without a reload", async () => {
    const { page } = visitor;
    await page.getByRole("link", { name: "Shake-up" }).click();
    await page.waitForURL("**/shake-up");
    await rankOf(page, OURS).getByText("+1").waitFor();
    await rankOf(page, RIVALS).getByText("−1").waitFor();
    expect(await page.locator("tbody tr").first().textContent()).toContain(OURS);
    await page.getByRole("img", { name: /Public and private ranks of 2 teams/ }).waitFor();
    await expectGoodEverywhere(page, "shake-up");
  });

  test("goes out as files with private scores, to organizers only", async () => {
    await olga.page.goto(`${ORGANIZE}/exports`);
    await expectGoodEverywhere(olga.page, "exports");
    const path = `/api${CHALLENGE}/exports/submissions?format=csv`;
    const table = await olga.page.request.get(path);
    expect(table.status()).toBe(200);
    expect((await table.text()).split("\r\n")[0]).toContain("privateMeanIou");
    expect((await rosa.page.request.get(path)).status()).toBe(403);
    expect((await visitor.page.request.get(path)).status()).toBe(401);
  });

  test("no page has thrown or logged an error", () => {
    const { problems } = visitor;
    expect([...olga.problems, ...rosa.problems, ...problems]).toEqual([]);
  });
});
