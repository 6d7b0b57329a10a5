import type { EncoderName } from "../encoders/registry.ts";
import { ModelError } from "../error.ts";

/** A published file of weights and how to know that it is the right one. */
export interface PretrainedFile {
  readonly url: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** Name to keep it under. */
  readonly file: string;
}

type Known = Omit<PretrainedFile, "url">;

const torchvision = (file: string, bytes: number, sha256: string): Known => ({
  sha256,
  bytes,
  file,
});

/** Where PyTorch's weights are published. */
const ORIGIN = "https://download.pytorch.org/models";

/**
 * Weights of the encoders trained on ImageNet: torchvision's IMAGENET1K_V1 (BSD 3-Clause), which
 * `readWeights` of @maskboard/engine reads and `publishedEncoder` names. The digests begin with the digits in the
 * files' names, which is how PyTorch itself checks them.
 */
const IMAGENET1K: Partial<Record<EncoderName, Known>> = {
  resnet18: torchvision(
    "resnet18-f37072fd.pth",
    46_830_571,
    "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec",
  ),
  resnet34: torchvision(
    "resnet34-b627a593.pth",
    87_319_819,
    "b627a593bcbe140c234610266fe4f8ae95ea42fc881d091c9b6052e6b1d0590f",
  ),
  resnet50: torchvision(
    "resnet50-0676ba61.pth",
    102_530_333,
    "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a",
  ),
};

/**
 * The published ImageNet weights of an encoder.
 * @param origin folder of the files' addresses, for those who keep them on a server of their own
 * @throws ModelError where there are none
 */
export function pretrainedFile(encoder: string, origin: string = ORIGIN): PretrainedFile {
  const known = Object.hasOwn(IMAGENET1K, encoder) ? IMAGENET1K[encoder as EncoderName] : undefined;
  if (known) return { ...known, url: `${origin}/${known.file}` };
  throw new ModelError(
    "config",
    `No published ImageNet weights for "${encoder}"; there are some for ` +
      `${Object.keys(IMAGENET1K).join(", ")}. Give a file of your own, or start from scratch.`,
  );
}
