import type { Limits } from "@maskboard/contracts";
import { bytes, count } from "@/lib/format";

/** Keys of card.json that people ask for; all of them are in docs/model-submissions.md. */
const CARD: readonly { key: string; values: string; meaning: string }[] = [
  {
    key: "inputSize",
    values: '{"width": 512, "height": 384} or {"multiple": 32}',
    meaning: "where the model itself takes any size",
  },
  {
    key: "resize",
    values: "squish, letterbox, none",
    meaning: "how an image comes to that size; none keeps each image's own",
  },
  {
    key: "layout",
    values: "NCHW, NHWC",
    meaning: "order of the axes, where the shape leaves it open",
  },
  { key: "channels", values: "RGB, BGR", meaning: "order of the colours" },
  { key: "range", values: "0..1, 0..255", meaning: "of pixel values, before mean and std" },
  {
    key: "mean, std",
    values: "[0.485, 0.456, 0.406]",
    meaning: "per channel, in units of the range",
  },
  {
    key: "output",
    values: "logits, probabilities, labels",
    meaning: "a value per class and pixel, or a class id per pixel",
  },
  {
    key: "classes",
    values: "[0, 3, 4]",
    meaning: "class id of each channel, if not in the challenge's order",
  },
];

/** What a model is here, what may come with it, and what it may take. */
export function ModelGuide({ limits }: { limits: Limits }) {
  const { artifactMiB, modelSeconds, modelMemoryMiB } = limits;
  return (
    <section aria-labelledby="models" className="grid max-w-prose gap-5">
      <h2 id="models" className="text-xl font-semibold">
        Sending a model
      </h2>
      <p>
        Instead of masks you may send the model. It is run here on the test images, in a closed-off
        process, and the masks it makes are scored like uploaded ones. You see each image counted as
        it is done.
      </p>
      <ul className="list-disc space-y-1 pl-5">
        <li>
          <strong className="font-medium">ONNX</strong>: the file itself, or zipped with a{" "}
          <code>card.json</code>. PyTorch's own exporter writes it; say{" "}
          <code>external_data=False</code>, so that the weights are inside.
        </li>
        <li>
          <strong className="font-medium">TensorFlow.js</strong>: a zip of <code>model.json</code>{" "}
          (layers or graph model) and its weight files, with a <code>card.json</code> if you like.
        </li>
      </ul>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted-foreground">Size</dt>
        <dd>at most {bytes(artifactMiB * 2 ** 20)}, also unpacked</dd>
        <dt className="text-muted-foreground">Time</dt>
        <dd>
          {count(modelSeconds)} s for all test images; a quarter of it to load and do a first
          picture
        </dd>
        <dt className="text-muted-foreground">Memory</dt>
        <dd>{bytes(modelMemoryMiB * 2 ** 20)}, runtime included</dd>
      </dl>
      <details className="rounded-xl border border-line px-4 py-3">
        <summary className="cursor-pointer font-medium">What card.json may say</summary>
        <p className="mt-3 text-sm text-muted-foreground">
          All of it is optional: what the model's own shapes tell is taken from there, images are
          squished, and pixels go from 0 to 1 as RGB.
        </p>
        <dl className="mt-3 grid gap-3 text-sm">
          {CARD.map(({ key, values, meaning }) => (
            <div key={key}>
              <dt>
                <code className="font-medium">{key}</code>{" "}
                <code className="text-muted-foreground">{values}</code>
              </dt>
              <dd className="text-muted-foreground">{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
