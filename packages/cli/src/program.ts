import {
  Command,
  type CommandUnknownOpts,
  InvalidArgumentError,
  Option,
} from "@commander-js/extra-typings";
import { type KeyScope, keyScopeSchema } from "@maskboard/contracts";
import manifest from "../package.json" with { type: "json" };
import type { Act } from "./act.ts";
import { addAdminCommands } from "./commands/admin/index.ts";
import type { ExitCode } from "./exit.ts";
import { perform } from "./run.ts";
import type { GlobalOptions } from "./session.ts";

/** `submit,organize` @throws InvalidArgumentError */
function parseScopes(text: string): KeyScope[] {
  const parsed = keyScopeSchema.array().safeParse(text.split(",").map((scope) => scope.trim()));
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`Scopes are ${keyScopeSchema.options.join(", ")}.`);
}

/** Where the outcome of a command goes. */
export type OnExit = (code: ExitCode) => void;

/** The command line as DESIGN fixes it. Usage errors are thrown as `CommanderError`s. */
export function buildProgram(onExit: OnExit): CommandUnknownOpts {
  const program = new Command("maskboard")
    .description("Segmentation challenges from the command line.")
    .version(manifest.version)
    .option("--url <url>", "address of the server (or MASKBOARD_URL, or what `login` stored)")
    .option("--key <key>", "API key (or MASKBOARD_API_KEY, or what `login` stored)")
    .option("--json", "print one JSON value on stdout and nothing else there")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError()
    .exitOverride();

  const act: Act = async (command) => {
    onExit(await perform(program.opts() satisfies GlobalOptions, command));
  };

  program
    .command("evaluate")
    .description("score predicted masks against true ones, with the scorer's own code; no server")
    .requiredOption("--truth <dir>", "folder of true masks")
    .requiredOption("--pred <dir>", "folder of predicted masks, named like the true ones")
    .requiredOption("--classes <file>", "classes.json of the challenge")
    .action((options) =>
      act(async (session) => (await import("./commands/evaluate.ts")).evaluate(session, options)),
    );

  program
    .command("check")
    .description("the upload's checks on a file; nothing is uploaded")
    .argument("<file>", "zip of masks")
    .requiredOption("--challenge <slug>", "the challenge")
    .action((file, options) =>
      act(async (session) => (await import("./commands/check.ts")).check(session, file, options)),
    );

  program
    .command("login")
    .description("store a server and an API key for it")
    .option("--email <email>", "sign in with email and password and make a key")
    .option("--password-stdin", "read the password from standard input")
    .addOption(
      new Option("--scopes <list>", "what the new key may do: submit, organize or both").argParser(
        parseScopes,
      ),
    )
    .action((options) =>
      act(async (session) => (await import("./commands/login.ts")).login(session, options)),
    );

  program
    .command("whoami")
    .description("who the key belongs to")
    .action(() => act(async (session) => (await import("./commands/whoami.ts")).whoami(session)));

  program
    .command("challenges")
    .description("the server's challenges")
    .action(() =>
      act(async (session) => (await import("./commands/challenges.ts")).challenges(session)),
    );

  program
    .command("data")
    .description("download and unpack a challenge's kit; resumes where it stopped")
    .argument("<slug>", "the challenge")
    .requiredOption("--out <dir>", "folder to unpack into")
    .action((slug, options) =>
      act(async (session) => (await import("./commands/data.ts")).data(session, slug, options)),
    );

  program
    .command("submit")
    .description(
      "check a zip of masks, or a model, and upload it; the same command resumes a broken upload",
    )
    .argument("<file>", "zip of masks, or ONNX model (alone or zipped with a card.json)")
    .requiredOption("--challenge <slug>", "the challenge")
    .option("--note <text>", "a note for your team")
    .option("--wait", "wait for the score")
    .action((file, options) =>
      act(async (session) => (await import("./commands/submit.ts")).submit(session, file, options)),
    );

  program
    .command("submissions")
    .description("your team's submissions")
    .argument("<slug>", "the challenge")
    .action((slug) =>
      act(async (session) =>
        (await import("./commands/submissions.ts")).submissions(session, slug),
      ),
    );

  program
    .command("show")
    .description("a submission with its score and classes")
    .argument("<id>", "the submission")
    .action((id) => act(async (session) => (await import("./commands/show.ts")).show(session, id)));

  program
    .command("leaderboard")
    .description("a challenge's leaderboard")
    .argument("<slug>", "the challenge")
    .addOption(
      new Option("--split <name>", "which scores")
        .choices(["public", "private"] as const)
        .default("public" as const),
    )
    .action((slug, options) =>
      act(async (session) =>
        (await import("./commands/leaderboard.ts")).leaderboard(session, slug, options),
      ),
    );

  addAdminCommands(program, act);

  program
    .command("doctor")
    .description("what is missing or misconfigured, and how to mend it")
    .action(() => act(async (session) => (await import("./commands/doctor.ts")).doctor(session)));

  return program;
}
