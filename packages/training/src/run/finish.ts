import { join } from "node:path";
import type { ClassMap } from "@maskboard/contracts";
import type { Selection } from "@maskboard/engine";
import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { loadCheckpoint, readProgress } from "../checkpoint.ts";
import type { TrainConfig } from "../config.ts";
import type { LabelledImage } from "../data/dataset.ts";
import { scoreModel } from "../score.ts";
import { stagesOf } from "../stages.ts";
import { drawPredictions } from "./draw.ts";
import { exportModels } from "./export.ts";
import { createLoader } from "./model.ts";
import { type RunFolder, writeJson } from "./run-folder.ts";

interface FinishOptions {
  readonly model: Model;
  readonly folder: RunFolder;
  readonly config: TrainConfig;
  readonly classMap: ClassMap;
  readonly validation: readonly LabelledImage[];
  readonly selection: Selection;
  readonly onNote?: (line: string) => void;
}

/** The config of the stage that the best weights are from: they are for images of its size. */
export async function configOfBest(folder: RunFolder, config: TrainConfig): Promise<TrainConfig> {
  const { stage } = await readProgress(folder.best);
  return stagesOf(config)[stage] ?? config;
}

/** Scores the best weights of a run in the images' own size, draws what they predict, exports them. */
export async function finishRun(options: FinishOptions) {
  const { model, folder, classMap, validation, selection, onNote } = options;
  const config = await configOfBest(folder, options.config);
  await loadCheckpoint(folder.best, model);
  const loader = createLoader(config, model, classMap);
  try {
    onNote?.("scoring the best weights, drawing, exporting");
    const { batch } = config;
    const scored = await scoreModel(model, loader, validation, classMap, {
      batch,
      augment: config.testTimeAugmentation,
    });
    await writeJson(folder.validation, scored);
    await drawPredictions(folder.pictures, validation, { model, loader, classMap, batch });
    const exported = tf.getBackend() === "onnx";
    if (exported) await exportModels(model, config.size, classMap, folder);
    else onNote?.(`no models: they are exported on the device onnx, not on ${selection.choice}`);
    return {
      meanIou: scored.meanIou,
      artifacts: {
        onnx: exported ? folder.onnx : null,
        tfjs: exported ? join(folder.tfjs, "model.json") : null,
        best: folder.best,
        last: folder.last,
      },
    };
  } finally {
    await loader.close();
  }
}
