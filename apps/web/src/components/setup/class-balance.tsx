import type { ImportFindings, SegmentationClass } from "@maskboard/contracts";
import { ClassLabel } from "@/components/data/class-label";
import { count, percent } from "@/lib/format";

const SIDES = [
  { key: "train", label: "Training" },
  { key: "public", label: "Public" },
  { key: "private", label: "Private" },
] as const;

interface ClassBalanceProps {
  findings: Pick<ImportFindings, "classes">;
  classes?: readonly SegmentationClass[] | undefined;
}

/** Share of the pixels and number of images of each class, on each side. */
export function ClassBalance({ findings, classes = [] }: ClassBalanceProps) {
  const current = new Map(classes.map((entry) => [entry.id, entry]));
  const most = Math.max(
    ...findings.classes.flatMap((row) => SIDES.map(({ key }) => row[key])),
    1e-9,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll, by keyboard too
    <section className="overflow-x-auto" tabIndex={0} aria-label="Class shares">
      <table className="w-full min-w-130 text-sm">
        <caption className="sr-only">Share of the pixels of each class, and images with it</caption>
        <thead className="text-xs text-muted-foreground">
          <tr className="border-b border-line text-left [&>th]:py-2 [&>th]:font-medium">
            <th scope="col" className="w-14">
              Id
            </th>
            <th scope="col">Class</th>
            {SIDES.map(({ key, label }) => (
              <th key={key} scope="col" className="w-[22%] pl-4">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {findings.classes.map((row) => {
            const { name, color } = current.get(row.id) ?? row;
            return (
              <tr key={row.id} className="border-b border-line last:border-0">
                <td className="py-2 font-mono">{row.id}</td>
                <th scope="row" className="py-2 text-left font-medium">
                  <ClassLabel name={name} color={color} />
                </th>
                {SIDES.map(({ key }) => (
                  <td key={key} className="py-2 pl-4">
                    <div
                      aria-hidden
                      className="mb-1 h-1.5 min-w-px rounded-full"
                      style={{ width: `${(row[key] / most) * 100}%`, background: color }}
                    />
                    {percent(row[key], row[key] < 0.01 ? 2 : 1)}
                    <span className="text-muted-foreground"> in {count(row.imagesWith[key])}</span>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
