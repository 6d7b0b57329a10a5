import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLabelPng } from "@maskboard/data";
import sharp from "sharp";
import { onTestFinished } from "vitest";

const SIDE = 40;
/** Ids of left (dark) and right (bright) part and of void; neither contiguous nor in order. */
const [DARK, BRIGHT, VOID_ID] = [7, 3, 9];

export async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "maskboard-training-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A challenge that a network learns in a few steps: pictures of a dark and a bright part. */
export async function tinyChallenge(train = 10, test = 3): Promise<string> {
  const dir = await temporaryFolder();
  const classes = [
    { id: DARK, name: "dark", color: "#202020" },
    { id: BRIGHT, name: "bright", color: "#f0f0f0" },
  ];
  await writeFile(join(dir, "classes.json"), JSON.stringify({ classes, void: VOID_ID }));
  for (const [role, count] of [
    ["train", train],
    ["test", test],
  ] as const) {
    await mkdir(join(dir, role, "images"), { recursive: true });
    await mkdir(join(dir, role, "masks"), { recursive: true });
    for (let n = 0; n < count; n++) await writePair(join(dir, role), `${role}-${n}`, 10 + 2 * n);
  }
  return dir;
}

async function writePair(dir: string, stem: string, border: number): Promise<void> {
  const rgb = new Uint8Array(SIDE * SIDE * 3);
  const labels = new Uint8Array(SIDE * SIDE);
  for (let i = 0; i < labels.length; i++) {
    const bright = i % SIDE >= border;
    labels[i] = i < SIDE ? VOID_ID : bright ? BRIGHT : DARK;
    rgb.fill((bright ? 200 : 40) + (i % 7), 3 * i, 3 * i + 3);
  }
  const raw = { width: SIDE, height: SIDE, channels: 3 as const };
  await sharp(rgb, { raw })
    .png()
    .toFile(join(dir, "images", `${stem}.png`));
  await writeFile(join(dir, "masks", `${stem}.png`), encodeLabelPng(labels, SIDE, SIDE));
}
