import { Command, Option } from "@commander-js/extra-typings";
import { EVALUATION_SETS } from "@maskboard/training";
import { compare } from "./commands/compare.ts";
import { composites, statistics, trainOnComposites } from "./commands/composites.ts";
import { submit } from "./commands/submit.ts";
import { train } from "./commands/train.ts";
import { evaluate, predict } from "./commands/use.ts";
import { comparisonTable } from "./comparison.ts";
import { architecture, device, encoder, number, trainingCommand } from "./options.ts";
import { DRIVABLE_MODELS } from "./recipes/drivable.ts";

/** The command line; results go to `print`. */
export function buildProgram(print: (text: string) => void): Command {
  const show = (json: boolean | undefined, value: object, text: string) =>
    print(json ? JSON.stringify(value) : text);
  const program = new Command("baseline").exitOverride();

  program.addCommand(
    trainingCommand("train", "body-parts")
      .description("train a model; without --data on the seeded challenge")
      .addOption(architecture())
      .addOption(encoder())
      .option("--out <dir>", "folder of the run (default: one below runs/)")
      .option("--resume <dir>", "go on with a run, with its own config")
      .copyInheritedSettings(program)
      .action(async ({ json, ...flags }) => {
        if (flags.recipe === "composites") {
          const made = await trainOnComposites(flags);
          const iou = made.best?.iou.toFixed(4) ?? "-";
          return show(
            json,
            made,
            `IoU ${iou} (best epoch ${made.best?.epoch ?? "-"}); see ${made.run}`,
          );
        }
        const report = await train(flags);
        const { run, meanIou, best, stopped } = report;
        const score = best
          ? `mean IoU ${meanIou?.toFixed(4) ?? "-"} on the validation images (best epoch ${best.epoch}); see ${run}`
          : "no epoch is done yet";
        const interrupted = stopped === "signal";
        show(json, report, interrupted ? `stopped: ${score}; go on by --resume ${run}` : score);
        if (interrupted) process.exitCode = 130;
      }),
  );

  program.addCommand(
    trainingCommand("compare", "drivable")
      .description("train several networks by one recipe and write a table of them")
      .option("--models <names...>", "networks, each architecture:encoder", DRIVABLE_MODELS)
      .option("--also <dir...>", "other data with the same classes, to evaluate on", [])
      .option("--out <dir>", "folder of the runs and the table", "runs/comparison")
      .copyInheritedSettings(program)
      .action(async ({ json, ...flags }) => {
        const comparison = await compare(flags);
        if (comparison)
          show(json, comparison, `${comparisonTable(comparison)}\n${comparison.files.table}`);
        else show(json, { stopped: flags.out }, "stopped; the same command goes on");
      }),
  );

  program
    .command("composites")
    .description("lay cut-out objects over backgrounds: images with their masks")
    .requiredOption("--backgrounds <dir>", "images")
    .requiredOption("--foregrounds <dir>", "objects with transparency, PNG or WebP")
    .requiredOption("--out <dir>", "folder of the composites")
    .option("--positions <n>", "of each object and its mirror image on each background", number)
    .option("--background-side <n>", "pixels (default: 192)", number)
    .option("--foreground-side <n>", "pixels (default: 96)", number)
    .option("--seed <n>", "of the positions", number)
    .option("--json", "print the result as JSON")
    .action(async ({ json, ...flags }) => {
      const result = await composites(flags);
      show(json, result, `${result.images} composites in ${result.out}`);
    });

  program
    .command("statistics")
    .description("mean and standard deviation of the channels of images, in 0..1")
    .argument("<folders...>", "folders of images")
    .option("--json", "print the result as JSON")
    .action(async (folders, { json }) => {
      const rows = await statistics(folders);
      const numbers = (values: readonly number[]) => values.map((v) => v.toFixed(6)).join(" ");
      const lines = rows.map(
        ({ folder, images, mean, std }) =>
          `${folder}: ${images} images  mean ${numbers(mean)}  std ${numbers(std)}`,
      );
      show(json, rows, lines.join("\n"));
    });

  program
    .command("evaluate")
    .description("score the best weights of a run")
    .option("--run <dir>", "folder of the run (default: the newest below runs/)")
    .option("--data <dir>", "default: what the run was trained on")
    .option("--pair <rule>", "how masks are named")
    .addOption(
      new Option("--split <name>", "images; all of them for data that the run has never seen")
        .choices(EVALUATION_SETS)
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
          ? `mean IoU ${publicMeanIou?.toFixed(4) ?? "-"}, rank ${rank ?? "-"}`
          : `${status}: ${error ? `${error.message}\n${error.fix}` : ""}`;
      show(json, result, text);
      if (status !== "scored") process.exitCode = 1;
    });
  return program as unknown as Command;
}
