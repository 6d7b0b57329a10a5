import { at, type Scope } from "../parameters/store.ts";
import { type Encoder, type EncoderFactory, IMAGENET } from "./encoder.ts";
import { checkDepth, checkNoDilation } from "./halving.ts";

/** What differs between encoders that halve by pooling. */
type Body = Pick<Encoder, "channels" | "stages" | "stageOf" | "features">;

/**
 * An encoder that halves by pooling from each map to the next, so that it can't be dilated, trained on
 * ImageNet and named as torchvision's `features`.
 * @param build makes it below the scope `features`, for images of `inChannels`
 */
export function pooledEncoder(
  name: string,
  build: (features: Scope, inChannels: number, depth: number) => Body,
): EncoderFactory {
  return (scope, { inChannels = 3, depth = 5, outputStride } = {}) => {
    checkDepth(name, depth);
    checkNoDilation(name, depth, outputStride);
    const body = build(at(scope, "features"), inChannels, depth);
    const strides = body.channels.map((_, i) => 2 ** i);
    return { name, depth, strides, normalization: IMAGENET, ...body };
  };
}
