import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { zipToBuffer } from "@maskboard/data";
import { FLOAT, model, node, tensor, value } from "@maskboard/inference/testing";
import { graphModel } from "@maskboard/inference/testing/tfjs";
import { drawChallenge } from "@maskboard/ingest/testing";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClient } from "../src/client/index.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";
import { startSite, type TestAccount, type TestSite } from "./site.ts";

interface Submitted {
  id: string | null;
  status: string;
  publicMeanIou: number | null;
  error: { code: string; message: string } | null;
}

const SIZE = { width: 40, height: 30 };
const BASELINES = new URL("../../../baselines/src/main.ts", import.meta.url).pathname;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let site: TestSite;
let ann: TestAccount;

/** Red of each class in the drawn images; a linear discriminant tells them apart without error. */
const REDS = [9, 36, 81];
const BIASES = REDS.map((red) => -red * red);
const CARD = Buffer.from(JSON.stringify({ range: "0..255" }));

const onnx = () =>
  model({
    nodes: [node("Conv", ["x", "w", "b"], ["y"])],
    weights: [
      tensor(
        "w",
        FLOAT,
        [3, 3, 1, 1],
        REDS.flatMap((red) => [2 * red, 0, 0]),
      ),
      tensor("b", FLOAT, [3], BIASES),
    ],
    inputs: [value("x", FLOAT, ["n", 3, SIZE.height, SIZE.width])],
    outputs: [value("y", FLOAT, ["n", 3, SIZE.height, SIZE.width])],
  });

async function tfjs() {
  const files = await graphModel((image) => {
    const filter = tf.tensor4d([...REDS.map((red) => 2 * red), 0, 0, 0, 0, 0, 0], [1, 1, 3, 3]);
    return tf.add(tf.conv2d(image, filter, 1, "same"), tf.tensor1d(BIASES));
  }, SIZE);
  return [...files].map(([path, data]) => ({ path, data: Buffer.from(data) }));
}

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, bytes);
  return path;
}

const run = (args: string[], account: TestAccount) =>
  runCli([...args, "--json"], {
    config: join(folder.path, account.email),
    env: { MASKBOARD_URL: site.url, MASKBOARD_API_KEY: account.key },
  });

beforeAll(async () => {
  folder = await temporaryFolder("models");
  site = await startSite();
  const drawn = await drawChallenge(join(folder.path, "shells"), SIZE);
  const admin = await site.account("Olga", "admin");
  ann = await site.account("Ann");
  const imported = await run(
    ["admin", "import", drawn.folder, "--slug", "shells", "--publish"],
    admin,
  );
  expect(imported, imported.stderr).toMatchObject({ code: 0 });
  const api = createClient({ url: site.url, key: ann.key });
  await api.trpc.team.create.mutate({ slug: "shells", name: "Snails" });
}, 120_000);

afterAll(async () => {
  await site?.stop();
  await folder?.[Symbol.asyncDispose]();
});

it.each([
  ["net.onnx", "model.onnx", async () => onnx(), "card.json"],
  ["net-card.zip", "model.onnx", async () => onnx(), "model.json"],
])("submits an ONNX model as %s and waits for its score", async (name, inner, bytes, card) => {
  const content = await bytes();
  // Alone it has no card, and so sees pixels from 0 to 1: it is scored, but badly.
  const alone = name.endsWith(".onnx");
  const path = await file(
    name,
    alone
      ? content
      : await zipToBuffer([
          { path: inner, data: content },
          { path: card, data: CARD },
        ]),
  );
  const outcome = await run(["submit", path, "--challenge", "shells", "--wait"], ann);
  expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
  const { status, publicMeanIou } = outcome.json<Submitted>();
  expect(status).toBe("scored");
  if (alone) expect(publicMeanIou).toBeLessThan(0.5);
  else expect(publicMeanIou).toBe(1);
});

it("submits a TensorFlow.js model with its card and waits for its score", async () => {
  const zip = await zipToBuffer([...(await tfjs()), { path: "card.json", data: CARD }]);
  const path = await file("net-tfjs.zip", zip);
  const checked = await run(["check", path, "--challenge", "shells"], ann);
  expect(checked.json<{ notices: string[] }>().notices[0]).toMatch(/^TensorFlow.js graph model/);
  const outcome = await run(["submit", path, "--challenge", "shells", "--wait"], ann);
  expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
  expect(outcome.json()).toMatchObject({ status: "scored", publicMeanIou: 1, error: null });
});

it("a model that only the scorer can find out about ends as invalid, with a reason", async () => {
  const size = ["n", 3, SIZE.height, SIZE.width];
  const bytes = model({
    nodes: [node("Sub", ["x", "x"], ["zero"]), node("Div", ["zero", "zero"], ["y"])],
    inputs: [value("x", FLOAT, size)],
    outputs: [value("y", FLOAT, size)],
  });
  const path = await file("nan.onnx", bytes);
  const outcome = await run(["submit", path, "--challenge", "shells", "--wait"], ann);
  expect(outcome.code).toBe(1);
  expect(outcome.json<Submitted>().error?.code).toBe("model_nan");
  expect(outcome.stdout).not.toMatch(/test_00|\/packages\/|storage/);
});

it("baseline:submit sends a model, knows it for one, and gives its score", async () => {
  const zip = await zipToBuffer([...(await tfjs()), { path: "card.json", data: CARD }]);
  const path = await file("model-tfjs.zip", zip);
  const args = [BASELINES, "submit", path, "--challenge", "shells", "--json"];
  const env = { PATH: process.env.PATH, MASKBOARD_URL: site.url, MASKBOARD_API_KEY: ann.key };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  expect(JSON.parse(stdout)).toMatchObject({ status: "scored", publicMeanIou: 1, error: null });
});
