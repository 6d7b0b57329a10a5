import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import type { ErrorBody } from "@maskboard/contracts";
import { encodeLabelPng } from "@maskboard/data";
import { type DrawnChallenge, drawChallenge } from "@maskboard/ingest/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../src/client/index.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";
import { SHARED_DATA, without } from "./shared-data.ts";
import { startSite, type TestAccount, type TestSite } from "./site.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let site: TestSite;
let olga: TestAccount;
let ann: TestAccount;

const run = (args: string[], account = olga) =>
  runCli(["admin", "import", ...args, "--json"], {
    config: folder.path,
    env: { MASKBOARD_URL: site.url, MASKBOARD_API_KEY: account.key },
  });

const view = (slug: string) => {
  const client = createClient({ url: site.url, key: olga.key });
  return client.ask(client.trpc.challenge.bySlug.query({ slug }));
};

beforeAll(async () => {
  folder = await temporaryFolder("import");
  site = await startSite();
  olga = await site.account("Olga", "admin");
  ann = await site.account("Ann");
}, 120_000);

afterAll(async () => {
  await site?.stop();
  await folder?.[Symbol.asyncDispose]();
});

let drawings = 0;
const draw = (): Promise<DrawnChallenge> => {
  drawings += 1;
  return drawChallenge(join(folder.path, `drawn-${drawings}`));
};

async function refusal(args: string[], account = olga): Promise<ErrorBody> {
  const outcome = await run(args, account);
  expect(outcome, outcome.stderr).toMatchObject({ code: 1 });
  expect(outcome.stderr).not.toBe("");
  return outcome.json<{ error: ErrorBody }>().error;
}

describe("admin import", () => {
  it("makes a challenge of a folder, with a title of its own", async () => {
    const { folder: dir } = await draw();
    const outcome = await run([dir, "--slug", "shells", "--title", "Shells of the sea"]);
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    expect(outcome.json()).toMatchObject({
      status: "done",
      challenge: "shells",
      url: `${site.url}/challenges/shells`,
      report: expect.arrayContaining([expect.stringContaining("2 public, 2 private")]),
    });
    expect(await view("shells")).toMatchObject({
      title: "Shells of the sea",
      void: 255,
      classes: [{ id: 1 }, { id: 4 }, { id: 9 }],
    });
  });

  it("makes a draft, or publishes at once", async () => {
    const { folder: dir } = await draw();
    expect((await run([dir, "--slug", "hidden"])).json()).toMatchObject({
      challengeStatus: "draft",
      findings: { images: { train: 2, public: 2, private: 2 } },
    });
    expect((await run([dir, "--slug", "shown", "--publish"])).json()).toMatchObject({
      challengeStatus: "published",
    });
    const client = createClient({ url: site.url, key: ann.key });
    const listed = await client.ask(client.trpc.challenge.list.query());
    const slugs = listed.map(({ slug }) => slug);
    expect(slugs).toContain("shown");
    expect(slugs).not.toContain("hidden");
  });

  it("pairs files by another rule", async () => {
    const { folder: dir } = await draw();
    const other = join(folder.path, "paired");
    for (const role of ["train", "test"]) {
      for (const [part, ending] of [
        ["images", "_p_1.png"],
        ["masks", "_p_msk.png"],
      ] as const) {
        await mkdir(join(other, role, part), { recursive: true });
        for (const name of await readdir(join(dir, role, part))) {
          const to = `${parse(name).name}${ending}`;
          await copyFile(join(dir, role, part, name), join(other, role, part, to));
        }
      }
    }
    await copyFile(join(dir, "challenge.yaml"), join(other, "challenge.yaml"));
    const rule = "{stem}_p_1.png={stem}_p_msk.png";
    const outcome = await run([other, "--slug", "paired", "--pair", rule]);
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    expect(await refusal([other, "--slug", "unpaired"])).toMatchObject({
      code: "dataset_unpaired",
    });
  });

  it("refuses a slug that is taken, or that is none", async () => {
    const { folder: dir } = await draw();
    expect(await refusal([dir, "--slug", "shells"])).toMatchObject({ code: "slug_taken" });
    expect((await run([dir, "--slug", "Not a slug"])).code).toBe(2);
  });

  it("is for admins", async () => {
    const { folder: dir } = await draw();
    expect(await refusal([dir, "--slug", "mine"], ann)).toMatchObject({ code: "forbidden" });
  });
});

describe("admin import --dry-run", () => {
  const dry = (dir: string, ...more: string[]) =>
    runCli(["admin", "import", dir, "--slug", "dry", "--dry-run", ...more], {
      config: folder.path,
      env: { MASKBOARD_URL: "http://127.0.0.1:1" },
    });

  it("tells what is in a folder, without a server", async () => {
    const { folder: dir } = await draw();
    const { code, stdout } = await dry(dir);
    expect(code).toBe(0);
    expect(stdout).toContain("2 training images, 4 test images: 2 public, 2 private.");
    expect(stdout).toMatch(/4 +shell +0\.\d+/);
    expect(stdout).toContain("No faults.");
  });

  it("lists all faults and says no", async () => {
    const { folder: dir, train, test } = await draw();
    for (const [role, { stem, width, height, labels }] of [
      ["train", train[0]!],
      ["test", test[3]!],
    ] as const) {
      const stray = encodeLabelPng(labels.with(7, 42), width, height);
      await writeFile(join(dir, role, "masks", `${stem}.png`), stray);
    }
    const { code, stdout } = await dry(dir);
    expect(code).toBe(1);
    expect(stdout).toContain("Labels that are no class: 2");
    expect(stdout).toContain(`test/masks/${test[3]!.stem}.png`);
    const outcome = await dry(dir, "--json");
    expect(outcome.code).toBe(1);
    expect(outcome.json()).toMatchObject({
      importable: false,
      faults: 2,
      findings: { strayLabels: { total: 2, items: [{ label: 42, x: 7, y: 0 }, { label: 42 }] } },
    });
  });
});

describe("admin import refuses a folder by the names of the files at fault and sends nothing", () => {
  it("with stray labels", async () => {
    const { folder: dir, train } = await draw();
    const { stem, width, height, labels } = train[1]!;
    const stray = labels.with(2 * width + 5, 42);
    const mask = join(dir, "train", "masks", `${stem}.png`);
    await writeFile(mask, encodeLabelPng(stray, width, height));
    site.receivedBytes();
    const error = await refusal([dir, "--slug", "stray"]);
    expect(error).toMatchObject({
      code: "dataset_stray_label",
      details: { file: `train/masks/${stem}.png`, x: 5, y: 2, value: 42 },
    });
    expect(error.message).toContain(`train/masks/${stem}.png`);
    expect(site.receivedBytes()).toBe(0);
  });

  it("with masks of another size", async () => {
    const { folder: dir, test } = await draw();
    const { stem, width, height, labels } = test[0]!;
    const mask = join(dir, "test", "masks", `${stem}.png`);
    await writeFile(mask, encodeLabelPng(labels, height, width));
    expect(await refusal([dir, "--slug", "sizes"])).toMatchObject({
      code: "dataset_size_mismatch",
      details: { file: `test/masks/${stem}.png`, value: "30 x 40", expected: "40 x 30" },
    });
  });

  it("with classes that contradict themselves", async () => {
    const { folder: dir } = await draw();
    const twice = { id: 1, name: "ground", color: "#335577" };
    await writeFile(join(dir, "challenge.yaml"), JSON.stringify({ classes: [twice, twice] }));
    expect(await refusal([dir, "--slug", "twice"])).toMatchObject({ code: "challenge_config" });
  });

  it("without a configuration", async () => {
    expect(await refusal([folder.path, "--slug", "nothing"])).toMatchObject({
      code: "challenge_config",
    });
  });
});

/** How the shared data's folders are described; each is put into the folder form as it lies there. */
const REAL = {
  ants: {
    ids: [0, 3, 4, 5, 6],
    names: ["head", "thorax", "abdomen", "eye", "background"],
    voidId: undefined,
  },
  catfish: {
    ids: [1, 2, 3, 4, 5],
    names: ["background", "head", "body", "fins", "tail"],
    voidId: 0,
  },
  camvid: {
    ids: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    names: "sky building pole road pavement tree sign fence car pedestrian bicyclist".split(" "),
    voidId: 11,
  },
};

/** Up to `most` pairs of a folder of the shared data, as `train` or `test` of a challenge folder. */
async function take(from: string, to: string, most: number): Promise<number> {
  const masks = new Set(await readdir(join(from, "masks")));
  const images = (await readdir(join(from, "images")))
    .filter((name) => masks.has(`${parse(name).name}.png`))
    .slice(0, most);
  await mkdir(join(to, "images"), { recursive: true });
  await mkdir(join(to, "masks"), { recursive: true });
  for (const name of images) {
    const mask = `${parse(name).name}.png`;
    await copyFile(join(from, "images", name), join(to, "images", name));
    await copyFile(join(from, "masks", mask), join(to, "masks", mask));
  }
  return images.length;
}

const classesOf = (ids: readonly number[], names: readonly string[]) =>
  ids.map((id, index) => ({
    id,
    name: names[index]!,
    color: `#${(0x100000 + index * 0x10233).toString(16)}`,
  }));

for (const [name, { ids, names, voidId }] of Object.entries(REAL)) {
  describe.skipIf(without(name))(`admin import of ${name} (needs ../shared/data/${name})`, () => {
    it("takes real images and masks as they are", async () => {
      const dir = join(folder.path, name);
      const train = await take(join(SHARED_DATA, name, "train"), join(dir, "train"), 12);
      const test = await take(join(SHARED_DATA, name, "val"), join(dir, "test"), 8);
      const config = { title: name, classes: classesOf(ids, names), void: voidId };
      await writeFile(join(dir, "challenge.yaml"), JSON.stringify(config));
      const outcome = await run([dir, "--slug", `real-${name}`]);
      expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
      const found = `${train} training images and ${test} test images`;
      expect(outcome.json()).toMatchObject({
        report: expect.arrayContaining([expect.stringContaining(found)]),
      });
      expect(await view(`real-${name}`)).toMatchObject({ void: voidId ?? null });
    }, 60_000);
  });
}

describe.skipIf(without("ants_hires_dirty"))(
  "admin import of dirty data (needs ../shared/data/ants_hires_dirty)",
  () => {
    it("names every mask of another size and every stray label", async () => {
      const dir = join(folder.path, "dirty");
      for (const role of ["train", "test"]) {
        for (const part of ["images", "masks"]) {
          await mkdir(join(dir, role, part), { recursive: true });
          const from = join(SHARED_DATA, "ants_hires_dirty", part);
          const files = (await readdir(from)).sort();
          const mine = role === "train" ? files.slice(0, 7) : files.slice(7);
          for (const file of mine) await copyFile(join(from, file), join(dir, role, part, file));
        }
      }
      const classes = classesOf([1, 2, 3, 6], ["abdomen", "head", "thorax", "background"]);
      await writeFile(join(dir, "classes.json"), JSON.stringify({ classes }));
      const rule = "{stem}_p_1.jpg={stem}_p_msk.png";
      const error = await refusal([dir, "--slug", "dirty", "--pair", rule]);
      expect(error.code).toBe("dataset_size_mismatch");
      const problems = error.details.problems as ErrorBody[];
      const masks = (code: string) =>
        problems.filter((problem) => problem.code === code).map(({ details }) => details.file);
      expect(masks("dataset_size_mismatch")).toHaveLength(10);
      expect(new Set(masks("dataset_stray_label")).size).toBe(2);
      expect(masks("dataset_stray_label")).toContain("train/masks/casent0034626_p_msk.png");
    });
  },
);
