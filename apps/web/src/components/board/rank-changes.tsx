import type { RankChange, RankPreview } from "@maskboard/contracts";
import { plural, score } from "@/lib/format";

interface RankChangesProps {
  ranks: RankPreview;
  rounding?: number;
  /** Teams shown of each board; the others are counted. */
  most?: number;
}

/** Ranks and scores before and after, on both boards; only teams that something changes for. */
export function RankChanges({ ranks, ...rest }: RankChangesProps) {
  return (
    <div className="@container">
      <div className="grid items-start gap-x-8 gap-y-6 @2xl:grid-cols-2">
        <Board title="Public board" changes={ranks.public} {...rest} />
        <Board title="Private board" changes={ranks.private} {...rest} />
      </div>
    </div>
  );
}

interface BoardProps extends Omit<RankChangesProps, "ranks"> {
  title: string;
  changes: readonly RankChange[];
}

function Board({ title, changes, rounding, most = changes.length }: BoardProps) {
  if (changes.length === 0) {
    return (
      <p className="text-sm">
        <span className="font-medium">{title}:</span>{" "}
        <span className="text-muted-foreground">no rank and no score changes.</span>
      </p>
    );
  }
  const hidden = changes.length - most;
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
        {changes.slice(0, most).map(({ teamId, team, before, after }) => (
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
      {hidden > 0 ? (
        <tfoot>
          <tr>
            <td colSpan={3} className="py-1.5 text-muted-foreground">
              and {plural(hidden, "more team")}
            </td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

function Step({ before, after }: { before: number | undefined; after: number | undefined }) {
  if (after === undefined) {
    return (
      <>
        <span className="text-muted-foreground">{before ?? "–"} → </span>
        <strong className="font-semibold">off the board</strong>
      </>
    );
  }
  const gained = before === undefined ? 0 : before - after;
  return (
    <>
      <span className="text-muted-foreground">{before ?? "–"} → </span>
      <strong className="font-semibold">{after}</strong>
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
