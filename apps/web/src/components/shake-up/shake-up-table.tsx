import type { ShakeUp } from "@maskboard/contracts";
import { Badge } from "@/components/ui/badge";
import { score } from "@/lib/format";
import { gainOf } from "./layout";

interface ShakeUpTableProps {
  teams: ShakeUp["teams"];
  rounding: number;
  ownTeamId: string | null;
  onPoint: (teamId: string | null) => void;
}

export function ShakeUpTable({ teams, rounding, ownTeamId, onPoint }: ShakeUpTableProps) {
  return (
    <table className="w-full max-w-3xl text-sm">
      <caption className="sr-only">Ranks before and after the reveal, by private rank</caption>
      <thead className="text-xs text-muted-foreground">
        <tr className="border-b border-line text-left [&>th]:py-2 [&>th]:pr-3 [&>th]:font-medium">
          <th scope="col">Private</th>
          <th scope="col">Team</th>
          <th scope="col" className="text-right">
            Public
          </th>
          <th scope="col" className="text-right">
            Moved
          </th>
          <th scope="col" className="text-right">
            Private mean IoU
          </th>
          <th scope="col" className="text-right max-sm:hidden">
            Public mean IoU
          </th>
        </tr>
      </thead>
      <tbody onMouseLeave={() => onPoint(null)}>
        {teams.map((row) => (
          <tr
            key={row.teamId}
            onMouseEnter={() => onPoint(row.teamId)}
            className={
              row.teamId === ownTeamId
                ? "border-b border-line bg-primary-soft [&>*]:py-2 [&>*]:pr-3"
                : "border-b border-line [content-visibility:auto] hover:bg-muted [&>*]:py-2 [&>*]:pr-3"
            }
          >
            <td className="w-14 font-semibold">{row.private?.rank ?? "–"}</td>
            <th
              scope="row"
              className="w-full max-w-0 truncate text-left font-medium"
              title={row.team}
            >
              {row.team} {row.teamId === ownTeamId ? <Badge tone="primary">you</Badge> : null}
              {row.house ? <Badge>house</Badge> : null}
            </th>
            <td className="w-14 text-right text-muted-foreground">{row.public?.rank ?? "–"}</td>
            <Moved gain={gainOf(row)} />
            <td className="w-24 text-right font-semibold">
              {score(row.private?.meanIou, rounding)}
            </td>
            <td className="w-24 text-right text-muted-foreground max-sm:hidden">
              {score(row.public?.meanIou, rounding)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Moved({ gain }: { gain: number | null }) {
  if (gain === null) return <td className="w-16 text-right text-muted-foreground">–</td>;
  if (gain === 0) return <td className="w-16 text-right text-muted-foreground">0</td>;
  return gain > 0 ? (
    <td className="w-16 text-right text-good">+{gain}</td>
  ) : (
    <td className="w-16 text-right text-danger">−{-gain}</td>
  );
}
