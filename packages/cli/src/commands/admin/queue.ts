import { count, moment } from "../../output/format.ts";
import { stateText } from "../../output/state.ts";
import { accent, bad, dim } from "../../output/style.ts";
import { table } from "../../output/table.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";

/** `maskboard admin queue`: counts by queue, and the submissions that are not done. */
export async function queue(session: Session): Promise<Report> {
  const client = await session.client();
  const overview = await client.ask(client.trpc.admin.queue.query());
  const queues = table(
    [
      { head: "queue" },
      { head: "waiting", right: true },
      { head: "active", right: true },
      { head: "failed", right: true },
    ],
    overview.queues.map((row) => [
      row.name,
      count(row.waiting),
      count(row.active),
      row.failed > 0 ? bad(count(row.failed)) : "0",
    ]),
  );
  const open = overview.submissions.map((row) => [
    accent(row.id),
    stateText(row.state),
    row.challenge,
    row.team,
    dim(moment(row.createdAt)),
    row.error?.message ?? "",
  ]);
  const columns = ["submission", "state", "challenge", "team", "when", ""];
  const list =
    open.length === 0
      ? dim("No submission waits.")
      : table(
          columns.map((head) => ({ head })),
          open,
        );
  return { json: overview, text: `${queues}\n\n${list}` };
}
