import { type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import type { Act } from "../../act.ts";

/** Splits of the test images, which of them counts, corrected masks, and scoring again. */
export function addSplitCommands(admin: CommandUnknownOpts, act: Act): void {
  admin
    .command("split")
    .description("a new split of the test images; without a method, the versions that there are")
    .argument("<slug>", "the challenge")
    .addOption(
      new Option("--method <name>", "how to divide").choices([
        "stratified",
        "random",
        "csv",
      ] as const),
    )
    .option("--public-share <share>", "share of the test images that become public", "0.3")
    .option("--seed <n>", "the same seed gives the same split", "1")
    .option("--csv <file>", "CSV with the columns image,split")
    .option("--note <text>", "why this version")
    .option("--dry-run", "show both sides' class balance and the noise; save nothing")
    .action((slug, options) =>
      act(async (session) => (await import("./split.ts")).split(session, slug, options)),
    );

  admin
    .command("activate")
    .description("make a split version the one that counts, or move back to an earlier one")
    .argument("<slug>", "the challenge")
    .argument("<version>", "number of the version")
    .option("--reason <text>", "for the history and the audit log")
    .option("--dry-run", "score for it beforehand, unseen, and show what ranks would become")
    .option("--wait", "wait until all submissions are scored for it")
    .action((slug, version, options) =>
      act(async (session) =>
        (await import("./activate.ts")).activate(session, slug, version, options),
      ),
    );

  admin
    .command("correct")
    .description("replace wrong true masks, in a new data version that counts once it is activated")
    .argument("<slug>", "the challenge")
    .argument("<files...>", "PNGs named like their images, or zips of them")
    .option("--note <text>", "what was wrong")
    .action((slug, files, options) =>
      act(async (session) => (await import("./correct.ts")).correct(session, slug, files, options)),
    );

  admin
    .command("rescore")
    .description("score stored files again: all, of a team, or one")
    .argument("<slug>", "the challenge")
    .addOption(new Option("--submission <id>", "only this submission").conflicts("team"))
    .option("--team <name>", "only this team, by name or id")
    .option("--dry-run", "publish nothing; show which scores and ranks would change")
    .option("--wait", "wait until it is done (a dry run always does)")
    .action((slug, options) =>
      act(async (session) => (await import("./rescore.ts")).rescore(session, slug, options)),
    );
}
