import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeZip } from "@maskboard/data";
import { ANIMAL_CLASSES } from "@maskboard/data/synthetic";
import { FLOAT, model, node, tensor, value } from "@maskboard/inference/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { expectAccessible, launchBrowser, newPerson, type Person, screenshot } from "./browser.ts";

/* A model, from the submit page to its score, with every image counted as it is done. */

const { url } = inject("site");
const CHALLENGE = "/challenges/animal-body-parts";

let browser: Browser;
let files: string;
let mia: Person;

const numbers = (count: number, seed: number) =>
  Array.from({ length: count }, (_, i) => Math.sin(seed + 7.3 * i) / 8);

/** Convolutions that take a while and know nothing: what counts is that the images go by. */
function slowModel(): Buffer {
  const classes = ANIMAL_CLASSES.length;
  const [width, layers] = [32, 8];
  const padded = [[1, "pads"], ...[1, 1, 1, 1].map((pad) => [8, pad] as const), [20, 7]] as const;
  const hidden = Array.from({ length: layers }, (_, i) => [
    node("Conv", [`h${i}`, "w"], [`c${i}`], [padded]),
    node("Tanh", [`c${i}`], [`h${i + 1}`]),
  ]);
  return model({
    nodes: [
      node("Conv", ["x", "first"], ["h0"]),
      ...hidden.flat(),
      node("Conv", [`h${layers}`, "last"], ["y"]),
    ],
    weights: [
      tensor("first", FLOAT, [width, 3, 1, 1], numbers(3 * width, 1)),
      tensor("w", FLOAT, [width, width, 3, 3], numbers(9 * width * width, 2)),
      tensor("last", FLOAT, [classes, width, 1, 1], numbers(classes * width, 3)),
    ],
    inputs: [value("x", FLOAT, [1, 3, 352, 352])],
    outputs: [value("y", FLOAT, [1, classes, 352, 352])],
  });
}

beforeAll(async () => {
  browser = await launchBrowser();
  files = await mkdtemp(join(tmpdir(), "maskboard-model-e2e-"));
  mia = await newPerson(browser, url);
  await writeFile(join(files, "slow.onnx"), slowModel());
  await writeZip(join(files, "odd.zip"), [
    { path: "model.onnx", data: slowModel() },
    { path: "card.json", data: Buffer.from('{"resize": "stretch"}') },
  ]);
  const { page } = mia;
  await page.goto(`/sign-up?next=${CHALLENGE}/team`);
  await page.getByLabel("Name").fill("Mia");
  await page.getByLabel("Email").fill("mia@example.test");
  await page.getByLabel("Password").fill("Mia's long password");
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.waitForURL(`**${CHALLENGE}/team`);
  await page.getByLabel("Name of the team").fill("Modellers");
  await page.getByRole("button", { name: "Make the team" }).click();
  await page.getByText("Modellers").first().waitFor();
});

afterAll(async () => {
  await browser?.close();
  await rm(files, { recursive: true, force: true });
});

async function send(page: Page, file: string): Promise<void> {
  await page.goto(`${CHALLENGE}/submit`);
  await page.getByLabel("Zip of masks, or a model").setInputFiles(join(files, file));
  await page.getByText("This is a model.").waitFor();
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.waitForURL("**/submissions/*");
}

test("the submit page tells what a model is, and its limits", async () => {
  const { page } = mia;
  await page.goto(`${CHALLENGE}/submit`);
  await page.getByRole("heading", { name: "Sending a model" }).waitFor();
  await page.getByText("600 s for all test images").waitFor();
  await page.getByText("What card.json may say").click();
  await page.getByText("letterbox").first().waitFor();
  await expectAccessible(page);
  await screenshot(page, "submit-model");
});

test("each image is counted as it is done, then there is a score", {
  timeout: 300_000,
}, async () => {
  const { page, problems } = mia;
  await send(page, "slow.onnx");
  // What the page shows while nobody loads it again: numbers between none and all.
  const seen = new Set<string>();
  const counted = /(\d+) of (\d+) images?/;
  for (;;) {
    const text = (await page.locator("main").allInnerTexts()).join();
    const [progress, done, total] = counted.exec(text) ?? [];
    if (progress && Number(done) > 0 && Number(done) < Number(total)) seen.add(progress);
    if (/ONNX with opset 17 and/.test(text)) break;
    expect(text).not.toMatch(/invalid|failed/i);
    await page.waitForTimeout(50);
  }
  expect([...seen]).not.toEqual([]);
  await page.getByText("Mean IoU", { exact: false }).filter({ visible: true }).first().waitFor();
  await screenshot(page, "model-scored");
  expect(problems).toEqual([]);
});

test("a card that says what can't be ends as invalid and says what to change", async () => {
  const { page } = mia;
  await send(page, "odd.zip");
  await page
    .getByText(/card\.json: .*Invalid option/s)
    .filter({ visible: true })
    .first()
    .waitFor();
});
