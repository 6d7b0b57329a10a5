import { text as readAll } from "node:stream/consumers";
import { password as askPassword, checkbox, input, select } from "@inquirer/prompts";
import { type KeyScope, MaskboardError, type Viewer } from "@maskboard/contracts";
import { createClient } from "../client/client.ts";
import { createApiKey } from "../client/sign-in.ts";
import { storeKey } from "../config/credentials.ts";
import { findServer, normalizeUrl } from "../config/server.ts";
import { UsageError } from "../exit.ts";
import { accent, bold, dim } from "../output/style.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

export interface LoginOptions {
  readonly email?: string | undefined;
  readonly passwordStdin?: true | undefined;
  readonly scopes?: KeyScope[] | undefined;
}

/** Prompts write to stderr, so that stdout stays clean. */
const onStderr = { output: process.stderr };

const DEFAULT_URL = "http://localhost:3000";

async function whichServer(session: Session): Promise<string> {
  const known = await findServer(session.options, session.env);
  if (session.options.url !== undefined || session.env.url !== undefined || !process.stdin.isTTY) {
    if (known) return known.url;
    throw new UsageError("Which server? None is named.", "Give --url or set MASKBOARD_URL.");
  }
  return normalizeUrl(
    await input({ message: "Server", default: known?.url ?? DEFAULT_URL }, onStderr),
  );
}

async function passwordFor(options: LoginOptions): Promise<string> {
  if (options.passwordStdin) return (await readAll(process.stdin)).replace(/\r?\n$/, "");
  if (process.stdin.isTTY) return askPassword({ message: "Password", mask: true }, onStderr);
  throw new UsageError("No password to sign in with.", "Pipe it in and give --password-stdin.");
}

/** What the key is for: as said, as chosen, or what participants need, and admins as well. */
async function chooseScopes({ scopes }: LoginOptions, viewer: Viewer): Promise<KeyScope[]> {
  if (scopes) return scopes;
  const usual: KeyScope[] = viewer.admin ? ["submit", "organize"] : ["submit"];
  if (!process.stdin.isTTY) return usual;
  return checkbox<KeyScope>(
    {
      message: "What is this machine for? (reading always is)",
      choices: [
        { name: "submitting", value: "submit", checked: true },
        { name: "organizing (admin commands)", value: "organize", checked: viewer.admin },
      ],
    },
    onStderr,
  );
}

/** A key from the options, from email and password, or from whichever the person prefers. */
async function obtainKey(session: Session, options: LoginOptions, url: string): Promise<string> {
  const given = session.options.key ?? (options.email === undefined ? session.env.key : undefined);
  if (given !== undefined) return given;
  let { email } = options;
  if (email === undefined) {
    if (!process.stdin.isTTY) {
      throw new UsageError(
        "Nothing to sign in with.",
        "Give --key, or --email with --password-stdin.",
      );
    }
    const how = await select(
      {
        message: "Sign in with",
        choices: [
          { name: "email and password (makes an API key)", value: "password" },
          { name: "an API key from the account page", value: "key" },
        ],
      },
      onStderr,
    );
    if (how === "key") return askPassword({ message: "API key", mask: true }, onStderr);
    email = await input({ message: "Email", required: true }, onStderr);
  }
  const password = await passwordFor(options);
  return createApiKey(url, { email, password }, (viewer) => chooseScopes(options, viewer));
}

/**
 * `maskboard login`: verifies a key, or makes one with email and password, and stores it.
 *
 * @throws MaskboardError `unauthenticated` when the server does not know the key or the password
 */
export async function login(session: Session, options: LoginOptions): Promise<Report> {
  const url = await whichServer(session);
  const key = await obtainKey(session, options, url);
  const client = createClient({ url, key });
  const viewer = await client.ask(client.trpc.viewer.me.query());
  if (!viewer) {
    throw new MaskboardError("unauthenticated", `${url} does not know this API key.`);
  }
  const file = await storeKey(session.env, url, { key, email: viewer.email });
  return {
    json: { url, ...viewer, credentials: file },
    text: `Signed in to ${accent(url)} as ${bold(viewer.name)} ${dim(viewer.email)}\n${dim(`The key is in ${file}`)}`,
  };
}
