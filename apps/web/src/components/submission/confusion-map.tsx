import type { SegmentationClass, SubmissionView } from "@maskboard/contracts";
import { count } from "@/lib/format";

type Confusion = NonNullable<SubmissionView["result"]>["confusion"];

interface ConfusionMapProps {
  confusion: Confusion;
  classes: SegmentationClass[];
}

/** Above this the shares get no numbers: the cells are too small. */
const MOST_NUMBERED_CLASSES = 14;

/** Where the pixels of each true class went, row by row in percent. */
export function ConfusionMap({ confusion, classes }: ConfusionMapProps) {
  const byId = new Map(classes.map((entry) => [entry.id, entry]));
  const hasOther = confusion.other.some((pixels) => pixels > 0);
  const numbered = confusion.ids.length <= MOST_NUMBERED_CLASSES;
  const name = (id: number) => byId.get(id)?.name ?? String(id);
  const swatch = (id: number) => (
    <i
      aria-hidden
      className="inline-block size-2.5 shrink-0 rounded-[3px]"
      style={{ background: byId.get(id)?.color }}
    />
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: many classes make it scroll, by keyboard too
    <section aria-label="Confusion matrix" tabIndex={0} className="overflow-x-auto">
      <table className="border-separate border-spacing-0.5 text-xs">
        <caption className="sr-only">
          Rows: true class. Columns: predicted class. Values: percent of the true class's pixels.
        </caption>
        <thead>
          <tr>
            <td />
            {confusion.ids.map((id) => (
              <th key={id} scope="col" className="h-24 px-1 pb-1 align-bottom font-medium">
                <span className="inline-flex rotate-180 items-center gap-1.5 [writing-mode:vertical-rl]">
                  {swatch(id)} {name(id)}
                </span>
              </th>
            ))}
            {hasOther ? (
              <th scope="col" className="px-1 pb-1 align-bottom font-medium text-muted-foreground">
                <span className="rotate-180 [writing-mode:vertical-rl]">no class</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {confusion.ids.map((truth, row) => {
            const cells = [...(confusion.matrix[row] ?? [])];
            if (hasOther) cells.push(confusion.other[row] ?? 0);
            const total = cells.reduce((sum, pixels) => sum + pixels, 0);
            return (
              <tr key={truth}>
                <th scope="row" className="pr-3 text-right font-medium whitespace-nowrap">
                  <span className="inline-flex items-center gap-1.5">
                    {name(truth)} {swatch(truth)}
                  </span>
                </th>
                {cells.map((pixels, column) => {
                  const share = total > 0 ? pixels / total : 0;
                  const predicted = confusion.ids[column];
                  const label = predicted === undefined ? "no class" : name(predicted);
                  return (
                    <td
                      key={predicted ?? "other"}
                      title={`${name(truth)} as ${label}: ${count(pixels)} pixels`}
                      className={
                        numbered
                          ? "h-9 w-11 rounded-md text-center"
                          : "size-4 rounded-[3px] text-center"
                      }
                      style={{
                        background: `color-mix(in oklab, var(--heat) ${(Math.sqrt(share) * 70).toFixed(1)}%, var(--muted))`,
                      }}
                    >
                      {numbered ? (share >= 0.0005 ? (share * 100).toFixed(1) : "·") : null}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
