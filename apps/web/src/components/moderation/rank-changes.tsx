import type { RankChange, RankPreview } from "@maskboard/contracts";
import { plural, score } from "@/lib/format";

const MOST = 12;

/** Which teams a change would move, on both boards. */
export function RankChanges({ ranks }: { ranks: RankPreview }) {
  return (
    <div className="grid gap-4">
      <Board title="Public board" changes={ranks.public} />
      <Board title="Private board" changes={ranks.private} />
    </div>
  );
}

function Board({ title, changes }: { title: string; changes: readonly RankChange[] }) {
  if (changes.length === 0) {
    return (
      <p className="text-[0.8125rem] text-muted-foreground">
        {title}: no team&rsquo;s place changes.
      </p>
    );
  }
  const hidden = changes.length - MOST;
  return (
    <table className="w-full text-[0.8125rem]">
      <caption className="pb-1 text-left font-medium">{title}</caption>
      <thead className="text-muted-foreground">
        <tr className="border-b border-line text-right [&>th]:py-1 [&>th]:font-medium">
          <th scope="col" className="text-left">
            Team
          </th>
          <th scope="col">Now</th>
          <th scope="col">Then</th>
          <th scope="col">Mean IoU</th>
        </tr>
      </thead>
      <tbody>
        {changes.slice(0, MOST).map(({ teamId, team, before, after }) => (
          <tr key={teamId} className="border-b border-line text-right [&>td]:py-1">
            <th scope="row" className="max-w-40 truncate text-left font-normal">
              {team}
            </th>
            <td>{before?.rank ?? "–"}</td>
            <td className="font-semibold">{after?.rank ?? "off the board"}</td>
            <td>{score(after?.meanIou ?? before?.meanIou)}</td>
          </tr>
        ))}
      </tbody>
      {hidden > 0 ? (
        <tfoot>
          <tr>
            <td colSpan={4} className="py-1 text-muted-foreground">
              and {plural(hidden, "more team")}
            </td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}
