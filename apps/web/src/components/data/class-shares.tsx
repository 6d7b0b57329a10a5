import type { DataView as ChallengeData, ChallengeView } from "@maskboard/contracts";
import { percent } from "@/lib/format";
import { ClassLabel } from "./class-label";

interface ClassSharesProps {
  challenge: Pick<ChallengeView, "classes" | "void">;
  shares: ChallengeData["classShares"];
}

/** The legend: ids, names, colours, and how much of the training pixels each class has. */
export function ClassShares({ challenge, shares }: ClassSharesProps) {
  const byId = new Map(shares.map(({ id, share }) => [id, share]));
  const most = Math.max(...shares.map(({ share }) => share), 1e-9);
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Classes and their share of the training pixels</caption>
      <thead className="text-xs text-muted-foreground">
        <tr className="border-b border-line [&>th]:py-2 [&>th]:font-medium">
          <th scope="col" className="w-10 pr-4 text-left sm:w-14">
            Id
          </th>
          <th scope="col" className="pr-4 text-left">
            Class
          </th>
          <th scope="col" className="w-1/2">
            <span className="sr-only">Bar</span>
          </th>
          <th scope="col" className="pl-4 text-right">
            Share
          </th>
        </tr>
      </thead>
      <tbody>
        {challenge.classes.map(({ id, name, color }) => {
          const share = byId.get(id) ?? 0;
          return (
            <tr key={id} className="border-b border-line last:border-0">
              <td className="py-2 pr-4 font-mono">{id}</td>
              <th scope="row" className="py-2 pr-4 text-left font-medium">
                <ClassLabel name={name} color={color} />
              </th>
              <td aria-hidden>
                <div
                  className="h-2.5 min-w-px rounded-full"
                  style={{ width: `${(share / most) * 100}%`, background: color }}
                />
              </td>
              <td className="py-2 pl-4 text-right">{percent(share, share < 0.01 ? 2 : 1)}</td>
            </tr>
          );
        })}
        {challenge.void !== null ? (
          <tr className="text-muted-foreground">
            <td className="py-2 font-mono">{challenge.void}</td>
            <th scope="row" className="py-2 text-left font-normal" colSpan={3}>
              void: pixels that are not counted
            </th>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
