import Table from "cli-table3";
import { dim } from "./style.ts";

export interface Column {
  readonly head: string;
  /** Numbers stand right. */
  readonly right?: boolean;
}

const BARE = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Aligned columns without rules between them; cells may hold colour codes. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const output = new Table({
    chars: BARE,
    colAligns: columns.map((column) => (column.right ? "right" : "left")),
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  output.push(columns.map((column) => dim(column.head)));
  for (const row of rows) output.push([...row]);
  return output
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Label and value pairs, one a line. */
export function facts(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([label]) => label.length));
  return pairs.map(([label, value]) => `${dim(label.padEnd(width))}  ${value}`).join("\n");
}
