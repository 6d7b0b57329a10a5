import { z } from "zod";

/** The card's name beside the model. */
export const MODEL_CARD = "card.json";
/** Where the card may also be, beside an ONNX file; in TensorFlow.js models it is the model itself. */
export const MODEL_JSON = "model.json";

const MAX_SIDE = 4_096;
const side = z.int().min(1).max(MAX_SIDE);
const perChannel = z.tuple([z.number(), z.number(), z.number()]);

/**
 * How a submitted model wants its images and what it puts out. Everything is optional: what the
 * model's own shapes say is taken from there.
 */
export const modelCardSchema = z.strictObject({
  /** Size of the input in pixels; `multiple`: each image's own, rounded up to a multiple of that. */
  inputSize: z
    .union([
      z.strictObject({ width: side, height: side }),
      z.strictObject({ multiple: z.int().min(1).max(1_024) }),
    ])
    .optional(),
  /** Order of the input's and output's axes. */
  layout: z.enum(["NCHW", "NHWC"]).optional(),
  channels: z.enum(["RGB", "BGR"]).default("RGB"),
  /** Range of pixel values before `mean` is taken off and `std` divided by; by default 0..1. */
  range: z.enum(["0..1", "0..255"]).optional(),
  /** In units of `range`, in the order of `channels`. */
  mean: perChannel.default([0, 0, 0]),
  std: z
    .tuple([z.number().positive(), z.number().positive(), z.number().positive()])
    .default([1, 1, 1]),
  /**
   * `squish` ignores the image's proportions; `letterbox` keeps them and fills the rest, the image in
   * the middle; `none` gives each image in its own size.
   */
  resize: z.enum(["squish", "letterbox", "none"]).default("squish"),
  /** Pixel value, 0..255, that `letterbox` fills with. */
  fill: z.int().min(0).max(255).default(0),
  /** The output to use, where there are several. */
  outputName: z.string().min(1).max(200).optional(),
  /**
   * `logits`, `probabilities`: a value per class and pixel, the largest wins. `labels`: an integer per
   * pixel.
   */
  output: z.enum(["logits", "probabilities", "labels"]).optional(),
  /** Class id of each channel (logits) or value (labels); by default the challenge's classes in order (logits), or the id itself (labels). */
  classes: z.array(z.int().min(0).max(65_535)).min(1).max(1_024).optional(),
});
export type ModelCard = z.infer<typeof modelCardSchema>;
