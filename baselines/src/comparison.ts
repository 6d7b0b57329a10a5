import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { barChart, type RunResults, type Summary, writeSvg } from "@maskboard/training";

/** A network that was trained, and what it does on data that it has never seen. */
export interface ComparedModel {
  readonly name: string;
  readonly dir: string;
  readonly results: RunResults;
  readonly also: readonly { readonly data: string; readonly summary: Summary }[];
}

interface Score {
  /** 0..1, over the classes in the truth. */
  readonly meanIou: number | null;
  readonly perClass: readonly { id: number; name: string; iou: number | null }[];
}

/** What `baseline:compare --json` prints and `comparison.json` holds. */
export interface Comparison {
  readonly recipe: string;
  readonly data: string;
  readonly models: readonly (Score & {
    readonly name: string;
    readonly run: string;
    readonly parameters: number;
    /** Of all weights in float32. */
    readonly weightMiB: number;
    /** In training. */
    readonly imagesPerSecond: number;
    readonly also: readonly (Score & { readonly data: string; readonly images: number })[];
  })[];
  /** Files that were written. */
  readonly files: { readonly table: string; readonly json: string; readonly picture: string };
}

const scoreOf = ({ meanIou, perClass }: Summary): Score => ({
  meanIou,
  perClass: perClass.map(({ id, name, iou }) => ({ id, name, iou })),
});

interface Compared {
  readonly recipe: string;
  readonly data: string;
  readonly models: readonly ComparedModel[];
}

/** Writes `comparison.md`, `.json`, `.svg` and `.png` into a folder. */
export async function writeComparison(
  dir: string,
  { recipe, data, models }: Compared,
): Promise<Comparison> {
  const at = (extension: string) => join(dir, `comparison.${extension}`);
  const comparison: Comparison = {
    ...{ recipe, data, files: { table: at("md"), json: at("json"), picture: at("png") } },
    models: models.map(({ name, dir: run, results, also }) => ({
      ...{ name, run, ...scoreOf(results.validation) },
      parameters: results.parameters,
      weightMiB: results.weightBytes / 2 ** 20,
      imagesPerSecond: results.imagesPerSecond,
      also: also.map((other) => ({
        ...{ data: other.data, images: other.summary.images, ...scoreOf(other.summary) },
      })),
    })),
  };
  await writeFile(at("json"), `${JSON.stringify(comparison, null, 2)}\n`);
  await writeFile(at("md"), comparisonTable(comparison));
  await writeSvg(dir, "comparison", picture(comparison));
  return comparison;
}

const share = (value: number | null): string => (value === null ? "-" : value.toFixed(4));

/** The comparison as a Markdown table, a row a model; one more for each other data set. */
export function comparisonTable({ recipe, models }: Pick<Comparison, "recipe" | "models">): string {
  const classes = models[0]!.perClass.map(({ name }) => name);
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const scores = ({ meanIou, perClass }: Score) => [
    share(meanIou),
    ...perClass.map(({ iou }) => share(iou)),
  ];
  const lines = [
    row(["model", "data", "mean IoU", ...classes, "weights", "images/s"]),
    row(["---", "---", ...classes.map(() => "---:"), "---:", "---:", "---:"]),
    ...models.flatMap((model) => [
      row([
        ...[model.name, "validation", ...scores(model)],
        ...[`${model.weightMiB.toFixed(1)} MiB`, model.imagesPerSecond.toFixed(1)],
      ]),
      ...model.also.map((other) =>
        row([model.name, `${basename(other.data)}, unseen`, ...scores(other), "", ""]),
      ),
    ]),
  ];
  return [
    `# One recipe (${recipe}), ${models.length} networks`,
    "",
    ...lines,
    "",
    "Best weights, scored in the images' own size. Weights are float32 with running statistics;",
    "images/s is the speed of training, loading included.",
    "",
  ].join("\n");
}

const COLORS = ["#2563eb", "#ea580c", "#059669", "#7c3aed", "#db2777"];

function picture({ recipe, models }: Comparison): string {
  const names = ["validation", ...models[0]!.also.map(({ data }) => basename(data))];
  return barChart({
    title: `Mean IoU, recipe ${recipe}`,
    series: names.map((name, i) => ({ name, color: COLORS[i % COLORS.length]! })),
    rows: models.map(({ name, meanIou, weightMiB, imagesPerSecond, also }) => ({
      name,
      values: [meanIou, ...also.map((other) => other.meanIou)],
      note: `${weightMiB.toFixed(0)} MiB, ${imagesPerSecond.toFixed(1)} images/s`,
    })),
  });
}
