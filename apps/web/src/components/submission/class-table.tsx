import type { ClassResult, SegmentationClass } from "@maskboard/contracts";
import { percent, score } from "@/lib/format";

interface ClassTableProps {
  results: ClassResult[];
  classes: SegmentationClass[];
}

/** One row a class; the bar is its IoU in its own colour. */
export function ClassTable({ results, classes }: ClassTableProps) {
  const colors = new Map(classes.map(({ id, color }) => [id, color]));
  const total = results.reduce((sum, { truthPixels }) => sum + truthPixels, 0) || 1;
  const number = "py-2 pl-4 text-right max-sm:hidden";
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Scores of each class</caption>
      <thead className="text-xs text-muted-foreground">
        <tr className="border-b border-line [&>th]:font-medium">
          <th scope="col" className="py-2 pr-4 text-left">
            Class
          </th>
          <th scope="col" className="w-1/3 py-2 text-left">
            <span className="sr-only">Bar</span>
          </th>
          <th scope="col" className="py-2 pl-4 text-right">
            IoU
          </th>
          <th scope="col" className={number}>
            Dice
          </th>
          <th scope="col" className={number}>
            Precision
          </th>
          <th scope="col" className={number}>
            Recall
          </th>
          <th scope="col" className={number}>
            Share of pixels
          </th>
        </tr>
      </thead>
      <tbody>
        {results.map((row) => (
          <tr key={row.id} className="border-b border-line last:border-0">
            <th scope="row" className="py-2 pr-4 text-left font-medium">
              <span className="flex items-center gap-2.5">
                <i
                  aria-hidden
                  className="size-3 shrink-0 rounded-[3px]"
                  style={{ background: colors.get(row.id) }}
                />
                {row.name}
              </span>
            </th>
            <td aria-hidden>
              <div className="h-2 rounded-full bg-muted">
                <div
                  className="h-full rounded-full"
                  style={{ width: `${(row.iou ?? 0) * 100}%`, background: colors.get(row.id) }}
                />
              </div>
            </td>
            <td className="py-2 pl-4 text-right font-semibold">{score(row.iou)}</td>
            <td className={number}>{score(row.dice)}</td>
            <td className={number}>{score(row.precision)}</td>
            <td className={number}>{score(row.recall)}</td>
            <td className={`${number} text-muted-foreground`}>
              {percent(row.truthPixels / total, 2)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
