/** Runs vitest with its own output, and counts. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pinnedNode, root, run } from "./run.mjs";

/**
 * @typedef {object} Totals
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} skippedNames Each with its file.
 */

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ code: number, totals: Totals }>}
 */
export async function vitest(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), "maskboard-test-"));
  const report = join(folder, "report.json");
  const program = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  try {
    const { code } = await run(pinnedNode, [program, "run", ...args, ...reporters], {
      env,
      echo: true,
    });
    return { code, totals: read(report) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} report @returns {Totals} */
function read(report) {
  /** @type {Totals} */
  const totals = { passed: 0, failed: 0, skipped: 0, skippedNames: [] };
  /** @type {{ testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  let result;
  try {
    result = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    // Without a report nothing has been shown to work.
    return { ...totals, failed: 1 };
  }
  for (const file of result.testResults) {
    // A file that fails to load has no tests of its own to count.
    if (file.status === "failed" && file.assertionResults.length === 0) totals.failed++;
    for (const test of file.assertionResults) {
      if (test.status === "passed") totals.passed++;
      else if (test.status === "failed") totals.failed++;
      else {
        totals.skipped++;
        totals.skippedNames.push(`${relative(root, file.name)}: ${test.fullName}`);
      }
    }
  }
  return totals;
}
