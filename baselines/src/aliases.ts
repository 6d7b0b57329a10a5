/** What the originals' scripts call options that have another name here. */
const ALIASES: Readonly<Record<string, string>> = {
  "--batch-size": "--batch",
  "--arch": "--architecture",
  "--image-size": "--size",
};

/**
 * Arguments with the originals' names of options replaced by ours: `--batch_size=8` is `--batch=8`,
 * `--freeze_encoder` is `--freeze-encoder`. Values stay as they are.
 */
export function withAliases(args: readonly string[]): string[] {
  return args.map((arg) => {
    if (!arg.startsWith("--")) return arg;
    const [name, ...value] = arg.split("=");
    const hyphens = name!.replaceAll("_", "-");
    return [ALIASES[hyphens] ?? hyphens, ...value].join("=");
  });
}
