import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  createClient,
  type MaskboardClient,
  uploadSubmission,
  waitForSubmission,
} from "@maskboard/cli/client";
import { needFile, normalizeUrl } from "@maskboard/cli/usage";
import { MaskboardError } from "@maskboard/contracts";
import { openFileSource } from "@maskboard/data";
import { laneOf } from "@maskboard/data/check";
import { z } from "zod";
import { readEnv } from "../env.ts";
import { View } from "../view.ts";

export interface SubmitFlags {
  readonly file: string;
  readonly challenge: string;
  readonly note?: string | undefined;
  /** Name of a team to make where the account is in none of that challenge. */
  readonly team?: string | undefined;
  readonly url?: string | undefined;
  readonly key?: string | undefined;
}

const credentialsSchema = z.object({
  url: z.string(),
  accounts: z.array(z.object({ role: z.string(), apiKey: z.string().nullish() })),
});

/** Server and key of the flags, the environment, or the participant that a local site has made. */
async function serverOf({ url, key }: SubmitFlags): Promise<{ url: string; key: string }> {
  const env = readEnv();
  const named = url ?? env.url;
  const given = { url: named && normalizeUrl(named), key: key ?? env.key };
  if (given.url !== undefined && given.key !== undefined) return { url: given.url, key: given.key };
  const file = join(env.home, "credentials.json");
  if (existsSync(file)) {
    const local = credentialsSchema.parse(JSON.parse(await readFile(file, "utf8")));
    const account = local.accounts.find(({ role }) => role === "participant");
    const same = given.url === undefined || given.url === local.url;
    if (same && account?.apiKey) return { url: local.url, key: given.key ?? account.apiKey };
  }
  throw new MaskboardError(
    "unauthenticated",
    "Which server, and who are you? Give --url and --key, or MASKBOARD_URL and MASKBOARD_API_KEY, or start a site here by `npm start`.",
  );
}

/** Says how a team is made from here. */
class NoTeam extends MaskboardError {
  constructor({ code, message, details }: MaskboardError) {
    super(code, message, details);
  }

  override get fix(): string {
    return `Give --team NAME, which makes one. ${super.fix}`;
  }
}

/** Makes a team unless the account is in one already. */
async function makeTeam(client: MaskboardClient, slug: string, name: string): Promise<void> {
  const { team } = await client.ask(client.trpc.challenge.bySlug.query({ slug }));
  if (team === null) await client.ask(client.trpc.team.create.mutate({ slug, name }));
}

/**
 * `baseline:submit`: uploads a submission, waits for its score and gives it.
 *
 * @throws MaskboardError what the server refuses (no team, a closed challenge or lane, limits), or
 *   `unreachable`; a file that the scorer finds invalid is a result
 */
export async function submit(flags: SubmitFlags) {
  await needFile(flags.file);
  const view = new View(() => 0);
  const client = createClient(await serverOf(flags));
  if (flags.team !== undefined) await makeTeam(client, flags.challenge, flags.team);
  const source = await openFileSource(flags.file);
  const lane = await laneOf(basename(flags.file), source).finally(() => source.close());
  const id = await uploadSubmission(client, { ...flags, lane }).catch((error) => {
    const alone = error instanceof MaskboardError && error.code === "no_team";
    throw alone ? new NoTeam(error) : error;
  });
  let state = "";
  const result = await waitForSubmission(client, id, {
    onChange: (now) => {
      if (now.state !== state) view.note(now.state);
      state = now.state;
      if (now.progress) view.progress("images", now.progress.done, now.progress.total);
    },
  });
  return {
    id,
    status: result.state,
    publicMeanIou: result.publicMeanIou ?? null,
    rank: result.teamRank ?? null,
    perClass: result.result?.perClass ?? null,
    error: result.error ?? null,
  };
}
