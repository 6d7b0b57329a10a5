import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Act } from "../../act.ts";
import { addModerationCommands } from "./moderation-commands.ts";
import { addPhaseCommands } from "./phase-commands.ts";
import { addSplitCommands } from "./split-commands.ts";

/** `maskboard admin …`: what organizers do. */
export function addAdminCommands(program: CommandUnknownOpts, act: Act): void {
  const admin = program.command("admin").description("for organizers");

  admin
    .command("import")
    .description("a challenge from a folder: checked here, then uploaded and imported")
    .argument("<dir>", "challenge folder")
    .requiredOption("--slug <slug>", "name of the challenge in addresses")
    .option("--title <title>", "title (or the one in challenge.yaml)")
    .option("--pair <rule>", 'how names pair, for instance "{stem}_p_1.jpg={stem}_p_msk.png"')
    .option("--dry-run", "only say what is in the folder and wrong with it; nothing is sent")
    .option("--publish", "show the challenge to everybody at once, instead of as a draft")
    .action((dir, options) =>
      act(async (session) => (await import("./import.ts")).importChallenge(session, dir, options)),
    );

  addSplitCommands(admin, act);
  addPhaseCommands(admin, act);

  addModerationCommands(admin, act);
}
