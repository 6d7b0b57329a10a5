import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { BACKEND_CHOICES } from "@maskboard/engine";
import { ARCHITECTURES, ENCODERS, LOSSES } from "@maskboard/training";
import { PRESETS, RECIPES } from "./recipes.ts";

export const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("Give a number.");
  return value;
};

const batch = (text: string): number | "auto" => (text === "auto" ? text : number(text));

const size = (text: string): { width: number; height: number } => {
  const match = /^(\d+)x(\d+)$/.exec(text);
  if (!match) throw new InvalidArgumentError("Give WIDTHxHEIGHT, such as 350x350.");
  return { width: Number(match[1]), height: Number(match[2]) };
};

export const device = () =>
  new Option("--device <name>", "what computes").choices(BACKEND_CHOICES).default("auto" as const);

/** A command with the options of a training that one and several networks share. */
export const trainingCommand = (name: string, usual: string) =>
  new Command(name)
    .option(
      "--recipe <name>",
      `recipe: ${RECIPES.join(", ")}${name === "train" ? ", composites" : ""}`,
      usual,
    )
    .addOption(
      new Option("--preset <name>", "size of the recipe")
        .choices(PRESETS)
        .default("default" as const),
    )
    .option("--config <file>", "JSON of config keys that replace the recipe's")
    .option(
      "--data <dir>",
      "a challenge folder, an unpacked data kit, {images,masks}, or CamVid, the Oxford pets, BDD100K as they are published",
    )
    .option("--classes <file>", "classes as JSON or YAML, or by line as codes.txt")
    .option("--pair <rule>", "how masks are named, such as '{stem}.jpg={stem}_mask.png'")
    .option("--pretrained <what>", "weights of the encoder: none, imagenet or a file")
    .option("--epochs <n>", "passes over the training images, of each stage", number)
    .option("--max-steps <n>", "stop after so many batches", number)
    .option("--max-minutes <n>", "stop after so much training", number)
    .option("--size <WxH>", "size that images are squished to", size)
    .option("--batch <n>", "images a batch (also --batch-size); auto: by free memory", batch)
    .option("--lr <rate>", "learning rate", number)
    .option("--wd <decay>", "weight decay", number)
    .addOption(new Option("--loss <name>", "loss").choices(LOSSES))
    .option("--freeze-encoder", "the encoder gets no update")
    .option("--freeze-decoder", "the decoder gets no update")
    .option("--freeze-head", "the head gets no update")
    .option("--seed <n>", "of split, weights, order and augmentation", number)
    .addOption(device())
    .option("--json", "print the result as JSON");

/** Networks and encoders by name. */
export const architecture = () =>
  new Option("--architecture <name>", "network (also --arch)").choices(ARCHITECTURES);
export const encoder = () => new Option("--encoder <name>", "its encoder").choices(ENCODERS);
