import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClassMap } from "@maskboard/contracts";
import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import type { LabelledImage } from "../data/dataset.ts";
import { VOID } from "../data/load-sample.ts";
import type { Batch, Loader } from "../data/loader.ts";
import { forward } from "../evaluate.ts";
import type { EpochRecord, StepRecord } from "../fit.ts";
import { drawGrid, paintErrors, paintLabels, type Tile, WRONG } from "../pictures/grid.ts";
import { type Chart, lineChart } from "../pictures/line-chart.ts";
import { writeSvg } from "../pictures/write-svg.ts";
import type { FoundRates } from "../rates/find-rate.ts";
import { trimCurve } from "../rates/suggest.ts";
import { toDevice } from "../step.ts";

const [BLUE, ORANGE] = ["#2563eb", "#ea580c"];

async function writeChart(dir: string, name: string, chart: Chart): Promise<void> {
  await writeSvg(dir, name, lineChart(chart));
}

/** Curves of loss, mean IoU and learning rate, as SVG and PNG. */
export async function drawCurves(
  dir: string,
  epochs: readonly EpochRecord[],
  steps: readonly StepRecord[],
): Promise<void> {
  const byEpoch = (value: (record: EpochRecord) => number | null) =>
    epochs.map((record) => [record.epoch, value(record) ?? Number.NaN] as const);
  await writeChart(dir, "loss", {
    ...{ title: "Loss", x: "epoch", y: "loss" },
    series: [
      { name: "training", color: BLUE, points: byEpoch((record) => record.trainLoss) },
      { name: "validation", color: ORANGE, points: byEpoch((record) => record.validationLoss) },
    ],
  });
  await writeChart(dir, "mean-iou", {
    ...{ title: "Validation", x: "epoch", y: "0 to 1" },
    series: [
      { name: "mean IoU", color: BLUE, points: byEpoch((record) => record.meanIou) },
      { name: "pixel accuracy", color: ORANGE, points: byEpoch((record) => record.accuracy) },
    ],
  });
  await writeChart(dir, "learning-rate", {
    ...{ title: "Learning rate", x: "step", y: "rate" },
    series: [{ name: "rate", color: BLUE, points: steps.map(({ step, rate }) => [step, rate]) }],
  });
}

/** The finder's curve with both suggestions, as `NAME.svg` and `NAME.png`. */
export async function drawFinder(
  dir: string,
  name: string,
  { suggestions, ...curve }: FoundRates,
): Promise<void> {
  const { steepest, minimumTenth } = suggestions;
  const shown = trimCurve(curve);
  await writeChart(dir, name, {
    ...{ title: "Learning rate finder", x: "learning rate", y: "smoothed loss", logX: true },
    series: [
      { name: "loss", color: BLUE, points: shown.rates.map((rate, i) => [rate, shown.losses[i]!]) },
    ],
    marks: [
      { x: steepest, name: `steepest ${steepest.toExponential(1)}` },
      { x: minimumTenth, name: `minimum / 10 ${minimumTenth.toExponential(1)}` },
    ],
  });
}

/** An image of a batch as it looks. */
function tileOf({ images, shape }: Batch, i: number, model: Model): Tile {
  const [, height, width] = shape;
  const { mean, std } = model.encoder.normalization;
  const values = images.subarray(i * width * height * 3, (i + 1) * width * height * 3);
  const rgb = Uint8Array.from(values, (value, at) =>
    Math.min(255, Math.max(0, Math.round((value * std[at % 3]! + mean[at % 3]!) * 255))),
  );
  return { rgb, width, height };
}

interface Drawing {
  readonly model: Model;
  readonly loader: Loader;
  readonly classMap: ClassMap;
  readonly batch: number;
}

const labelsOf = ({ labels, shape: [, h, w] }: Batch, i: number): Uint8Array =>
  labels.subarray(i * h * w, (i + 1) * h * w);

/** Training images as the network sees them, with their labels over them: `NAME.png`. */
export async function drawBatch(
  dir: string,
  name: string,
  items: readonly LabelledImage[],
  { model, loader, classMap, batch }: Drawing,
  augmentSeed: number,
): Promise<void> {
  const colors = classMap.classes.map(({ color }) => color);
  for await (const one of loader.batches(items.slice(0, batch), { batch, augmentSeed })) {
    const tiles = Array.from({ length: Math.min(16, one.count) }, (_, i) => {
      const tile = tileOf(one, i, model);
      return [tile, paintLabels(tile, labelsOf(one, i), colors, 0.6)];
    });
    const text = { headings: ["image", "labels"], legend: classMap.classes };
    await writeFile(join(dir, `${name}.png`), await drawGrid(tiles.flat(), 8, text));
  }
}

/** Image, truth, prediction and errors of some validation images, row by row: `predictions.png`. */
export async function drawPredictions(
  dir: string,
  items: readonly LabelledImage[],
  { model, loader, classMap, batch }: Drawing,
): Promise<void> {
  const colors = classMap.classes.map(({ color }) => color);
  const tiles: Tile[] = [];
  for await (const one of loader.batches(items.slice(0, 8), { batch })) {
    const { images, labels } = toDevice(one);
    const best = tf.tidy(() => tf.argMax(forward(model, images, false), 3));
    const predicted = Uint8Array.from(await best.data());
    tf.dispose([images, labels, best]);
    const pixels = one.shape[1] * one.shape[2];
    for (let i = 0; i < one.count; i++) {
      const tile = tileOf(one, i, model);
      const truth = labelsOf(one, i);
      const own = predicted.subarray(i * pixels, (i + 1) * pixels);
      const opaque = (what: Uint8Array) => paintLabels(tile, what, colors, 1);
      tiles.push(tile, opaque(truth), opaque(own), paintErrors(tile, truth, own, VOID));
    }
  }
  const legend = [...classMap.classes, { name: "wrong", color: WRONG }];
  const headings = ["image", "truth", "prediction", "errors"];
  await writeFile(join(dir, "predictions.png"), await drawGrid(tiles, 4, { headings, legend }));
}
