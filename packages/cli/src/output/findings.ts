import { countFaults, type ImportFindings } from "@maskboard/contracts";
import { count, counted, share } from "./format.ts";
import { bad, dim, okTone } from "./style.ts";
import { table } from "./table.ts";

/** Rows of a list of faults that a terminal shows; `--json` has all. */
const MOST_ROWS = 20;

/** What is in a data set and wrong with it, as tables. */
export function findingsText(findings: ImportFindings, notices: readonly string[] = []): string {
  const { images, sizes } = findings;
  const size = sizes
    .slice(0, 4)
    .map(({ width, height, images: n }) => `${width} x ${height} (${count(n)})`)
    .join(", ");
  const more = sizes.length > 4 ? ` and ${sizes.length - 4} more` : "";
  const faults = countFaults(findings);
  return [
    `${counted(images.train, "training image")}, ${counted(images.public + images.private, "test image")}: ${count(images.public)} public, ${count(images.private)} private.`,
    ...(size ? [dim(`sizes ${size}${more}`)] : []),
    ...notices.map((notice) => dim(notice)),
    "",
    classes(findings),
    ...lists(findings).flatMap((list) => (list ? ["", list] : [])),
    "",
    faults === 0 ? okTone("No faults.") : bad(`${counted(faults, "fault")} to mend.`),
  ].join("\n");
}

function classes({ classes: found }: ImportFindings): string {
  return table(
    [
      { head: "id", right: true },
      { head: "class" },
      ...["train", "public", "private"].flatMap((side) => [
        { head: side, right: true },
        { head: "images", right: true },
      ]),
    ],
    found.map(({ id, name, imagesWith, ...shares }) => [
      String(id),
      name,
      ...(["train", "public", "private"] as const).flatMap((side) => [
        share(shares[side]),
        count(imagesWith[side]),
      ]),
    ]),
  );
}

const lists = (findings: ImportFindings): (string | null)[] => [
  list("Labels that are no class", findings.strayLabels, ({ file, label, pixels, x, y }) => [
    file,
    `label ${label}`,
    counted(pixels, "pixel"),
    `first at x ${x}, y ${y}`,
  ]),
  list("Masks of another size", findings.sizeMismatches, ({ file, image, mask }) => [
    file,
    mask,
    `image ${image}`,
  ]),
  list("Files without their counterpart", findings.unpaired, ({ file, missing }) => [
    file,
    `no ${missing}`,
  ]),
  list("Names in training and test", findings.sharedStems, (stem) => [stem]),
  list("Other faults", findings.otherFaults, ({ message }) => [message]),
  list(
    "Test images that look like training images (a warning)",
    findings.lookAlikes,
    ({ train, test, distance, identical }) => [
      test,
      train,
      identical ? "same file" : `${distance} of 64 bits differ`,
    ],
  ),
];

function list<Item>(
  title: string,
  { total, items }: { total: number; items: readonly Item[] },
  cells: (item: Item) => string[],
): string | null {
  if (total === 0) return null;
  const rows = items.slice(0, MOST_ROWS).map(cells);
  const columns = rows[0]!.map(() => ({ head: "" }));
  // Without its line of heads, which are empty.
  const body = table(columns, rows).split("\n").slice(1).join("\n");
  const rest = total - rows.length;
  return [
    `${title}: ${count(total)}`,
    body,
    ...(rest > 0 ? [dim(`and ${count(rest)} more`)] : []),
  ].join("\n");
}
