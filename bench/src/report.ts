import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";

/** One comparison. `ratio` above 1 means that ours is the better one, whatever the unit. */
export interface Row {
  readonly case: string;
  readonly ours: number;
  /** `null` where the peer is not installed. */
  readonly peer: number | null;
  readonly peerName: string;
  readonly unit: string;
  readonly ratio: number | null;
}

export interface BenchFlags {
  /** Smaller inputs and fewer rounds. */
  readonly quick: boolean;
  /** One JSON value on stdout, prose on stderr. */
  readonly json: boolean;
  /** Puts the table into bench/README.md. */
  readonly write: boolean;
}

export function parseFlags(): BenchFlags {
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({ options: { quick: flag, json: flag, write: flag } });
  return values;
}

/** @param better which of two measurements wins: the higher (a speed) or the lower (a time, a size) */
export function row(
  name: string,
  ours: number,
  peer: { name: string; value: number | null },
  unit: string,
  better: "higher" | "lower" = "higher",
): Row {
  const ratio =
    peer.value === null ? null : better === "higher" ? ours / peer.value : peer.value / ours;
  return { case: name, ours, peer: peer.value, peerName: peer.name, unit, ratio };
}

/** Prints a finished benchmark in the form that the command line asks for. */
export function report(bench: string, rows: readonly Row[]): void {
  const flags = parseFlags();
  const machine = `${cpus()[0]?.model ?? "unknown"}, ${availableParallelism()} threads, Node ${process.versions.node}`;
  const table = markdown(rows);
  if (flags.json) console.log(JSON.stringify({ bench, machine, rows }));
  else console.log(`${bench} on ${machine}\n\n${table}`);
  if (flags.write) writeSection(bench, machine, table);
}

function markdown(rows: readonly Row[]): string {
  const lines = rows.map((r) => {
    const peer = r.peer === null ? "not installed" : number(r.peer);
    const ratio = r.ratio === null ? "–" : `${r.ratio.toFixed(2)} x`;
    return `| ${r.case} | ${number(r.ours)} | ${peer} | ${r.peerName} | ${r.unit} | ${ratio} |`;
  });
  return [
    "| case | ours | peer | peer is | unit | ratio |",
    "| --- | ---: | ---: | --- | --- | ---: |",
    ...lines,
  ].join("\n");
}

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

/** Replaces the part of bench/README.md between this benchmark's marks, or appends it. */
function writeSection(bench: string, machine: string, table: string): void {
  const file = new URL("../README.md", import.meta.url);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"]).toString().trim();
  const date = new Date().toISOString().slice(0, 10);
  const [begin, end] = [`<!-- begin ${bench} -->`, `<!-- end ${bench} -->`];
  const section = `${begin}\n${machine}; commit ${commit}, ${date}.\n\n${table}\n${end}`;
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  const next =
    from >= 0 && to > from
      ? text.slice(0, from) + section + text.slice(to + end.length)
      : `${text.trimEnd()}\n\n## ${bench}\n\n${section}\n`;
  writeFileSync(file, next);
}

/** Progress and prose, never on stdout. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
