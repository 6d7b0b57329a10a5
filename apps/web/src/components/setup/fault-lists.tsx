import type { ImportFindings } from "@maskboard/contracts";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { count } from "@/lib/format";

/** Rows that show without being asked for. */
const SHORT = 8;

/** The faults of a data set and the pairs that look alike: each kind as a list, whole. */
export function FaultLists({ findings }: { findings: ImportFindings }) {
  const { unpaired, strayLabels, sizeMismatches, sharedStems, otherFaults, lookAlikes } = findings;
  return (
    <>
      <List
        title="Labels that are no class"
        hint="Correct the masks, or add the label to the classes. Magenta in the pictures below."
        head={["Mask", "Label", "Pixels", "First at"]}
        total={strayLabels.total}
        rows={strayLabels.items.map(({ file, label, pixels, x, y }) => [
          file,
          String(label),
          count(pixels),
          `x ${x}, y ${y}`,
        ])}
      />
      <List
        title="Masks of another size"
        hint="A mask has the width and height of its image, to the pixel."
        head={["Mask", "Its size", "Its image"]}
        total={sizeMismatches.total}
        rows={sizeMismatches.items.map(({ file, image, mask }) => [file, mask, image])}
      />
      <List
        title="Files without their counterpart"
        hint="Images and masks pair by name: a.jpg and a.png."
        head={["File", "Missing"]}
        total={unpaired.total}
        rows={unpaired.items.map(({ file, missing }) => [file, missing])}
      />
      <List
        title="Names on both sides"
        hint="A training and a test image have the same name: perhaps they are the same picture."
        head={["Name"]}
        total={sharedStems.total}
        rows={sharedStems.items.map((stem) => [stem])}
      />
      <List
        title="Other faults"
        head={["File", "What is wrong"]}
        total={otherFaults.total}
        rows={otherFaults.items.map(({ file, message }) => [file ?? "–", message])}
      />
      <List
        title="Test images that look like training images"
        hint="By a 64-bit perceptual hash: copies that were scaled or compressed again are found, mirrored or cropped ones are not. Whoever trains on the one knows the other."
        head={["Training", "Test", "Difference"]}
        total={lookAlikes.total}
        rows={lookAlikes.items.map(({ train, test, distance, identical }) => [
          train,
          test,
          identical ? "same file" : distance === 0 ? "none" : `${distance} of 64 bits`,
        ])}
      />
    </>
  );
}

interface ListProps {
  title: string;
  hint?: string;
  head: readonly string[];
  total: number;
  rows: readonly (readonly string[])[];
}

function List({ title, hint, head, total, rows }: ListProps) {
  if (total === 0) return null;
  const [first, rest] = [rows.slice(0, SHORT), rows.slice(SHORT)];
  return (
    <section className="grid gap-3">
      <div className="grid gap-1">
        <h2 className="text-lg font-semibold">
          {title} <span className="font-normal text-muted-foreground">{count(total)}</span>
        </h2>
        {hint ? <p className="max-w-prose text-sm text-muted-foreground">{hint}</p> : null}
      </div>
      <Rows title={title} head={head} rows={first} />
      {rest.length > 0 ? (
        <details>
          <summary className="w-fit rounded-sm text-sm text-primary">
            Show {count(rest.length)} more
          </summary>
          <Rows title={`${title}, further ones`} head={head} rows={rest} />
        </details>
      ) : null}
      {total > rows.length ? (
        <p className="text-sm text-muted-foreground">
          Only the first {count(rows.length)} are listed.
        </p>
      ) : null}
    </section>
  );
}

function Rows({ title, head, rows }: Pick<ListProps, "title" | "head" | "rows">): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll, by keyboard too
    <section className="overflow-x-auto" tabIndex={0} aria-label={title}>
      <table className="w-full text-sm">
        <thead className="text-xs text-muted-foreground">
          <tr className="border-b border-line text-left [&>th]:py-2 [&>th]:pr-6 [&>th]:font-medium">
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join("\n")} className="border-b border-line last:border-0">
              {cells.map((cell, index) => (
                <td
                  key={head[index]}
                  className={cn(
                    "py-1.5 pr-6 align-top wrap-anywhere",
                    cell.includes("/") && "font-mono text-[0.8125rem]",
                  )}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
