import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { APIRequestContext } from "playwright-core";
import { expect } from "vitest";

interface ExportedSubmission {
  readonly id: string;
  readonly publicMeanIou: number | null;
  readonly privateMeanIou: number | null;
}

/** Ways in which private scores would show, in full or rounded as boards round. */
function marksOf(rows: readonly ExportedSubmission[]): string[] {
  const scores = rows.flatMap(({ privateMeanIou }) => privateMeanIou ?? []);
  const shown = new Set(rows.map(({ publicMeanIou }) => publicMeanIou?.toFixed(5)));
  return scores
    .filter((score) => !shown.has(score.toFixed(5)))
    .flatMap((score) => [String(score).slice(0, 8), score.toFixed(5)]);
}

/** What an organizer can download, from which the marks of private scores are made. */
export async function privateMarks(organizer: APIRequestContext, slug: string) {
  const path = `/api/challenges/${slug}/exports/submissions?format=json`;
  const { rows } = (await (await organizer.get(path)).json()) as { rows: ExportedSubmission[] };
  const marks = marksOf(rows);
  expect(marks.length).toBeGreaterThan(0);
  return { marks, submissions: rows.map(({ id }) => id) };
}

/** Asserts that no page holds a mark, as a document or as what a link inside the site loads. */
export async function expectNoneOnPages(
  person: APIRequestContext,
  paths: readonly string[],
  marks: readonly string[],
): Promise<void> {
  for (const path of paths) {
    const answers = [person.get(path), person.get(path, { headers: { RSC: "1" } })];
    for (const answer of await Promise.all(answers)) {
      const text = await answer.text();
      for (const mark of marks) expect(text.includes(mark), `${mark} on ${path}`).toBe(false);
    }
  }
}

/** Asserts that no file in the folder holds a mark. */
export async function expectNoneInLogs(folder: string, marks: readonly string[]): Promise<void> {
  const names = await readdir(folder);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8");
    for (const mark of marks) expect(text.includes(mark), `${mark} in ${name}`).toBe(false);
  }
}
