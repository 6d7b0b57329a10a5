import type { LoadableModel } from "../artifact/files.ts";
import type { ModelPlan } from "../plan.ts";
import type { TfjsHead } from "../tfjs/inspect.ts";
import { argmaxResized } from "./argmax-resized.ts";
import { type Labels, makeLabels } from "./label-array.ts";
import { allFinite, floats, type Logits } from "./logits.ts";
import { Fault, type ImageFrame } from "./messages.ts";
import { OnnxRunner } from "./onnx-runner.ts";
import { makeInput } from "./prepare.ts";
import { resizedLabels } from "./resized-labels.ts";
import type { Output, Runner } from "./runner.ts";

/** A model that has been loaded from bytes. */
export class Model {
  readonly #runner: Runner;
  readonly #plan: ModelPlan;

  private constructor(runner: Runner, plan: ModelPlan) {
    this.#runner = runner;
    this.#plan = plan;
  }

  /** Loads what models of a format run on. */
  static async prepare(format: LoadableModel["format"]): Promise<void> {
    // Only for those who need it: TensorFlow.js takes a while to load.
    if (format !== "onnx") await import("./tfjs-runner.ts");
    if (format === "tfjs-layers") await import("@tensorflow/tfjs-layers");
  }

  static async load(
    { format, parts }: LoadableModel,
    plan: ModelPlan,
    threads: number,
  ): Promise<Model> {
    const [first, second] = parts;
    if (format === "onnx") return new Model(await OnnxRunner.load(first!, plan, threads), plan);
    const head = JSON.parse(Buffer.from(first!).toString()) as TfjsHead;
    const { TfjsRunner } = await import("./tfjs-runner.ts");
    return new Model(await TfjsRunner.load(format, head, second!, plan, threads), plan);
  }

  /**
   * Segments a batch of images of one input size.
   *
   * @param rgb pixels of each image's content
   * @returns class ids of each image in the image's size
   * @throws Fault
   */
  async segment(images: readonly ImageFrame[], rgb: readonly Uint8Array[]): Promise<Labels[]> {
    const { layout, batch } = this.#plan;
    const { width, height } = images[0]!.input;
    const count = batch.fixed ? batch.images : images.length;
    const dims = layout === "NCHW" ? [count, 3, height, width] : [count, height, width, 3];
    const output = await this.#runner.run(makeInput(images, rgb, count, this.#plan), dims);
    return images.map((frame, index) =>
      this.#plan.output === "labels"
        ? this.#fromLabels(output, count, index, frame)
        : this.#fromLogits(output, count, index, frame),
    );
  }

  #fromLogits(
    { data, dims, type, layout }: Output,
    count: number,
    index: number,
    frame: ImageFrame,
  ): Labels {
    const classes = this.#plan.classes!;
    const first = layout === "NCHW";
    const [n, c, height, width] = first ? dims : [dims[0], dims[3], dims[1], dims[2]];
    // One channel tells two classes apart by its sign, or by a probability of a half.
    const single = c === 1 && classes.length === 2;
    const fits = single || c === classes.length;
    if (dims.length !== 4 || n !== count || !fits || !c || !height || !width) {
      const expected = first ? `${classes.length} x H x W` : `H x W x ${classes.length}`;
      throw new Fault(
        "shape",
        `The ${this.#plan.output} have the shape ${dims.join(" x ")}; expected ${count} x ${expected}.`,
      );
    }
    const values = c * height * width;
    const logits: Logits = {
      data: floats(data, type, index * values, values),
      classStep: first ? height * width : 1,
      pixelStep: first ? 1 : c,
      classes: c,
      width,
      height,
      ...(single && { background: this.#plan.output === "probabilities" ? 0.5 : 0 }),
    };
    if (!allFinite(logits))
      throw new Fault("nan", `The ${this.#plan.output} hold NaN or infinity.`);
    return argmaxResized(logits, frame, classes, this.#plan.known);
  }

  #fromLabels({ data, dims }: Output, count: number, index: number, frame: ImageFrame): Labels {
    const single = dims.filter((size, axis) => axis === 0 || !(dims.length === 4 && size === 1));
    const [n, height, width] = dims.length === 3 ? dims : single;
    if (n !== count || !height || !width || (dims.length !== 3 && single.length !== 3)) {
      throw new Fault(
        "shape",
        `The labels have the shape ${dims.join(" x ")}; expected ${count} x H x W.`,
      );
    }
    const { classes, known } = this.#plan;
    const allowed = new Set(known);
    const pixels = height * width;
    const labels = makeLabels(pixels, known);
    for (let at = 0; at < pixels; at++) {
      const value = Number(data[index * pixels + at]);
      const label = classes ? classes[value] : value;
      if (label === undefined || !allowed.has(label)) {
        throw new Fault("shape", "A label is none of the classes.");
      }
      labels[at] = label;
    }
    return resizedLabels(labels, { width, height }, frame, known);
  }
}
