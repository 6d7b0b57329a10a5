import type { SplitNoise } from "@maskboard/contracts";
import { percent, plural, score } from "@/lib/format";

/** How far public scores would be chance, by the best submissions so far. */
export function NoiseTable({ noise }: { noise: SplitNoise | null }) {
  if (!noise) {
    return (
      <p className="text-sm text-muted-foreground">
        How noisy the public score is shows here as soon as submissions are scored.
      </p>
    );
  }
  return (
    <table className="w-full text-[0.8125rem]">
      <caption className="pb-2 text-left text-muted-foreground">
        If the public images had been others ({plural(noise.resamples, "bootstrap draw")}): how far
        scores would move, and how often a team would fall behind the next one.
      </caption>
      <thead className="text-xs text-muted-foreground">
        <tr className="border-b border-line text-right [&>th]:py-1.5 [&>th]:font-medium">
          <th scope="col" className="text-left">
            Team
          </th>
          <th scope="col">Public mean IoU</th>
          <th scope="col" className="pl-3">
            95 % ±
          </th>
          <th scope="col" className="pl-3">
            Swaps
          </th>
        </tr>
      </thead>
      <tbody>
        {noise.teams.map(({ team, meanIou, plusMinus, swap }) => (
          <tr key={team} className="border-b border-line text-right last:border-0 [&>td]:py-1.5">
            <th scope="row" className="max-w-40 truncate text-left font-normal">
              {team}
            </th>
            <td>{score(meanIou)}</td>
            <td>{score(plusMinus)}</td>
            <td className={swap !== null && swap > 0.2 ? "text-warn" : undefined}>
              {percent(swap, 0)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
