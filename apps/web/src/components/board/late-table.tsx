import type { LateEntry } from "@maskboard/contracts";
import { LocalTime } from "@/components/site/local-time";
import { Badge } from "@/components/ui/badge";
import { score } from "@/lib/format";
import { ScoreHeads } from "./score-heads";

interface LateTableProps {
  rows: readonly LateEntry[];
  rounding: number;
  ownTeamId: string | null;
}

/** Late submissions, best first, without ranks. */
export function LateTable({ rows, rounding, ownTeamId }: LateTableProps) {
  const showPrivate = rows.some((row) => row.privateMeanIou !== null);
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">Late submissions, best first, outside the ranks</caption>
        <thead className="text-xs text-muted-foreground">
          <tr className="border-b border-line text-left [&>th]:py-2 [&>th]:pr-4 [&>th]:font-medium">
            <th scope="col">Team</th>
            <ScoreHeads showPrivate={showPrivate} />
            <th scope="col" className="max-sm:hidden">
              Late submissions
            </th>
            <th scope="col" className="max-sm:hidden">
              Sent
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.teamId} className="border-b border-line [&>*]:py-2.5 [&>*]:pr-4">
              <th scope="row" className="text-left font-medium">
                <span className="mr-2">{row.team}</span>
                {row.teamId === ownTeamId ? <Badge tone="primary">you</Badge> : null}
              </th>
              <td className="text-right font-semibold">{score(row.meanIou, rounding)}</td>
              {showPrivate ? (
                <td className="text-right font-semibold">{score(row.privateMeanIou, rounding)}</td>
              ) : null}
              <td className="text-muted-foreground max-sm:hidden">{row.submissions}</td>
              <td className="whitespace-nowrap text-muted-foreground max-sm:hidden">
                <LocalTime at={row.submittedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
