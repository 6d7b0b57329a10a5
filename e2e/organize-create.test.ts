import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLabelPng, writeZip, zipFolder } from "@maskboard/data";
import { type DrawnChallenge, drawChallenge } from "@maskboard/ingest/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import {
  accountOf,
  expectGoodEverywhere,
  launchBrowser,
  newPerson,
  type Person,
  signIn,
  signUpWithTeam,
} from "./browser.ts";

/* From a zip with faults to a challenge that somebody takes part in, and to its archive. */

const { url } = inject("site");
const SLUG = "shells-of-the-shore";
const CHALLENGE = `/challenges/${SLUG}`;
const ORGANIZE = `${CHALLENGE}/organize`;

let browser: Browser;
let files: string;
let drawn: DrawnChallenge;
let olga: Person;
let paul: Person;

beforeAll(async () => {
  browser = await launchBrowser();
  files = await mkdtemp(join(tmpdir(), "maskboard-create-"));
  [olga, paul] = await Promise.all([newPerson(browser, url), newPerson(browser, url)]);
  await makeZips();
  await signIn(olga.page, accountOf("organizer"), "/admin");
  await olga.page.getByRole("heading", { name: "Administration" }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await rm(files, { recursive: true, force: true });
});

/** `faulty.zip`, `mended.zip`, and `perfect.zip` with the truth of all test images. */
async function makeZips(): Promise<void> {
  const folder = join(files, "shells");
  const size = { train: 5, test: 6, width: 96, height: 72 };
  drawn = await drawChallenge(folder, size);
  await zipFolder(folder, join(files, "mended.zip"));
  const perfect = drawn.test.map(({ stem, labels, width, height }) => ({
    path: `${stem}.png`,
    data: encodeLabelPng(labels, width, height),
  }));
  await writeZip(join(files, "perfect.zip"), perfect);

  const faulty = await drawChallenge(join(files, "faulty"), size);
  const maskOf = (role: string, stem: string) => join(faulty.folder, role, "masks", `${stem}.png`);
  for (const { stem, labels, width, height } of faulty.train.slice(0, 2)) {
    const stray = labels.map((label, pixel) => (pixel % width < 9 ? 77 : label));
    await writeFile(maskOf("train", stem), encodeLabelPng(stray, width, height));
  }
  const { stem, labels, width, height } = faulty.test[1]!;
  await writeFile(maskOf("test", stem), encodeLabelPng(labels, height, width));
  await rm(maskOf("test", faulty.test[2]!.stem));
  await zipFolder(faulty.folder, join(files, "faulty.zip"));
}

async function sendArchive(page: Page, name: string): Promise<void> {
  await page.getByLabel("Zip of the challenge folder").setInputFiles(join(files, name));
  await page.getByRole("button", { name: /^Send / }).click();
  await page.waitForURL(/\/admin\/new\/[0-9a-f-]{36}/);
}

describe("an admin", () => {
  test("uploads a zip and sees all that is wrong with it", async () => {
    const { page } = olga;
    await page.getByRole("link", { name: "New challenge" }).click();
    await page.getByLabel("Title").fill("Shells of the shore");
    expect(await page.getByLabel("Name in addresses").inputValue()).toBe(SLUG);
    await expectGoodEverywhere(page, "create-data");
    await sendArchive(page, "faulty.zip");
    await page.getByText("4 faults to mend").waitFor();
    for (const heading of [
      "Labels that are no class 2",
      "Masks of another size 1",
      "Files without their counterpart 1",
    ]) {
      await page.getByRole("heading", { name: heading }).waitFor();
    }
    await page.getByRole("cell", { name: "72 x 96" }).waitFor();
    await expectGoodEverywhere(page, "create-report-faulty");
  });

  test("uploads mended data, which becomes a draft", async () => {
    const { page } = olga;
    await page.getByRole("link", { name: "Upload mended data" }).click();
    expect(await page.getByLabel("Name in addresses").inputValue()).toBe(SLUG);
    await sendArchive(page, "mended.zip");
    await page.getByText("No faults").waitFor();
    await page.getByText(/test images? looks? like a training image/).waitFor();
    await expectGoodEverywhere(page, "create-report");
    expect((await paul.page.request.get(CHALLENGE)).status()).toBe(404);
  });

  test("says what it is, with a live preview", async () => {
    const { page } = olga;
    await page.getByRole("link", { name: "Next: what it is" }).click();
    await page.getByLabel("Summary").fill("Find the feelers of shells.");
    await page.getByLabel("Description").fill("## Rules\n\n| a | b |\n|---|---|\n| 1 | 2 |");
    const preview = page.getByRole("region", { name: "As it will look" });
    await preview.getByRole("heading", { name: "Rules" }).waitFor();
    await preview.getByRole("cell", { name: "1" }).waitFor();
    await expectGoodEverywhere(page, "create-about");
    await page.getByRole("button", { name: "Save and go on" }).click();
  });

  test("colours the classes; an id that masks hold can't go", async () => {
    const { page } = olga;
    await page.waitForURL(`**${ORGANIZE}/setup/classes`);
    await page.getByLabel("Colour of shell").fill("#ff8800");
    await page.getByRole("button", { name: "Remove feeler" }).click();
    await page.getByText("The masks hold the label 9").waitFor();
    await page.getByRole("button", { name: "Add a class" }).click();
    await page.getByLabel("Id of class 3").fill("9");
    await page.getByLabel("Name of class 3").fill("antenna");
    await expectGoodEverywhere(page, "create-classes");
    await page.getByRole("button", { name: "Save and go on" }).click();
  });

  test("sets rules and dates, and publishes", async () => {
    const { page } = olga;
    await page.waitForURL(`**${ORGANIZE}/setup/rules`);
    await page.getByLabel("Submissions a day").fill("4");
    await page.getByLabel("Decimal places").fill("3");
    await page.getByText("A score shows as 0.731").waitFor();
    await expectGoodEverywhere(page, "create-rules");
    await page.getByRole("button", { name: "Save and go on" }).click();

    await page.waitForURL(`**${ORGANIZE}/setup/dates`);
    await page.getByLabel("Deadline").fill("2031-05-01T12:00");
    await expectGoodEverywhere(page, "create-dates");
    await page.getByRole("button", { name: "Save the schedule" }).click();

    await page.waitForURL(`**${ORGANIZE}/setup/publish`);
    await page.getByText("No licence").waitFor();
    await expectGoodEverywhere(page, "create-publish");
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
    await page.getByText("Everybody sees it").waitFor();
  });
});

describe("a participant", () => {
  test("finds it on the home page and submits", async () => {
    const { page } = paul;
    await page.goto("/");
    await page.getByRole("link", { name: "Shells of the shore" }).click();
    await page.waitForURL(`**${CHALLENGE}`);
    await page.getByRole("heading", { name: "Find the feelers of shells." }).waitFor();
    const account = { name: "Paul", email: "paul@example.test" };
    await signUpWithTeam(page, account, CHALLENGE, "Beachcombers");
    await page.goto(`${CHALLENGE}/submit`);
    await page.getByLabel("Zip of masks").setInputFiles(join(files, "perfect.zip"));
    await page.getByRole("button", { name: /^Send/ }).click();
    await page.waitForURL("**/submissions/*");
    await page.getByRole("heading", { name: "Classes" }).waitFor();
    expect(await page.getByText("antenna").count()).toBeGreaterThan(0);
    await page.goto(`${CHALLENGE}/leaderboard`);
    await page.getByRole("row").filter({ hasText: "Beachcombers" }).getByText("1.000").waitFor();
  });

  test("has no business on the organizer's pages, nor on the other challenge's board", async () => {
    const { page } = paul;
    await page.goto(CHALLENGE);
    expect(await page.getByRole("link", { name: "Organize" }).count()).toBe(0);
    for (const path of ["", "/settings", "/data", "/setup/about"]) {
      expect((await page.request.get(`${ORGANIZE}${path}`)).status(), path).toBe(404);
    }
    await page.goto("/challenges/animal-body-parts/leaderboard");
    await page.getByRole("row").filter({ hasText: "Prior map" }).waitFor();
    expect(await page.getByText("Beachcombers").count()).toBe(0);
    await page.goto("/challenges/animal-body-parts/team");
    await page.getByRole("heading", { name: "Make a team" }).waitFor();
  });
});

describe("an organizer", () => {
  test("sees how it stands, and goes everywhere by keyboard", async () => {
    const { page } = olga;
    await page.goto(CHALLENGE);
    await page.getByRole("link", { name: "Organize" }).click();
    await page.waitForURL(`**${ORGANIZE}`);
    await page.getByText("like a training image").waitFor();
    await expectGoodEverywhere(page, "organize-overview");
    await page.getByRole("navigation", { name: "Organize" }).getByRole("link").first().focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${ORGANIZE}/settings`);
    await page.getByRole("heading", { name: "Settings" }).waitFor();
  });

  test("reads the report of the data again", async () => {
    const { page } = olga;
    await page.goto(`${ORGANIZE}/data`);
    await page.getByRole("heading", { name: "Version 1" }).waitFor();
    await page.getByRole("rowheader", { name: "antenna" }).waitFor();
    await expectGoodEverywhere(page, "organize-data");
  });

  test("edits, appoints another organizer, closes and archives", async () => {
    const { page } = olga;
    await page.goto(`${ORGANIZE}/settings`);
    await page.getByText("There are submissions: ids stay as they are").waitFor();
    expect(await page.getByLabel("Id of class 1").isDisabled()).toBe(true);
    await expectGoodEverywhere(page, "organize-settings");
    await page.getByLabel("Address of a new organizer").fill("nobody@example.test");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("Nobody with the address").waitFor();
    await page.getByLabel("Address of a new organizer").fill("participant@maskboard.example");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("participant@maskboard.example").waitFor();

    for (const [action, meaning] of [
      ["Close the challenge", "nothing is submitted any more"],
      ["Archive", "listed nowhere"],
    ] as const) {
      await page.getByRole("button", { name: action, exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: action, exact: true }).click();
      await page.getByText(meaning).waitFor();
    }
    await paul.page.goto("/");
    expect(await paul.page.getByText("Shells of the shore").count()).toBe(0);
    expect((await paul.page.goto(CHALLENGE))?.status()).toBe(200);
    await page.goto(`${ORGANIZE}/audit`);
    for (const action of ["challenge.create", "challenge.publish", "challenge.archive"]) {
      await page
        .locator("main")
        .getByRole("listitem")
        .filter({ hasText: action })
        .first()
        .waitFor();
    }
  });

  test("no page has thrown or logged an error", () => {
    expect(paul.problems).toEqual([]);
    // The browser tells of one refusal: nobody has the address that she typed first.
    expect(olga.problems).toEqual([expect.stringContaining("404")]);
  });
});
