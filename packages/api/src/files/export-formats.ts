import { stringify } from "csv-stringify/sync";

export type Cell = string | number | boolean | Date | null;

/** Rows in parts, as they are read; each part is sent before the next one is read. */
export interface Table {
  readonly columns: readonly string[];
  readonly parts: AsyncIterable<readonly (readonly Cell[])[]>;
}

const plain = (cell: Cell): string | number | boolean | null =>
  cell instanceof Date ? cell.toISOString() : cell;

/**
 * RFC 4180. A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a
 * line break) gets an apostrophe before it, and all texts are quoted:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function* csvOf({ columns, parts }: Table): AsyncGenerator<string> {
  const options = {
    escape_formulas: true,
    quoted_string: true,
    record_delimiter: "windows",
    cast: { boolean: String },
  } as const;
  yield stringify([[...columns]], options);
  for await (const rows of parts) {
    if (rows.length > 0)
      yield stringify(
        rows.map((row) => row.map(safe)),
        options,
      );
  }
}

/** What `escape_formulas` leaves out of OWASP's list: a line feed. */
function safe(cell: Cell): string | number | boolean | null {
  const value = plain(cell);
  return typeof value === "string" && value.startsWith("\n") ? `'${value}` : value;
}

/** `{...head, rows: [{column: value}, ...]}`, one row a line. */
export async function* jsonOf(head: object, { columns, parts }: Table): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  let first = true;
  for await (const rows of parts) {
    const lines = rows.map((row) =>
      JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, plain(row[at] ?? null)]))),
    );
    if (lines.length === 0) continue;
    yield `${first ? "\n" : ",\n"}${lines.join(",\n")}`;
    first = false;
  }
  yield "\n]}\n";
}
