import type { RankChange, RankDifference } from "@maskboard/contracts";
import { score } from "@/lib/format";

interface DifferenceTableProps {
  difference: RankDifference;
  rounding: number;
}

/** Ranks and scores before and after, on both boards; only teams that something changes for. */
export function DifferenceTable({ difference, rounding }: DifferenceTableProps) {
  return (
    <div className="grid items-start gap-8 xl:grid-cols-2">
      <Board title="Public board" changes={difference.public} rounding={rounding} />
      <Board title="Private board" changes={difference.private} rounding={rounding} />
    </div>
  );
}

interface BoardProps {
  title: string;
  changes: readonly RankChange[];
  rounding: number;
}

function Board({ title, changes, rounding }: BoardProps) {
  if (changes.length === 0) {
    return (
      <p className="text-sm">
        <span className="font-medium">{title}:</span>{" "}
        <span className="text-muted-foreground">no rank and no score changes.</span>
      </p>
    );
  }
  return (
    <table className="w-full text-sm">
      <caption className="pb-2 text-left font-medium">{title}</caption>
      <thead className="text-xs text-muted-foreground">
        <tr className="border-b border-line text-right [&>th]:py-1.5 [&>th]:font-medium">
          <th scope="col" className="text-left">
            Team
          </th>
          <th scope="col">Rank</th>
          <th scope="col" className="pl-4">
            Mean IoU
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ teamId, team, before, after }) => (
          <tr key={teamId} className="border-b border-line text-right [&>td]:py-1.5">
            <th scope="row" className="text-left font-normal wrap-anywhere">
              {team}
            </th>
            <td className="whitespace-nowrap">
              <Step before={before?.rank} after={after?.rank} />
            </td>
            <td className="pl-4 whitespace-nowrap">
              <span className="text-muted-foreground max-sm:sr-only">
                {score(before?.meanIou, rounding)} →{" "}
              </span>
              {score(after?.meanIou, rounding)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Step({ before, after }: { before: number | undefined; after: number | undefined }) {
  const gained = before !== undefined && after !== undefined ? before - after : 0;
  return (
    <>
      <span className="text-muted-foreground">{before ?? "–"} → </span>
      <strong className="font-semibold">{after ?? "–"}</strong>
      <span
        className={
          gained === 0
            ? "inline-block w-9"
            : `inline-block w-9 ${gained > 0 ? "text-good" : "text-danger"}`
        }
      >
        {gained === 0 ? null : (
          <>
            <span aria-hidden>{gained > 0 ? "▲" : "▼"}</span>
            <span className="sr-only">{gained > 0 ? "up" : "down"}</span> {Math.abs(gained)}
          </>
        )}
      </span>
    </>
  );
}
