import { type CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { auditActionSchema } from "@maskboard/contracts";
import type { Act } from "../../act.ts";

const RANKS = "only print which ranks would change";

/** Commands about what teams do: verdicts, mergers, the queue, and the log of all that. */
export function addModerationCommands(admin: CommandUnknownOpts, act: Act): void {
  admin
    .command("disqualify")
    .description("take a team or one submission off the boards, with a reason that the team reads")
    .argument("<slug>", "the challenge")
    .option("--team <team>", "name or id of the team")
    .option("--submission <id>", "the submission")
    .option("--reason <text>", "why")
    .option("--restore", "let it count again")
    .option("--dry-run", RANKS)
    .action((slug, options) =>
      act(async (session) => (await import("./disqualify.ts")).disqualify(session, slug, options)),
    );

  admin
    .command("merge")
    .description("make a team part of another one, if one team could have sent what both have")
    .argument("<slug>", "the challenge")
    .requiredOption("--team <team>", "name or id of the team that goes")
    .requiredOption("--into <team>", "name or id of the team that stays")
    .option("--dry-run", "only print the numbers of the rule and which ranks would change")
    .action((slug, options) =>
      act(async (session) => (await import("./merge.ts")).merge(session, slug, options)),
    );

  admin
    .command("audit")
    .description("who did what, the latest first")
    .argument("<slug>", "the challenge")
    .addOption(new Option("--action <action>", "only this").choices(auditActionSchema.options))
    .option("--actor <name>", "only by whom has this in the name, or has this id")
    .option("--subject <name>", "only about what has this in its name, or has this id")
    .option("--since <time>", "a UTC day, or an instant with its offset")
    .addOption(new Option("--limit <n>", "entries, at most 500").argParser(Number).default(50))
    .action((slug, options) =>
      act(async (session) => (await import("./audit.ts")).audit(session, slug, options)),
    );

  admin
    .command("queue")
    .description("submissions that wait, run or have ended; of the whole site without a challenge")
    .argument("[slug]", "the challenge")
    .option("--watch", "go on until nothing waits")
    .option("--retry <id>", "put a submission into the queue anew, whatever its state")
    .option("--cancel <id>", "take a submission out of the queue, or from its scorer")
    .option("--reason <text>", "why it is cancelled; its team reads it")
    .action((slug, options) =>
      act(async (session) => (await import("./queue.ts")).queue(session, slug, options)),
    );
}
