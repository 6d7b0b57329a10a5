import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLabelPng, writeZip } from "@maskboard/data";
import { type DrawnChallenge, drawChallenge } from "@maskboard/ingest/testing";
import type { Browser } from "playwright-core";
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
import { maskboard as runMaskboard } from "./own-challenge.ts";

/* Watching over a challenge: queue, copies, verdicts, a merger, and the log of all that. */

const { url } = inject("site");
const SLUG = "moderated-shells";
const CHALLENGE = `/challenges/${SLUG}`;
const ORGANIZE = `${CHALLENGE}/organize`;

let browser: Browser;
let files: string;
let drawn: DrawnChallenge;
let olga: Person;
let ann: Person;
let bob: Person;
const keys = new Map<Person, string>();

beforeAll(async () => {
  browser = await launchBrowser();
  files = await mkdtemp(join(tmpdir(), "maskboard-moderation-"));
  drawn = await drawChallenge(join(files, "shells"), { test: 6, width: 96, height: 72 });
  [olga, ann, bob] = await Promise.all([
    newPerson(browser, url),
    newPerson(browser, url),
    newPerson(browser, url),
  ]);
  const organizer = accountOf("organizer");
  keys.set(olga, organizer.apiKey);
  await maskboard(olga, "admin", "import", drawn.folder, "--slug", SLUG, "--publish");
  await signIn(olga.page, organizer, `${ORGANIZE}/queue`);
});

afterAll(async () => {
  await browser?.close();
  await rm(files, { recursive: true, force: true });
});

/** The command line, as this person. */
const maskboard = (person: Person, ...args: string[]) =>
  runMaskboard({ url, home: files, apiKey: keys.get(person)! }, args);

/** Masks in which so many rows are wrong. */
async function zip(rows: number): Promise<string> {
  const file = join(files, `rows-${rows}.zip`);
  const masks = drawn.test.map(({ stem, width, height, labels }) => {
    const predicted = labels.slice();
    predicted.fill(1, 0, rows * width);
    return { path: `${stem}.png`, data: encodeLabelPng(predicted, width, height) };
  });
  await writeZip(file, masks);
  return file;
}

async function enter(person: Person, name: string, team: string): Promise<void> {
  const email = `${name.toLowerCase()}-moderated@example.test`;
  await signUpWithTeam(person.page, { name, email }, CHALLENGE, team);
}

describe("participants", () => {
  test("choose what an API key may do, and submit with it", async () => {
    for (const [person, name, team] of [
      [ann, "Ann", "Night owls"],
      [bob, "Bob", "Morning larks"],
    ] as const) {
      await enter(person, name, team);
      const { page } = person;
      await page.goto("/account");
      await page.getByLabel("Name of a new key").fill("laptop");
      expect(await page.getByLabel("Read").isChecked()).toBe(true);
      expect(await page.getByLabel("Organize").isChecked()).toBe(false);
      await page.getByRole("button", { name: "Create" }).click();
      await page.getByText("read, submit", { exact: true }).waitFor();
      const key = await page.getByText(/^mbk_[A-Za-z]{20,}$/).textContent();
      keys.set(person, key!);
    }
    await expectGoodEverywhere(ann.page, "account");
    await maskboard(ann, "submit", await zip(10), "--challenge", SLUG, "--wait");
    await maskboard(bob, "submit", await zip(10), "--challenge", SLUG, "--wait");
    await maskboard(bob, "submit", await zip(20), "--challenge", SLUG, "--wait");
  });

  test("find no organizer's page", async () => {
    for (const path of ["queue", "teams", "similar", "audit"]) {
      expect((await ann.page.goto(`${ORGANIZE}/${path}`))?.status()).toBe(404);
    }
    expect((await ann.page.goto("/admin/audit"))?.status()).toBe(404);
    ann.problems.length = 0;
  });
});

describe("an organizer", () => {
  test("sees an upload arrive without a reload and cancels it with a reason", async () => {
    const { page } = olga;
    await page.getByRole("heading", { name: "Ended in the last 24 hours" }).waitFor();
    const text = (value: string) => Buffer.from(value).toString("base64");
    const begun = await ann.page.request.post("/api/uploads", {
      headers: {
        "tus-resumable": "1.0.0",
        "upload-length": "1000",
        "upload-metadata": Object.entries({
          purpose: "submission",
          challenge: SLUG,
          filename: "half.zip",
        })
          .map(([name, value]) => `${name} ${text(value)}`)
          .join(","),
      },
    });
    expect(begun.status()).toBe(201);
    const id = begun.headers()["maskboard-submission-id"]!;
    await page.getByText("the file is still arriving").waitFor();
    await expectGoodEverywhere(page, "queue");
    await page.getByRole("button", { name: "Cancel half.zip of Night owls" }).click();
    await page.getByLabel("Reason").fill("This is last year's file.");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Cancel it" }).click();
    await page.getByText(/An organizer cancelled this submission/).waitFor();
    await ann.page.goto(`/submissions/${id}`);
    await ann.page
      .getByRole("alert")
      .getByText(/This is last year's file/)
      .waitFor();
    await expectAccessible(ann.page);
  });

  test("scores again what is scored", async () => {
    const { page } = olga;
    await page.getByRole("button", { name: /^Score again: rows-20.zip/ }).click();
    await page.getByText("try 2").waitFor();
  });

  test("is shown copies, and dismisses them", async () => {
    const { page } = olga;
    const pair = page.getByRole("button", { name: "Dismiss: Night owls and Morning larks" });
    await expect
      .poll(async () => {
        await page.goto(`${ORGANIZE}/similar`);
        return pair.count();
      })
      .toBe(1);
    await expectGoodEverywhere(page, "similar");
    await pair.click();
    await page.getByText("No two teams sent the same").waitFor();
    await page.getByLabel("Show dismissed ones too").click();
    await page.getByText(/dismissed by/).waitFor();
  });

  test("disqualifies a team after a look at the ranks; the team reads why", async () => {
    const { page } = olga;
    await page.goto(`${ORGANIZE}/teams`);
    await expectGoodEverywhere(page, "teams");
    await page.getByRole("button", { name: "Disqualify Morning larks" }).click();
    await page.getByRole("cell", { name: "off the board" }).first().waitFor();
    await page.getByLabel("Reason").fill("Two accounts.");
    await expectAccessible(page);
    await screenshot(page, "disqualify");
    await page.getByRole("button", { name: "Disqualify", exact: true }).click();
    await page.getByText("Two accounts.").waitFor();
    for (const path of [CHALLENGE, `${CHALLENGE}/team`]) {
      await bob.page.goto(path);
      await bob.page.getByText("The organizers have disqualified this team.").waitFor();
      await expectAccessible(bob.page);
    }
    await screenshot(bob.page, "team-disqualified", true);
    await bob.page.goto(`${CHALLENGE}/leaderboard`);
    await bob.page.getByRole("row", { name: /Night owls/ }).waitFor();
    expect(await bob.page.getByRole("row", { name: /Morning larks/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Restore Morning larks" }).click();
    await page.getByRole("button", { name: "Restore", exact: true }).click();
    await page.getByRole("button", { name: "Disqualify Morning larks" }).waitFor();
    await bob.page.reload();
    await bob.page.getByRole("row", { name: /Morning larks/ }).waitFor();
  });

  test("disqualifies one submission on its own page", async () => {
    const { page } = olga;
    await bob.page.goto(`${CHALLENGE}/submissions`);
    await bob.page.getByRole("link", { name: "rows-20.zip" }).click();
    await bob.page.waitForURL("**/submissions/*");
    await page.goto(bob.page.url());
    await page.getByRole("button", { name: "Disqualify rows-20.zip" }).click();
    await page.getByLabel("Reason").fill("Labelled by hand.");
    await page.getByRole("button", { name: "Disqualify", exact: true }).click();
    await page.getByText("The organizers have disqualified this submission.").waitFor();
    await expectGoodEverywhere(page, "submission-disqualified");
    await bob.page.reload();
    await bob.page.getByText("Labelled by hand.", { exact: true }).waitFor();
    expect(await bob.page.getByRole("region", { name: "For organizers" }).count()).toBe(0);
  });

  test("merges two teams, knowing the rule's numbers", async () => {
    const { page } = olga;
    await page.goto(`${ORGANIZE}/teams`);
    await page.getByRole("button", { name: "Merge Morning larks into another team" }).click();
    await page.getByLabel("Into", { exact: true }).selectOption({ label: "Night owls" });
    await page.getByText(/of at most .* that one team could have made in 1 day/).waitFor();
    await expectAccessible(page);
    await screenshot(page, "merge");
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByText("Ann, Bob").waitFor();
    await bob.page.goto(`${CHALLENGE}/team`);
    await bob.page.getByRole("heading", { name: "Night owls" }).waitFor();
  });

  test("finds all that in the audit log", async () => {
    const { page } = olga;
    await page.goto(`${ORGANIZE}/audit`);
    for (const action of [
      "submission.cancel",
      "submission.retry",
      "similarity.dismiss",
      "team.disqualify",
      "team.restore",
      "submission.disqualify",
      "team.merge",
    ]) {
      await page.getByRole("listitem").filter({ hasText: action }).first().waitFor();
    }
    await expectGoodEverywhere(page, "audit");
    await page.getByLabel("Action").selectOption("team.disqualify");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL("**action=team.disqualify**");
    const entries = page.locator("ol > li");
    expect(await entries.count()).toBe(1);
    await entries.filter({ hasText: "Two accounts." }).waitFor();
    await page.goto("/admin/audit");
    await page.getByText(`in ${SLUG}`).first().waitFor();
    await expectAccessible(page);
    await page.goto("/admin");
    for (const path of ["/admin/announcements", "/admin/audit"]) {
      await page.locator(`a[href="${path}"]`).first().waitFor();
    }
    await expectAccessible(page);
    expect([...olga.problems, ...ann.problems, ...bob.problems]).toEqual([]);
  });
});
