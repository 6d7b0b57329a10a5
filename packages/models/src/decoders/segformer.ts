import * as tf from "@tensorflow/tfjs-core";
import type { Encoder } from "../encoders/encoder.ts";
import { convNorm } from "../encoders/resnet-block.ts";
import { ModelError } from "../error.ts";
import { dropout } from "../layers/dropout.ts";
import { sizeOf, stretch } from "../layers/resize.ts";
import { linear } from "../layers/tokens.ts";
import { at, type Scope } from "../parameters/store.ts";
import type { Decoder } from "./decoder.ts";

const EPSILON = 1e-5;
const DROP = 0.1;

/**
 * SegFormer's all-MLP decoder (Xie et al. 2021, arXiv 2105.15203), named as Hugging Face's
 * `decode_head`: the maps from stride 4 on go to `width` channels each, are stretched to stride 4 and
 * joined, the deepest first. NVIDIA's B0 and B1 have a width of 256, B2 to B5 one of 768.
 */
export function segformer(
  scope: Scope,
  { name, channels, depth }: Encoder,
  width: number,
): Decoder {
  if (depth < 3)
    throw new ModelError("config", `segformer needs 3 halvings, ${name} here has ${depth}.`);
  const own = at(scope, "linear_c");
  const used = channels.slice(2);
  const mlps = used.map((from, i) => linear(at(at(own, i), "proj"), from, width));
  const joined = { from: width * used.length, to: width, size: 1 };
  const fuse = convNorm(scope, ["linear_fuse", "batch_norm"], joined, EPSILON);
  const thin = dropout(scope.prefix, DROP, "values");
  return {
    channels: width,
    run: (maps, mode) => {
      const size = sizeOf(maps[2]!);
      const all = mlps.map((run, i) => stretch(run(maps[i + 2]!) as tf.Tensor4D, size));
      return thin(tf.relu(fuse(tf.concat(all.reverse(), 3), mode)), mode);
    },
  };
}
