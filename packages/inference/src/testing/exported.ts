import { readFileSync } from "node:fs";
import { type ClassMap, modelCardSchema } from "@maskboard/contracts";
import { inspectModel } from "../inspect.ts";
import { planModel } from "../plan.ts";
import { type ModelImage, runModel } from "../run-model.ts";

const WIDTH = 48;
const HEIGHT = 32;

/** The picture that the scripts beside the fixtures draw too. */
const picture: ModelImage = {
  width: WIDTH,
  height: HEIGHT,
  async read(size) {
    if (size.width !== WIDTH || size.height !== HEIGHT)
      throw new Error("another size is asked for");
    const rgb = new Uint8Array(3 * WIDTH * HEIGHT);
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        rgb.set(
          [(7 * x + 3 * y) & 255, (x * y) & 255, (255 - 5 * y - x) & 255],
          3 * (y * WIDTH + x),
        );
      }
    }
    return { ...size, rgb };
  },
};

const classMapOf = (classes: number): ClassMap => ({
  classes: Array.from({ length: classes }, (_, id) => ({
    id,
    name: `class ${id}`,
    color: "#123456",
  })),
});

/**
 * What a model makes of the picture, three times, through the whole lane.
 *
 * @returns rows of digits, one for each pixel
 */
export async function labelsOf(file: URL, card: object = {}, classes = 3): Promise<string[][]> {
  const model = readFileSync(file);
  const { summary, loadable } = inspectModel({ format: "onnx", model });
  const plan = planModel(summary, modelCardSchema.parse(card), classMapOf(classes));
  const all: string[][] = [];
  await runModel({
    ...{ model: loadable, plan, limits: { seconds: 20, memoryMiB: 600 }, threads: 1 },
    images: [picture, picture, picture],
    async onLabels(_, labels) {
      const digits = [...labels].join("");
      all.push(digits.match(new RegExp(`.{${WIDTH}}`, "g")) ?? []);
    },
  });
  return all;
}
