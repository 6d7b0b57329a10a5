import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLabelPng } from "@maskboard/data";
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
} from "./browser.ts";
import {
  type CliAccount,
  makeTeam,
  maskboard,
  publishShells,
  spoiledMasks,
} from "./own-challenge.ts";

/* A split is proposed, saved, rehearsed and activated; a wrong mask is replaced; scores are checked. */

const { url } = inject("site");
const SLUG = "split-shells";
const CHALLENGE = `/challenges/${SLUG}`;
const ORGANIZE = `${CHALLENGE}/organize`;
/** Good on what is public at first, and good on the rest. */
const EARLY = "Tide pool";
const LATE = "Coral reef";

let browser: Browser;
let files: string;
let drawn: DrawnChallenge;
let olga: Person;
let visitor: Person;

beforeAll(async () => {
  browser = await launchBrowser();
  files = await mkdtemp(join(tmpdir(), "maskboard-splits-"));
  const keyOf = (role: string) => ({ url, home: files, apiKey: accountOf(role).apiKey });
  [olga, visitor] = await Promise.all([newPerson(browser, url), newPerson(browser, url)]);
  drawn = await publishShells(keyOf("organizer"), SLUG, files);
  await enter(keyOf("participant"), EARLY, { public: 2, private: 20 });
  await enter(keyOf("organizer"), LATE, { public: 16, private: 4 });
  const rows = drawn.test.map(
    ({ stem }, at) => `${stem},${at < drawn.test.length / 2 ? "private" : "public"}`,
  );
  await writeFile(join(files, "other-way-round.csv"), `image,split\n${rows.join("\n")}\n`);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await rm(files, { recursive: true, force: true });
});

/** Makes a team and submits masks that are spoiled so much on each side. */
async function enter(
  account: CliAccount,
  name: string,
  spoiled: { public: number; private: number },
): Promise<void> {
  await makeTeam(account, SLUG, name);
  const zip = join(files, `${name}.zip`);
  await spoiledMasks(drawn, zip, spoiled);
  await maskboard(account, ["submit", zip, "--challenge", SLUG, "--wait"]);
}

/** Teams on the board as somebody sees it, best first. */
async function order(page: Page): Promise<string[]> {
  const rows = await page.getByRole("row").allInnerTexts();
  const teams = [EARLY, LATE].map((team) => ({
    team,
    at: rows.findIndex((row) => row.includes(team)),
  }));
  return teams.sort((a, b) => a.at - b.at).map(({ team }) => team);
}

describe("a split", () => {
  test("is previewed with both sides' classes before it is saved", async () => {
    const { page } = olga;
    await signIn(page, accountOf("organizer"), `${ORGANIZE}/splits`);
    await page.getByRole("link", { name: "Split 1" }).waitFor();
    await page.getByRole("button", { name: "Preview" }).click();
    const preview = page.getByRole("region", { name: "Preview" });
    await preview.getByRole("table", { name: "Class balance of both sides" }).waitFor();
    await preview.getByRole("row", { name: /Tide pool/ }).waitFor();
    await expectGoodEverywhere(page, "splits");
    // What is shown and what would be saved never differ.
    await page.getByLabel("Seed").fill("7");
    await preview.waitFor({ state: "detached" });
  });

  test("from a file that leaves an image out is refused in words", async () => {
    const { page } = olga;
    await page.getByRole("radio", { name: /From a file/ }).check();
    const csv = `image,split\n${drawn.test[0]!.stem},public\n`;
    await page.getByLabel("CSV file").setInputFiles({
      name: "short.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(csv),
    });
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText(/short\.csv: .* test images are not in it/).waitFor();
    await expectAccessible(page);
  });

  test("is saved, scored beforehand, and shows what ranks would become", async () => {
    const { page } = olga;
    await page.getByLabel("CSV file").setInputFiles(join(files, "other-way-round.csv"));
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByLabel("Note", { exact: true }).fill("Sides changed");
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await page.waitForURL(`**${ORGANIZE}/splits/2`);
    await page.getByText("0 of 2 scored submissions have a score").waitFor();
    await page.getByRole("button", { name: "Prepare" }).click();
    await page.getByText("All 2 scored submissions have their score").waitFor();
    const publicBoard = page.getByRole("table", { name: "Public board" });
    await publicBoard.getByRole("row", { name: /Coral reef\s*2 → 1\s*up 1/ }).waitFor();
    await publicBoard.getByRole("row", { name: /Tide pool\s*1 → 2\s*down 1/ }).waitFor();
    await expectGoodEverywhere(page, "split-difference");
    await visitor.page.goto(`${CHALLENGE}/leaderboard`);
    expect(await order(visitor.page)).toEqual([EARLY, LATE]);
  });

  test("is activated, and the board that somebody looks at changes its order", async () => {
    const { page } = olga;
    await page.getByRole("button", { name: "Activate" }).click();
    const dialog = page.getByRole("dialog", { name: "Activate split 2?" });
    await dialog.getByText("the board changes from split 1 at once").waitFor();
    await dialog.getByLabel("Reason").fill("The first one was leaked");
    await expectAccessible(page);
    await screenshot(page, "split-activate");
    await dialog.getByRole("button", { name: "Activate split 2" }).click();
    await page.getByText("active", { exact: true }).waitFor();
    await expect.poll(() => order(visitor.page), { timeout: 20_000 }).toEqual([LATE, EARLY]);
    await page.getByRole("link", { name: "All splits" }).click();
    await page.getByText("The first one was leaked").waitFor();
  });
});

describe("rescoring", () => {
  test("of everything finds nothing changed, live and without a reload", async () => {
    const { page } = olga;
    await page.goto(`${ORGANIZE}/rescoring`);
    await page.getByText("Preparation of split 2").waitFor();
    await page.getByRole("button", { name: "Dry run" }).click();
    const dryRun = page.getByRole("listitem").filter({ hasText: "dry run" });
    await dryRun.getByText(/2 submissions in .* no score changed/).waitFor();
    await page.getByRole("radio", { name: "One team" }).check();
    await page.getByLabel("Team", { exact: true }).fill(LATE);
    await page.getByRole("button", { name: "Score again" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Score again" }).click();
    const again = page.getByRole("listitem").filter({ hasText: `Team ${LATE}` });
    await again.getByText(/1 submission in .* no score changed/).waitFor();
    await expectGoodEverywhere(page, "rescoring");
  });
});

describe("a wrong true mask", () => {
  test("is replaced by a new data version, which changes scores when it is activated", async () => {
    const { page } = olga;
    const { stem, width, height, labels } = drawn.test.at(-1)!;
    const bad = encodeLabelPng(labels, height, width);
    await page.goto(`${ORGANIZE}/splits`);
    const choose = (buffer: Buffer) =>
      page
        .getByLabel("Corrected masks")
        .setInputFiles({ name: `${stem}.png`, mimeType: "image/png", buffer });
    await choose(bad);
    await page.getByRole("button", { name: "Make a new data version" }).click();
    await page
      .getByText(`${height} x ${width} pixels, its image has ${width} x ${height}`)
      .waitFor();
    await expectAccessible(page);
    await choose(
      encodeLabelPng(
        labels.map((label) => (label === 9 ? 4 : label)),
        width,
        height,
      ),
    );
    await page.getByLabel("What was wrong").fill("The stripe is part of the shell");
    await page.getByRole("button", { name: "Make a new data version" }).click();
    await page.waitForURL(`**${ORGANIZE}/splits/3`);
    await page.getByText("carried over to corrected masks").waitFor();
    await page.getByRole("button", { name: "Activate" }).click();
    const dialog = page.getByRole("dialog", { name: "Activate split 3?" });
    await dialog.getByText("2 submissions without a score for it").waitFor();
    await dialog.getByRole("button", { name: "Activate split 3" }).click();
    await page.getByText("All 2 scored submissions have their score").waitFor();
    await page.goto(`${ORGANIZE}/rescoring`);
    await page.getByRole("button", { name: "Changes of activation of split 3" }).click();
    await page
      .getByRole("dialog")
      .getByRole("row", { name: new RegExp(EARLY) })
      .waitFor();
    await expectAccessible(page);
    await screenshot(page, "rescoring-changes");
    expect(olga.problems.filter((problem) => !problem.includes("422"))).toEqual([]);
  });
});
