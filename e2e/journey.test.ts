import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeZip } from "@maskboard/data";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { expectAccessible, launchBrowser, newPerson, type Person, screenshot } from "./browser.ts";
import { JPEG, shiftedTruth } from "./masks.ts";

const { url, accounts } = inject("site");
const home = inject("siteHome");
const CHALLENGE = "/challenges/animal-body-parts";

let browser: Browser;
let files: string;
let ada: Person;
let visitor: Person;

beforeAll(async () => {
  browser = await launchBrowser();
  files = await mkdtemp(join(tmpdir(), "maskboard-e2e-files-"));
  [ada, visitor] = await Promise.all([newPerson(browser, url), newPerson(browser, url)]);
  const good = await shiftedTruth(home, 3);
  await writeZip(join(files, "shift-3.zip"), good);
  await writeZip(join(files, "shift-1.zip"), await shiftedTruth(home, 1));
  const [first, ...rest] = good;
  await writeZip(join(files, "jpeg.zip"), [{ path: first!.path, data: JPEG }, ...rest]);
});

afterAll(async () => {
  await browser?.close();
  await rm(files, { recursive: true, force: true });
});

async function signUp(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Email").fill(`${name.toLowerCase()}@example.test`);
  await page.getByLabel("Password").fill(`${name}'s long password`);
  await page.getByRole("button", { name: "Sign up" }).click();
}

/** Chooses a file on the submit page and waits until the browser has checked it. */
async function choose(page: Page, file: string): Promise<void> {
  await page.goto(`${CHALLENGE}/submit`);
  await page.getByLabel("Zip of masks").setInputFiles(join(files, file));
}

const rankOf = (page: Page, team: string) => page.getByRole("row").filter({ hasText: team });

describe("first visit", () => {
  test("shows the challenge and a board that is alive", async () => {
    const { page } = visitor;
    await page.goto("/");
    await page
      .getByRole("link", { name: /Animal body parts/ })
      .first()
      .click();
    await page.waitForURL(`**${CHALLENGE}`);
    await page.getByRole("heading", { name: "Rules" }).waitFor();
    await screenshot(page, "challenge");
    await page.goto(`${CHALLENGE}/leaderboard`);
    for (const team of ["Pixel forest", "Colour histogram", "Prior map"]) {
      await rankOf(page, team).waitFor();
    }
    const order = await page.getByRole("row").allInnerTexts();
    const place = (team: string) => order.findIndex((row) => row.includes(team));
    expect(place("Pixel forest")).toBeLessThan(place("Colour histogram"));
    expect(place("Colour histogram")).toBeLessThan(place("Prior map"));
  });

  test.each(["/", CHALLENGE, `${CHALLENGE}/data`, `${CHALLENGE}/leaderboard`, "/sign-up"])(
    "%s has nothing that axe objects to, in light and dark",
    async (path) => {
      const { page } = visitor;
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.goto(path);
        await expectAccessible(page);
      }
    },
  );
});

describe("a participant", () => {
  test("signs up and makes a team", async () => {
    const { page } = ada;
    await page.goto(`/sign-up?next=${CHALLENGE}/team`);
    await signUp(page, "Ada");
    await page.waitForURL(`**${CHALLENGE}/team`);
    await page.getByLabel("Name of the team").fill("Night owls");
    await page.getByRole("button", { name: "Make the team" }).click();
    await page.getByRole("heading", { name: "Night owls" }).waitFor();
    await expectAccessible(page);
  });

  test("reads the data page and downloads the kit", async () => {
    const { page } = ada;
    await page.goto(`${CHALLENGE}/data`);
    await screenshot(page, "data");
    const kit = await page.request.get(`/api/challenges/animal-body-parts/kit.zip`);
    expect(kit.status()).toBe(200);
    expect((await kit.body()).subarray(0, 2).toString()).toBe("PK");
  });

  test("is told what is wrong with a file before anything is sent", async () => {
    const { page } = ada;
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/uploads")) sent.push(request.url());
    });
    await choose(page, "jpeg.zip");
    await page.getByText("Save masks as PNG").waitFor();
    await expectAccessible(page);
    await screenshot(page, "submit-refused");
    expect(sent).toEqual([]);
    expect(await page.getByRole("button", { name: /^Send/ }).count()).toBe(0);
  });

  test("uploads masks and watches them being scored, without a reload", async () => {
    const { page } = ada;
    await visitor.page.goto(`${CHALLENGE}/leaderboard`);
    await choose(page, "shift-3.zip");
    await page.getByRole("button", { name: /^Send/ }).waitFor();
    await screenshot(page, "submit");
    await page.getByLabel("Note").fill("Moved by three pixels");
    await page.getByRole("button", { name: /^Send/ }).click();
    await page.waitForURL("**/submissions/*");
    await page.getByRole("heading", { name: "Classes" }).waitFor();
    await page.getByRole("heading", { name: "Images, from worst to best" }).waitFor();
    expect(await page.getByText("Moved by three pixels").count()).toBeGreaterThan(0);
    await expectAccessible(page);
    await page.evaluate("window.scrollTo(0, 0)");
    await screenshot(page, "submission");
  });

  test("sees where the prediction went wrong", async () => {
    const { page } = ada;
    await page
      .getByRole("button", { name: /animal-/ })
      .first()
      .click();
    await page.getByRole("dialog").getByText("from the worst").waitFor();
    await expectAccessible(page);
    await screenshot(page, "image");
    await page.keyboard.press("Escape");
  });

  test("climbs the board, which others see move without a reload", async () => {
    await rankOf(visitor.page, "Night owls").waitFor({ timeout: 20_000 });
    await ada.page.goto(`${CHALLENGE}/leaderboard`);
    await rankOf(ada.page, "Night owls").first().waitFor();
    await expectAccessible(ada.page);
    await screenshot(ada.page, "leaderboard");
    await ada.page.emulateMedia({ colorScheme: "dark" });
    await screenshot(ada.page, "leaderboard-dark");
    await ada.page.emulateMedia({ colorScheme: "light" });
  });

  test("goes on with an upload whose tab was closed", async () => {
    const { context } = ada;
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await choose(page, "shift-1.zip");
    await page.getByRole("button", { name: /^Send/ }).waitFor();
    await session.send("Network.enable");
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 20_000 };
    await session.send("Network.emulateNetworkConditions", slow);
    await page.getByRole("button", { name: /^Send/ }).click();
    await page.getByText(/KiB of|kB of|KB of/).waitFor();
    await page.waitForTimeout(3_000);
    await page.close({ runBeforeUnload: false });

    const again = await context.newPage();
    await choose(again, "shift-1.zip");
    await again.getByRole("button", { name: "Continue the upload" }).click();
    await again.waitForURL("**/submissions/*");
    await again.getByRole("heading", { name: "Classes" }).waitFor();
    await again.close();
  });

  test("chooses a final submission and renames a note", async () => {
    const { page } = ada;
    await page.goto(`${CHALLENGE}/submissions`);
    await rankOf(page, "shift-1.zip").waitFor();
    const saved = rankOf(page, "shift-1.zip").locator("[role=switch][aria-checked=true]:enabled");
    await rankOf(page, "shift-1.zip").getByRole("switch").click();
    await saved.waitFor();
    await page.reload();
    await saved.waitFor();
    await rankOf(page, "shift-1.zip").getByRole("button", { name: "Edit the note" }).click();
    await page.getByRole("textbox", { name: "Note" }).fill("Moved by one pixel");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Save" }).waitFor({ state: "detached" });
    await page.reload();
    await rankOf(page, "shift-1.zip").getByText("Moved by one pixel").waitFor();
    await expectAccessible(page);
  });
});

describe("a second person", () => {
  test("joins by the invite link and sees the team's submissions", async () => {
    await ada.page.goto(`${CHALLENGE}/team`);
    const link = await ada.page
      .getByText(/\/join\//)
      .first()
      .textContent();
    const grace = await newPerson(browser, url, { viewport: { width: 390, height: 844 } });
    await grace.page.goto((link ?? "").trim());
    await grace.page.getByRole("link", { name: "Sign up" }).last().click();
    await signUp(grace.page, "Grace");
    await grace.page.getByRole("button", { name: "Join Night owls" }).click();
    await grace.page.waitForURL(`**${CHALLENGE}/team`);
    expect(await grace.page.getByText("Ada").count()).toBeGreaterThan(0);
    await grace.page.goto(`${CHALLENGE}/submissions`);
    await grace.page.getByText("shift-3.zip").first().waitFor();
    await grace.page.goto(`${CHALLENGE}/leaderboard`);
    await rankOf(grace.page, "Night owls").first().waitFor();
    await screenshot(grace.page, "leaderboard-phone");
    const overflow = await grace.page.evaluate<number>(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    expect(overflow).toBeLessThanOrEqual(0);
    expect(grace.problems).toEqual([]);
    await grace.context.close();
  });
});

describe("hidden until the reveal", () => {
  const privateBoard = `${url}/api/trpc/board.get?input=${encodeURIComponent(
    JSON.stringify({ json: { slug: "animal-body-parts", split: "private" } }),
  )}`;

  test("the private board is refused to a participant and given to an organizer", async () => {
    expect((await ada.page.request.get(privateBoard)).status()).toBe(403);
    const organizer = accounts.find(({ role }) => role === "organizer")!;
    const answer = await fetch(privateBoard, { headers: { "x-api-key": organizer.apiKey } });
    expect(answer.status).toBe(200);
  });

  test("no page has thrown or logged an error", () => {
    expect([...ada.problems, ...visitor.problems]).toEqual([]);
  });
});
