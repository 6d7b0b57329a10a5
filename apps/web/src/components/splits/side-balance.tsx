import type { SegmentationClass, SplitBalance } from "@maskboard/contracts";
import { TriangleAlertIcon } from "lucide-react";
import { count, percent, plural } from "@/lib/format";

const SIDES = [
  { key: "public", label: "Public" },
  { key: "private", label: "Private" },
] as const;

interface SideBalanceProps {
  balance: SplitBalance;
  classes: readonly SegmentationClass[];
}

/** Both sides of a split: images, and the share of the pixels and the images of each class. */
export function SideBalance({ balance, classes }: SideBalanceProps) {
  const most = Math.max(
    ...balance.classes.flatMap((row) => SIDES.map(({ key }) => row[key].share)),
    1e-9,
  );
  const byId = new Map(balance.classes.map((row) => [row.id, row]));
  return (
    <div className="grid gap-3">
      <table className="w-full table-fixed text-sm">
        <caption className="sr-only">Class balance of both sides</caption>
        <thead>
          <tr className="border-b border-line text-left align-bottom [&>th]:pb-2">
            <th scope="col" className="w-1/4 text-xs font-medium text-muted-foreground">
              Class
            </th>
            {SIDES.map(({ key, label }) => (
              <th key={key} scope="col" className="pl-4 font-medium">
                {label}
                <span className="block text-xs font-normal text-muted-foreground">
                  {plural(balance.images[key], "image")}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map(({ id, name, color }) => (
            <tr key={id} className="border-b border-line last:border-0">
              <th scope="row" className="py-1.5 text-left font-normal">
                <span className="flex items-center gap-2">
                  <i
                    aria-hidden
                    className="size-3 shrink-0 rounded-[3px]"
                    style={{ background: color }}
                  />
                  <span className="min-w-0 wrap-anywhere">{name}</span>
                </span>
              </th>
              {SIDES.map(({ key }) => {
                const { share, images } = byId.get(id)?.[key] ?? { share: 0, images: 0 };
                return (
                  <td key={key} className="py-1.5 pl-4">
                    <div
                      aria-hidden
                      className="mb-1 h-2 min-w-px rounded-full"
                      style={{ width: `${(share / most) * 100}%`, background: color }}
                    />
                    <span className="text-[0.8125rem]">
                      {percent(share, share < 0.01 ? 2 : 1)}
                      <span className="text-muted-foreground">
                        {" "}
                        in {count(images)}
                        <span className="max-sm:sr-only"> {images === 1 ? "image" : "images"}</span>
                      </span>
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {SIDES.map(({ key, label }) => (
        <Missing
          key={key}
          side={label}
          names={classes.filter(({ id }) => balance.missing[key].includes(id))}
        />
      ))}
    </div>
  );
}

/** A class that is nowhere on a side does not count in its mean there. */
function Missing({ side, names }: { side: string; names: readonly SegmentationClass[] }) {
  if (names.length === 0) return null;
  return (
    <p className="flex gap-2 text-[0.8125rem] text-warn">
      <TriangleAlertIcon className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span>
        No {side.toLowerCase()} image holds {names.map(({ name }) => name).join(", ")}: the{" "}
        {side.toLowerCase()} mean IoU is taken over the other classes.
      </span>
    </p>
  );
}
