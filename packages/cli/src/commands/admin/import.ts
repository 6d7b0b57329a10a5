import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countFaults, MaskboardError, slugSchema } from "@maskboard/contracts";
import {
  type ChallengeFolder,
  type ChallengeInspection,
  inspectChallengeFolder,
  throwProblems,
} from "@maskboard/data";
import type { MaskboardClient } from "../../client/client.ts";
import { uploadChallenge } from "../../client/upload.ts";
import { type ImportView, waitForImport } from "../../client/wait.ts";
import { EXIT, UsageError } from "../../exit.ts";
import { zipChallenge } from "../../local/challenge-zip.ts";
import { needFolder } from "../../local/paths.ts";
import { findingsText } from "../../output/findings.ts";
import { bytes, counted } from "../../output/format.ts";
import type { Progress } from "../../output/progress.ts";
import { accent, dim } from "../../output/style.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";

export interface ImportOptions {
  readonly slug: string;
  readonly title?: string | undefined;
  readonly pair?: string | undefined;
  /** Only says what is in the folder; nothing is sent, and no server is needed. */
  readonly dryRun?: boolean | undefined;
  /** People see the challenge at once; otherwise it is a draft. */
  readonly publish?: boolean | undefined;
}

/** The server's own reader: whatever it refuses is refused here, before anything is sent. */
function inspectHere(
  dir: string,
  pair: string | undefined,
  progress: Progress,
): Promise<ChallengeInspection> {
  return inspectChallengeFolder(dir, {
    ...(pair === undefined ? {} : { pair }),
    onProgress: ({ done, total }) =>
      progress.show("checking", done, total, counted(total, "image")),
  });
}

function dryRun({ findings, notices }: ChallengeInspection): Report {
  const faults = countFaults(findings);
  return {
    json: { importable: faults === 0, faults, findings, notices },
    text: findingsText(findings, notices),
    exitCode: faults === 0 ? EXIT.done : EXIT.refused,
  };
}

async function send(
  session: Session,
  client: MaskboardClient,
  folder: ChallengeFolder,
  { slug, title }: ImportOptions,
): Promise<string> {
  const { progress } = session;
  const work = await mkdtemp(join(tmpdir(), "maskboard-challenge-"));
  try {
    const file = join(work, `${slug}.zip`);
    await zipChallenge(folder, file);
    progress.note(`The archive has ${bytes((await stat(file)).size)}.`);
    return await uploadChallenge(client, {
      file,
      slug,
      title,
      resumeFile: await session.resumeFile(),
      onResume: () => progress.note("An earlier upload of this folder goes on."),
      onProgress: (sent, total) =>
        progress.show("uploading", sent, total, `${bytes(sent)} of ${bytes(total)}`),
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function watch(progress: Progress): (view: ImportView) => void {
  return ({ status, progress: steps }) => {
    if (steps) progress.show("importing", steps.done, steps.total);
    else progress.note(status);
  };
}

/**
 * `maskboard admin import DIR --slug S`: checks the folder here, tells what is in it, uploads it and
 * follows the import, which makes a draft.
 *
 * @throws UsageError for a slug that can't be one
 * @throws MaskboardError what the reader finds (`dataset_…`, `challenge_config`), naming the files;
 * `slug_taken`; `forbidden`
 */
export async function importChallenge(
  session: Session,
  dir: string,
  options: ImportOptions,
): Promise<Report> {
  const { slug } = options;
  const valid = slugSchema.safeParse(slug);
  if (!valid.success) {
    throw new UsageError(`"${slug}" is no slug.`, `Please ${valid.error.issues[0]?.message}.`);
  }
  await needFolder(dir);
  const { progress } = session;
  if (options.dryRun) return dryRun(await inspectHere(dir, options.pair, progress));
  const client = await session.client();
  const viewer = await client.ask(client.trpc.viewer.me.query());
  if (!viewer) throw new MaskboardError("unauthenticated", `Nobody is signed in to ${client.url}.`);
  if (!viewer.admin) throw new MaskboardError("forbidden", "Only admins import challenges.");
  const { folder, findings, notices, problems } = await inspectHere(dir, options.pair, progress);
  progress.say(findingsText(findings, notices));
  throwProblems(problems);
  const id = await send(session, client, folder!, options);
  const result = await waitForImport(client, id, watch(progress));
  if (result.error) {
    const { code, message, details } = result.error;
    throw new MaskboardError(code, message, details);
  }
  if (options.publish) {
    await client.ask(client.trpc.setup.setStatus.mutate({ slug, to: "published" }));
  }
  const url = `${client.url}/challenges/${result.challenge ?? slug}`;
  const { report, status } = result;
  const next = options.publish
    ? "It is published."
    : `It is a draft. Describe and publish it at ${url}/organize/setup/about`;
  return {
    json: {
      ...{ id, status, challenge: result.challenge, url, report, findings },
      challengeStatus: options.publish ? "published" : "draft",
    },
    text: [accent(url), ...report.map((line) => dim(line)), next].join("\n"),
    exitCode: status === "done" ? EXIT.done : EXIT.refused,
  };
}
