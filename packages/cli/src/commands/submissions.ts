import type { SubmissionRow } from "@maskboard/contracts";
import { moment, share } from "../output/format.ts";
import { stateText } from "../output/state.ts";
import { accent, bold, dim } from "../output/style.ts";
import { table } from "../output/table.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

const row = (entry: SubmissionRow): string[] => [
  accent(entry.id),
  stateText(entry.state),
  entry.publicMeanIou === null ? dim("–") : bold(share(entry.publicMeanIou)),
  entry.final ? "final" : entry.late ? "late" : "",
  entry.filename,
  entry.by,
  dim(moment(entry.createdAt)),
  entry.error ? entry.error.code : entry.note,
];

/** `maskboard submissions SLUG`: those of the caller's team, as the server lists them. */
export async function submissions(session: Session, slug: string): Promise<Report> {
  const client = await session.client();
  const mine = await client.ask(client.trpc.submission.mine.query({ slug }));
  const { quota } = mine;
  const used = dim(
    `today ${quota.today} of ${quota.perDay} · in all ${quota.total} of ${quota.totalLimit} · ` +
      `invalid today ${quota.invalidToday} of ${quota.invalidPerDay}`,
  );
  const columns = [
    { head: "id" },
    { head: "state" },
    { head: "mean IoU", right: true },
    { head: "" },
    { head: "file" },
    { head: "by" },
    { head: "when" },
    { head: "note" },
  ];
  const list =
    mine.rows.length === 0 ? dim("No submissions yet.") : table(columns, mine.rows.map(row));
  return { json: mine, text: `${list}\n\n${used}` };
}
