import { Argument, type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { exportFormatSchema, exportKindSchema } from "@maskboard/contracts";
import type { Act } from "../../act.ts";

const AT = "instant with its offset from UTC, like 2026-12-01T18:00Z; now if left out";

/** Commands about the course of a challenge and what comes out of it. */
export function addPhaseCommands(admin: CommandUnknownOpts, act: Act): void {
  admin
    .command("freeze")
    .description("the board stands still: scores that come later do not show until the reveal")
    .argument("<slug>", "the challenge")
    .option("--at <instant>", AT)
    .option("--off", "let it move again, or drop a planned freeze")
    .option("--dry-run", "only print which ranks would change")
    .action((slug, options) =>
      act(async (session) => (await import("./freeze.ts")).freeze(session, slug, options)),
    );

  admin
    .command("reveal")
    .description("private scores show, for good")
    .argument("<slug>", "the challenge")
    .option("--at <instant>", AT)
    .option("--off", "drop a planned reveal")
    .option("--dry-run", "only print from which public to which private rank each team would go")
    .option("--yes", "do not ask")
    .action((slug, options) =>
      act(async (session) => (await import("./reveal.ts")).reveal(session, slug, options)),
    );

  admin
    .command("export")
    .description("the board, all submissions or all per-image scores as a file, private ones too")
    .argument("<slug>", "the challenge")
    .addArgument(new Argument("<kind>", "what").choices(exportKindSchema.options))
    .addOption(
      new Option("--format <format>", "how")
        .choices(exportFormatSchema.options)
        .default("csv" as const),
    )
    .requiredOption("--out <file>", "where to")
    .action((slug, kind, options) =>
      act(async (session) =>
        (await import("./export.ts")).exportTable(session, slug, kind, options),
      ),
    );
}
