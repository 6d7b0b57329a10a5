import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StepRecord } from "../fit.ts";
import type { RunFolder } from "./run-folder.ts";

const COLUMNS = ["epoch", "step", "steps", "loss", "rate", "imagesPerSecond"] as const;

const fileOf = ({ dir }: RunFolder): string => join(dir, "steps.csv");

/** The passes of a run in `steps.csv`; those that it repeats after going on from an older state count once. */
export class StepLog {
  readonly #folder: RunFolder;
  readonly records: StepRecord[];

  private constructor(folder: RunFolder, records: StepRecord[]) {
    this.#folder = folder;
    this.records = records;
  }

  /** With the passes that are written already. */
  static async open(folder: RunFolder): Promise<StepLog> {
    const file = fileOf(folder);
    if (!existsSync(file)) return new StepLog(folder, []);
    const rows = (await readFile(file, "utf8")).trim().split("\n").slice(1);
    const records = rows.map((row) => {
      const values = row.split(",").map(Number);
      return Object.fromEntries(COLUMNS.map((name, i) => [name, values[i]])) as unknown;
    });
    return new StepLog(folder, records as StepRecord[]);
  }

  add(record: StepRecord): void {
    while ((this.records.at(-1)?.step ?? 0) >= record.step) this.records.pop();
    this.records.push(record);
  }

  async write(): Promise<void> {
    const rows = this.records.map((record) => COLUMNS.map((name) => record[name]).join(","));
    await writeFile(fileOf(this.#folder), `${[COLUMNS.join(","), ...rows].join("\n")}\n`);
  }
}
