import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MaskboardError } from "@maskboard/contracts";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../testing/challenge-folder.ts";
import { NO_SHARED_DATA, SHARED_DATA } from "../testing/shared-data.ts";
import { readChallengeFolder } from "./read-challenge-folder.ts";

const COLORS = ["#e6194b", "#3cb44b", "#ffe119", "#4363d8", "#f58231", "#911eb4", "#46f0f0"];

function classes(names: Record<number, string>, voidId?: number) {
  const list = Object.entries(names).map(([id, name], i) => {
    return { id: Number(id), name, color: COLORS[i % COLORS.length] };
  });
  return JSON.stringify({ classes: list, ...(voidId === undefined ? {} : { void: voidId }) });
}

/** Puts a data set with `train` and `val` into the challenge folder's form by links. */
async function linked(name: string, config: string): Promise<string> {
  const dir = await temporaryFolder();
  await symlink(join(SHARED_DATA, name, "train"), join(dir, "train"));
  await symlink(join(SHARED_DATA, name, "val"), join(dir, "test"));
  await writeFile(join(dir, "classes.json"), config);
  return dir;
}

describe.skipIf(NO_SHARED_DATA)("real data sets (skipped without the shared data)", () => {
  test("ants: ids with gaps, 0 is a class, no void", async () => {
    const names = { 0: "head", 3: "thorax", 4: "abdomen", 5: "eye", 6: "background" };
    const folder = await readChallengeFolder(await linked("ants", classes(names)));
    expect([folder.train.length, folder.test.length]).toEqual([600, 100]);
    expect(Object.keys(folder.classPixels.train).map(Number)).toEqual([0, 3, 4, 5, 6]);
  }, 120_000);

  test("catfish: void 0, ids from 1, sizes differ", async () => {
    const names = { 1: "background", 2: "head", 3: "body", 4: "fins", 5: "tail" };
    const folder = await readChallengeFolder(await linked("catfish", classes(names, 0)));
    expect([folder.train.length, folder.test.length]).toEqual([44, 10]);
    expect(folder.test.filter(({ split }) => split === "public")).toHaveLength(5);
  }, 120_000);

  test("camvid: 11 is void", async () => {
    const names = Object.fromEntries(Array.from({ length: 11 }, (_, id) => [id, `class ${id}`]));
    const folder = await readChallengeFolder(await linked("camvid", classes(names, 11)));
    expect([folder.train.length, folder.test.length]).toEqual([240, 60]);
    expect(folder.classPixels.train[11]).toBeGreaterThan(0);
  }, 120_000);

  test("a dirty one: stray labels and other sizes are refused, every file by name", async () => {
    const dir = await temporaryFolder();
    const from = join(SHARED_DATA, "ants_hires_dirty");
    const stems = ["casent0034626", "casent0104165", "casent0217103", "casent0217257"];
    stems.push("casent0217282", "casent0254232", "casent0637787", "casent0814443");
    stems.push("casent0912662", "ecofog-sl13-0997-13");
    for (const [i, stem] of stems.entries()) {
      const role = i < 6 ? "train" : "test";
      for (const [kind, file] of [
        ["images", `${stem}_p_1.jpg`],
        ["masks", `${stem}_p_msk.png`],
      ] as const) {
        await mkdir(join(dir, role, kind), { recursive: true });
        await cp(join(from, kind, file), join(dir, role, kind, file));
      }
    }
    const names = { 1: "abdomen", 2: "head", 3: "thorax", 6: "background" };
    await writeFile(join(dir, "classes.json"), classes(names));
    const error: MaskboardError = await readChallengeFolder(dir, {
      pair: "{stem}_p_1.jpg={stem}_p_msk.png",
    }).then(
      () => expect.unreachable(),
      (refusal) => refusal,
    );
    expect(error.code).toBe("dataset_size_mismatch");
    expect(error.details.files).toHaveLength(10);
    const lines = error.message.split("\n");
    expect(lines.filter((line) => line.includes("pixels, '"))).toHaveLength(10);
    const strays = lines.filter((line) => line.includes("has the label 7 at"));
    expect(strays).toHaveLength(2);
    expect(strays.join()).toMatch(/casent0637787_p_msk.*casent0034626_p_msk/);
    await expect(readChallengeFolder(dir)).rejects.toMatchObject({ code: "dataset_unpaired" });
  }, 60_000);

  test("pets: a GIF and a PNG that are named .jpg are refused by name", async () => {
    const dir = await temporaryFolder();
    for (const [role, stem] of [
      ["train", "Abyssinian_34"],
      ["test", "Abyssinian_5"],
    ] as const) {
      for (const [kind, file] of [
        ["images", `${stem}.jpg`],
        ["masks", `${stem}.png`],
      ] as const) {
        await mkdir(join(dir, role, kind), { recursive: true });
        await cp(join(SHARED_DATA, "pets/odd_raw", file), join(dir, role, kind, file));
      }
    }
    const names = { 1: "foreground", 2: "background", 3: "border" };
    await writeFile(join(dir, "classes.json"), classes(names));
    await expect(readChallengeFolder(dir)).rejects.toMatchObject({
      code: "dataset_bad_image",
      details: { files: ["test/images/Abyssinian_5.jpg", "train/images/Abyssinian_34.jpg"] },
    });
  });
});
