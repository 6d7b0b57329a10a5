import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { BACKEND_CHOICES } from "@maskboard/engine";
import { ARCHITECTURES, ENCODERS } from "@maskboard/training";
import { submit } from "./commands/submit.ts";
import { train } from "./commands/train.ts";
import { evaluate, predict } from "./commands/use.ts";
import { PRESETS } from "./recipes.ts";

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("Give a number.");
  return value;
};

const size = (text: string): { width: number; height: number } => {
  const match = /^(\d+)x(\d+)$/.exec(text);
  if (!match) throw new InvalidArgumentError("Give WIDTHxHEIGHT, such as 350x350.");
  return { width: Number(match[1]), height: Number(match[2]) };
};

const device = () =>
  new Option("--device <name>", "what computes").choices(BACKEND_CHOICES).default("auto" as const);

/** The command line; results go to `print`. */
export function buildProgram(print: (text: string) => void): Command {
  const show = (json: boolean | undefined, value: object, text: string) =>
    print(json ? JSON.stringify(value) : text);
  const program = new Command("baseline").exitOverride();

  program
    .command("train")
    .description("train a model; without --data on the seeded challenge")
    .option("--recipe <name>", "recipe", "body-parts")
    .addOption(
      new Option("--preset <name>", "size of the recipe")
        .choices(PRESETS)
        .default("default" as const),
    )
    .option("--config <file>", "JSON of config keys that replace the recipe's")
    .option("--data <dir>", "a challenge folder, an unpacked data kit, or {images,masks}")
    .option("--classes <file>", "classes as JSON or YAML, where the folder has none")
    .option("--pair <rule>", "how masks are named, such as '{stem}.jpg={stem}_mask.png'")
    .addOption(new Option("--architecture <name>", "network").choices(ARCHITECTURES))
    .addOption(new Option("--encoder <name>", "its encoder").choices(ENCODERS))
    .option("--pretrained <what>", "weights of the encoder: none, imagenet or a file")
    .option("--epochs <n>", "passes over the training images", number)
    .option("--max-steps <n>", "stop after so many batches", number)
    .option("--max-minutes <n>", "stop after so much training", number)
    .option("--size <WxH>", "size that images are squished to", size)
    .option("--batch <n>", "images a batch", number)
    .option("--lr <rate>", "learning rate", number)
    .addOption(device())
    .option("--seed <n>", "of split, weights, order and augmentation", number)
    .option("--out <dir>", "folder of the run (default: one below runs/)")
    .option("--resume <dir>", "go on with a run, with its own config")
    .option("--json", "print the result as JSON")
    .action(async ({ json, ...flags }) => {
      const report = await train(flags);
      const { run, meanIou, best } = report;
      const text = best
        ? `mean IoU ${(meanIou ?? 0).toFixed(4)} on the validation images (best epoch ${best.epoch}); see ${run}`
        : `stopped before the first epoch was done; go on by --resume ${run}`;
      show(json, report, text);
    });

  program
    .command("evaluate")
    .description("score the best weights of a run")
    .option("--run <dir>", "folder of the run (default: the newest below runs/)")
    .option("--data <dir>", "default: what the run was trained on")
    .option("--pair <rule>", "how masks are named")
    .addOption(
      new Option("--split <name>", "images")
        .choices(["validation", "public", "private", "test"] as const)
        .default("validation" as const),
    )
    .addOption(device())
    .option("--json", "print the result as JSON")
    .action(async ({ json, ...flags }) => {
      const summary = await evaluate(flags);
      const rows = summary.perClass.map(
        ({ name, iou }) => `  ${name.padEnd(16)} ${iou === null ? "-" : iou.toFixed(4)}`,
      );
      const head = `mean IoU ${summary.meanIou?.toFixed(4) ?? "-"} on ${summary.images} ${flags.split} images`;
      show(json, summary, [head, ...rows].join("\n"));
    });

  program
    .command("predict")
    .description("write a submission of the test images")
    .option("--run <dir>", "folder of the run (default: the newest below runs/)")
    .option("--data <dir>", "default: what the run was trained on")
    .option("--pair <rule>", "how masks are named")
    .option("--out <file>", "zip to write", "submission.zip")
    .addOption(device())
    .option("--json", "print the result as JSON")
    .action(async ({ json, ...flags }) => {
      const result = await predict(flags);
      show(json, result, `${result.images} masks in ${result.file}`);
    });

  program
    .command("submit")
    .description("upload a submission and wait for its score")
    .argument("[file]", "zip of masks, or a model such as runs/NAME/model.zip", "submission.zip")
    .option("--challenge <slug>", "challenge", "animal-body-parts")
    .option("--note <text>", "what it is, for the team")
    .option("--team <name>", "make a team of this name where you are in none")
    .option("--url <address>", "server")
    .option("--key <key>", "API key")
    .option("--json", "print the result as JSON")
    .action(async (file, { json, ...flags }) => {
      const result = await submit({ file, ...flags });
      const { status, publicMeanIou, rank, error } = result;
      const text =
        status === "scored"
          ? `mean IoU ${publicMeanIou ?? "-"}, rank ${rank ?? "-"}`
          : `${status}: ${error?.message ?? ""}`;
      show(json, result, text);
      if (status !== "scored") process.exitCode = 1;
    });
  return program as unknown as Command;
}
