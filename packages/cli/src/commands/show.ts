import { submissionText } from "../output/submission.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

/** `maskboard show ID`. */
export async function show(session: Session, id: string): Promise<Report> {
  const client = await session.client();
  const view = await client.ask(client.trpc.submission.byId.query({ id }));
  return { json: view, text: submissionText(view) };
}
