import { limitsSchema, predictionsKey } from "@maskboard/contracts";
import { zipToBuffer } from "@maskboard/data";
import { schema } from "@maskboard/db";
import {
  allocating,
  dividing,
  endless,
  FLOAT,
  model,
  node,
  tensor,
  value,
} from "@maskboard/inference/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Service, startService } from "./service.ts";
import { find, scoresOf, type World } from "./world.ts";

let service: Service;
let world: World;

beforeAll(async () => {
  service = await startService({ test: 7, width: 48, height: 32 }, { SCORER_THREADS: "1" });
  world = service.world;
  // A quarter of it is for the first picture, also on a machine that is busy otherwise.
  const limits = limitsSchema.parse({ modelSeconds: 24, modelMemoryMiB: 512 });
  await world.db.update(schema.challenge).set({ limits });
});
afterAll(() => service.stop());

/** Red of each class in the drawn images; a linear discriminant tells them apart without error. */
const REDS = [9, 36, 81];

function discriminant(height: number | string, width: number | string): Buffer {
  const weights = REDS.flatMap((red) => [2 * red, 0, 0]);
  return model({
    nodes: [node("Conv", ["x", "w", "b"], ["y"])],
    weights: [
      tensor("w", FLOAT, [3, 3, 1, 1], weights),
      tensor(
        "b",
        FLOAT,
        [3],
        REDS.map((red) => -red * red),
      ),
    ],
    inputs: [value("x", FLOAT, ["n", 3, height, width])],
    outputs: [value("y", FLOAT, ["n", 3, height, width])],
  });
}

const withCard = (bytes: Buffer, card: object) =>
  zipToBuffer([
    { path: "model.onnx", data: bytes },
    { path: "card.json", data: Buffer.from(JSON.stringify(card)) },
  ]);

const submit = (bytes: Uint8Array) => world.submit(bytes, bytes, "model");

test("a model that knows the classes' colours scores 1, and its masks are kept", async () => {
  const id = await submit(await withCard(discriminant(32, 48), { range: "0..255" }));
  await world.reaches(id, ["scored", "invalid"]);
  const { state, notices, error } = await find(world.db, id);
  expect({ state, error }).toEqual({ state: "scored", error: null });
  expect(notices[0]).toMatch(/^ONNX with opset 17 and 12 weights; images squished to 48 x 32/);
  const [score] = await scoresOf(world.db, id);
  expect(score!.meanIou).toBe(1);
  const masks = await world.storage.stat(predictionsKey(id));
  expect(masks!.size).toBeGreaterThan(500);
});

test("a model that takes any size may get each image in its own", async () => {
  const id = await submit(
    await withCard(discriminant("h", "w"), { range: "0..255", resize: "none" }),
  );
  await world.reaches(id, ["scored", "invalid"]);
  expect((await scoresOf(world.db, id))[0]!.meanIou).toBe(1);
});

test.each([
  ["NaN", async () => dividing(), "model_nan"],
  ["a tensor beyond all memory", async () => allocating(2 ** 33), "model_memory"],
  ["a loop without end", async () => endless(), "model_too_slow"],
  ["no model", async () => Buffer.from("hello"), "model_invalid"],
  ["a size that nobody named", async () => discriminant("h", "w"), "model_card"],
  ["an unknown key on the card", () => withCard(discriminant(32, 48), { layuot: 1 }), "model_card"],
])("%s is invalid, and said to be so", async (_, bytes, code) => {
  const id = await submit(await bytes());
  await world.reaches(id, ["invalid", "scored", "failed"]);
  expect((await find(world.db, id)).error?.code).toBe(code);
});

test("the next submission is scored after all that", async () => {
  const id = await world.submit(await world.predictions(3));
  await world.reaches(id, ["scored"]);
});
