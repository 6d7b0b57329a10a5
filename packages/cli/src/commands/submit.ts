import type { ErrorBody, SubmissionView } from "@maskboard/contracts";
import { type MaskboardClient, uploadSubmission, waitForSubmission } from "../client/index.ts";
import { EXIT, exitCodeOf, toMaskboardError, UsageError } from "../exit.ts";
import { checkUpload } from "../local/check-upload.ts";
import { errorText } from "../output/errors.ts";
import { bytes, counted } from "../output/format.ts";
import type { Progress } from "../output/progress.ts";
import { accent, dim } from "../output/style.ts";
import { submissionText } from "../output/submission.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

export interface SubmitOptions {
  readonly challenge: string;
  readonly note?: string | undefined;
  readonly wait?: true | undefined;
}

/** The JSON of a submission. A file that never became one has no id. */
function outcome(view: SubmissionView | null, error: ErrorBody | null) {
  return {
    id: view?.id ?? null,
    status: view?.state ?? "invalid",
    publicMeanIou: view?.publicMeanIou ?? null,
    rank: view?.teamRank ?? null,
    perClass: view?.result?.perClass ?? null,
    error,
  };
}

/** One line for each state and for each tenth of the images, however fast it goes. */
function watch(progress: Progress): (view: SubmissionView) => void {
  let state = "";
  return (view) => {
    if (view.progress && view.progress.total > 0) {
      const { done, total } = view.progress;
      progress.show(view.state, done, total, counted(total, "image"));
    } else if (view.state !== state) {
      const waiting = view.queuePosition ? ` · ${view.queuePosition} before it` : "";
      progress.note(`${view.state}${waiting}`);
    }
    state = view.state;
  };
}

async function send(
  session: Session,
  client: MaskboardClient,
  file: string,
  { challenge, note, wait }: SubmitOptions,
): Promise<SubmissionView> {
  const { progress } = session;
  const spec = await client.ask(client.trpc.challenge.spec.query({ slug: challenge }));
  const { lane } = await checkUpload(file, spec, progress);
  const id = await uploadSubmission(client, {
    file,
    challenge,
    lane,
    note,
    resumeFile: await session.resumeFile(),
    onResume: () => progress.note("An earlier upload of this file goes on."),
    onProgress: (sent, total) =>
      progress.show("uploading", sent, total, `${bytes(sent)} of ${bytes(total)}`),
  });
  progress.clear();
  if (wait) return waitForSubmission(client, id, { onChange: watch(progress) });
  return client.ask(client.trpc.submission.byId.query({ id }));
}

/**
 * `maskboard submit FILE --challenge SLUG`. The checks come first, so that a file which would be
 * refused is never sent.
 */
export async function submit(
  session: Session,
  file: string,
  options: SubmitOptions,
): Promise<Report> {
  const client = await session.client();
  let view: SubmissionView;
  try {
    view = await send(session, client, file, options);
  } catch (thrown) {
    const error = toMaskboardError(thrown);
    const exitCode = exitCodeOf(error);
    if (!session.json || error instanceof UsageError || exitCode !== EXIT.refused) throw error;
    session.progress.say(errorText(error));
    return { json: outcome(null, error.toJSON()), text: "", exitCode };
  }
  const refused = view.state === "invalid" || view.state === "failed";
  const hint = options.wait ? "" : `\n\n${dim("follow it with")} maskboard show ${accent(view.id)}`;
  return {
    json: outcome(view, view.error),
    text: `${submissionText(view)}${hint}`,
    exitCode: refused ? EXIT.refused : EXIT.done,
  };
}
