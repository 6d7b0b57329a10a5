/**
 * `pnpm bench:baseline`: images per second of a whole training by the default recipe, decoding and
 * augmentation included, beside the engine's bare step on one batch in memory, and beside the same
 * recipe in PyTorch.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { recipe } from "@maskboard/baselines/recipes";
import { writeAnimalChallenge } from "@maskboard/data/synthetic";
import { openDataset, trainConfigSchema } from "@maskboard/training";
import { alternate } from "./alternate.ts";
import { Contender } from "./engine/contender.ts";
import { findPython } from "./python.ts";
import { note, parseFlags, report, row } from "./report.ts";

const { quick } = parseFlags();
const python = findPython("torch", "PIL", "numpy", "cv2");
if (!python) note("No python3 with torch, PIL, numpy and cv2: those rows have no peer.");
const [steps, rounds, images] = quick ? [6, 2, 32] : [12, 3, 96];
const threads = availableParallelism();

const config = trainConfigSchema.parse(recipe("body-parts", "default"));
const BLOCKS: Record<string, number[]> = { resnet18: [2, 2, 2, 2], resnet34: [3, 4, 6, 3] };

async function measure(data: string) {
  const { train, classMap } = await openDataset(data);
  const { batch, size, model } = config;
  const child = new URL("./baseline/child.ts", import.meta.url).pathname;
  const ours = await Contender.start(process.execPath, [child, data, String(steps)]);
  const spec = {
    ...{ steps, batch, threads, ...size },
    workers: Math.max(1, threads - 1),
    classes: classMap.classes.length,
    dice: config.dice,
    blocks: BLOCKS[model.encoder]!.slice(0, (model.depth ?? 5) - 1),
    files: train.map(({ image, mask }) => [image, mask]),
  };
  const script = new URL("./baseline/train.py", import.meta.url).pathname;
  const torch = python ? await Contender.start(python, [script, JSON.stringify(spec)]) : null;
  try {
    if (torch && torch.parameters !== ours.parameters)
      throw new Error(`${ours.parameters} parameters here, ${torch.parameters} in PyTorch`);
    const contenders = {
      bare: () => ours.ask("bare"),
      whole: () => ours.ask("whole"),
      torchBare: async () => (torch ? torch.ask("bare") : 0),
      torchWhole: async () => (torch ? torch.ask("whole") : 0),
    };
    // Graphs settle and memory is claimed in the first round.
    await alternate(1, contenders);
    const best = await alternate(rounds, contenders);
    const name = `${model.architecture}, ${model.encoder}, ${size.width} x ${size.height}, batch ${batch}`;
    const peer = (value: number) => ({ name: "PyTorch", value: torch ? value : null });
    const bare = { name: "the bare step", value: best.bare };
    return [
      row(`whole training, ${name}`, best.whole, bare, "images/s"),
      row(`whole training, ${name}`, best.whole, peer(best.torchWhole), "images/s"),
      row(`bare step, ${name}`, best.bare, peer(best.torchBare), "images/s"),
    ];
  } finally {
    ours.stop();
    torch?.stop();
  }
}

const folder = await mkdtemp(join(tmpdir(), "maskboard-bench-"));
try {
  const drawn = new URL("../../.maskboard/cache/animal-body-parts", import.meta.url).pathname;
  const kept = existsSync(join(drawn, "challenge.yaml"));
  const data = kept ? drawn : join(folder, "challenge");
  if (!kept) {
    note(`drawing ${images} images`);
    await writeAnimalChallenge(data, { seed: 1, train: images, publicTest: 1, privateTest: 1 });
  }
  report("baseline", await measure(data));
} finally {
  await rm(folder, { recursive: true, force: true });
}
