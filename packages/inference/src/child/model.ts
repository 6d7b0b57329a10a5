import { InferenceSession, Tensor } from "onnxruntime-node";
import type { ModelPlan } from "../plan.ts";
import { allFinite, argmaxResized, type Logits, resizedLabels } from "./labels.ts";
import { Fault, type ImageFrame } from "./messages.ts";
import { fillInput } from "./prepare.ts";

/** A model that has been loaded from bytes. */
export class Model {
  readonly #session: InferenceSession;
  readonly #plan: ModelPlan;

  private constructor(session: InferenceSession, plan: ModelPlan) {
    this.#session = session;
    this.#plan = plan;
  }

  static async load(bytes: Uint8Array, plan: ModelPlan, threads: number): Promise<Model> {
    const session = await InferenceSession.create(bytes, {
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      // Not ONNX Runtime's own file format: nobody has looked into that.
      extra: { session: { load_model_format: "ONNX" } },
    });
    return new Model(session, plan);
  }

  /**
   * Segments a batch of images of one input size.
   *
   * @param rgb pixels of each image in the input's size
   * @returns class ids of each image in the image's size
   * @throws Fault
   */
  async segment(images: readonly ImageFrame[], rgb: readonly Uint8Array[]): Promise<Uint16Array[]> {
    const { inputName, outputName, layout, batch } = this.#plan;
    const { width, height } = images[0]!.input;
    const count = batch.fixed ? batch.images : images.length;
    const dims = layout === "NCHW" ? [count, 3, height, width] : [count, height, width, 3];
    const values = 3 * width * height;
    const whole = this.#plan.inputType === "uint8";
    // What a fixed batch has too many of stays zero.
    const data = whole ? new Uint8Array(count * values) : new Float32Array(count * values);
    for (const [index, pixels] of rgb.entries()) {
      fillInput(pixels, data.subarray(index * values, (index + 1) * values), this.#plan);
    }
    const input = whole
      ? new Tensor("uint8", data as Uint8Array, dims)
      : new Tensor("float32", data as Float32Array, dims);
    const results = await this.#session.run({ [inputName]: input }, [outputName]);
    const output = results[outputName];
    if (!output || output.type === "string") throw new Fault("shape", "The output is no tensor.");
    const labels = images.map(({ image }, index) =>
      this.#plan.output === "logits"
        ? this.#fromLogits(output, count, index, image)
        : this.#fromLabels(output, count, index, image),
    );
    input.dispose();
    output.dispose();
    return labels;
  }

  #fromLogits(
    { data, dims }: Tensor,
    count: number,
    index: number,
    image: ImageFrame["image"],
  ): Uint16Array {
    const classes = this.#plan.classes!;
    const first = this.#plan.layout === "NCHW";
    const [n, c, height, width] = first ? dims : [dims[0], dims[3], dims[1], dims[2]];
    if (dims.length !== 4 || n !== count || c !== classes.length || !height || !width) {
      const expected = first ? `${classes.length} x H x W` : `H x W x ${classes.length}`;
      throw new Fault(
        "shape",
        `The logits have the shape ${dims.join(" x ")}; expected ${count} x ${expected}.`,
      );
    }
    if (!(data instanceof Float32Array)) throw new Fault("shape", "Logits must be float32.");
    const logits: Logits = {
      data,
      offset: index * classes.length * height * width,
      classStep: first ? height * width : 1,
      pixelStep: first ? 1 : classes.length,
      classes: classes.length,
      width,
      height,
    };
    if (!allFinite(logits)) throw new Fault("nan", "The logits hold NaN or infinity.");
    return argmaxResized(logits, image.width, image.height).map((channel) => classes[channel]!);
  }

  #fromLabels(
    { data, dims }: Tensor,
    count: number,
    index: number,
    image: ImageFrame["image"],
  ): Uint16Array {
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
    const labels = new Uint16Array(pixels);
    for (let at = 0; at < pixels; at++) {
      const value = Number(data[index * pixels + at]);
      const label = classes ? classes[value] : value;
      if (label === undefined || !allowed.has(label)) {
        throw new Fault("shape", "A label is none of the classes.");
      }
      labels[at] = label;
    }
    return resizedLabels(labels, { width, height }, image.width, image.height);
  }
}
