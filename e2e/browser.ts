import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect, inject } from "vitest";

/** `MASKBOARD_SCREENSHOTS=docs/media` renews the pictures of the README. */
const pictures = resolve(
  import.meta.dirname,
  "..",
  process.env.MASKBOARD_SCREENSHOTS ?? "e2e/.output",
);

/** Chromium that talks to nobody but the site. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors that the page threw or the browser reported. */
  readonly problems: string[];
}

/** A browser of one's own, as another person would have it. */
export async function newPerson(
  browser: Browser,
  baseURL: string,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Person> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 860 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return { context, page, problems };
}

/** The seeded account of a role. */
export const accountOf = (role: string) =>
  inject("site").accounts.find((account) => account.role === role)!;

/** Signs up and makes a team in a challenge. */
export async function signUpWithTeam(
  page: Page,
  { name, email }: { name: string; email: string },
  challenge: string,
  team: string,
): Promise<void> {
  await page.goto(`/sign-up?next=${challenge}/team`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(`${name}'s long password`);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.waitForURL(`**${challenge}/team`);
  await page.getByLabel("Name of the team").fill(team);
  await page.getByRole("button", { name: "Make the team" }).click();
  await page.getByRole("heading", { name: team }).waitFor();
}

/** Signs in and waits for the page that was asked for. */
export async function signIn(
  page: Page,
  { email, password }: { email: string; password: string },
  next: string,
): Promise<void> {
  await page.goto(`/sign-in?next=${next}`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(({ pathname }) => pathname === next);
}

export async function screenshot(page: Page, name: string, fullPage = false): Promise<void> {
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage, animations: "disabled" });
}

/** No violation that axe can find on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`,
  );
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

const overflow = (page: Page) =>
  page.evaluate<number>(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );

/** In light and dark, on a desk and on a phone: nothing for axe, nothing beside the screen. */
export async function expectGoodEverywhere(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
    await screenshot(page, `${name}-${colorScheme}`, true);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccessible(page);
  expect(await overflow(page), `${page.url()} is wider than 360 px`).toBeLessThanOrEqual(0);
  await screenshot(page, `${name}-phone`, true);
  await page.setViewportSize({ width: 1280, height: 860 });
}
