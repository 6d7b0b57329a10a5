/** `npm test`: everything that must hold, from a fresh clone, in order. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "./lib/chromium.mjs";
import { install, requireNode } from "./lib/install.mjs";
import { pinnedNode, root, run } from "./lib/run.mjs";
import { bold, dim, duration, green, print, red, startStep, yellow } from "./lib/terminal.mjs";
import { vitest } from "./lib/vitest.mjs";

const began = Date.now();
/** @type {{ name: string, ok: boolean, ms: number, remark: string }[]} */
const summary = [];
const totals = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const skippedNames = [];

/** A static check: quiet when it holds, its output when it does not.
 * @param {string} name
 * @param {string[][]} commands Arguments of Node, run one after the other.
 */
async function check(name, commands) {
  const since = Date.now();
  const step = startStep(name);
  let ok = true;
  for (const [program = "", ...args] of commands) {
    const { code, lines } = await run(pinnedNode, [join("node_modules", program), ...args]);
    if (code === 0) continue;
    if (ok) step.fail();
    ok = false;
    for (const line of lines.slice(-120)) print(`    ${line}`);
  }
  if (ok) step.done();
  if (!ok) totals.failed++;
  summary.push({ name, ok, ms: Date.now() - since, remark: "" });
}

/** @param {string} name @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
async function tests(name, args, env) {
  const since = Date.now();
  print(`\n  ${bold(name)}\n`);
  const result = await vitest(args, env);
  const { passed, failed, skipped } = result.totals;
  // Errors outside of any test end vitest with a code of their own.
  const failures = result.code !== 0 ? Math.max(1, failed) : failed;
  totals.passed += passed;
  totals.failed += failures;
  totals.skipped += skipped;
  skippedNames.push(...result.totals.skippedNames);
  const remark = `${passed} passed, ${failures} failed, ${skipped} skipped`;
  summary.push({ name, ok: failures === 0, ms: Date.now() - since, remark });
}

async function buildSite() {
  const since = Date.now();
  const step = startStep("Site");
  const { code, lines } = await run(pinnedNode, ["apps/launcher/src/build.ts"], {
    onLine: (line) => step.note(line),
  });
  if (code === 0) step.done("Site builds");
  else {
    step.fail("Site does not build");
    for (const line of lines.slice(-60)) print(`    ${line}`);
  }
  if (code !== 0) totals.failed++;
  summary.push({ name: "Site builds", ok: code === 0, ms: Date.now() - since, remark: "" });
  return code === 0;
}

async function browserJourney() {
  const name = "Browser journey";
  if (!existsSync(join(root, "e2e", "vitest.config.ts"))) return;
  const step = startStep("Looking for Chromium");
  const { path, reason } = await chromium((line) => step.note(line));
  if (path) {
    step.done(`Chromium: ${path}`);
    await tests(name, ["--config", "e2e/vitest.config.ts"], { CHROMIUM_PATH: path });
    return;
  }
  step.fail(`Browser journey SKIPPED: ${reason}`);
  const ok = !process.env.CI;
  totals[ok ? "skipped" : "failed"]++;
  skippedNames.push(`e2e: all of it (${reason})`);
  summary.push({ name, ok, ms: 0, remark: reason ?? "" });
}

requireNode();
print(`\n  ${bold("maskboard")} ${dim("tests")}\n`);
await install();
await check("Types", [
  ["typescript/bin/tsc", "-p", "tsconfig.json"],
  ["typescript/bin/tsc", "-p", "apps/web/tsconfig.json"],
]);
await check("Lint and format", [["@biomejs/biome/bin/biome", "ci", ".", "--colors=off"]]);
await check("No dead code", [["knip/bin/knip.js"]]);
await check("Boundaries, no circles", [
  [
    "dependency-cruiser/bin/dependency-cruiser.mjs",
    ...["--config", ".dependency-cruiser.cjs", "packages", "apps", "baselines", "bench", "e2e"],
  ],
]);
await tests("Tests", []);
if (await buildSite()) await browserJourney();

print(`\n  ${bold("Summary")}\n`);
for (const { name, ok, ms, remark } of summary) {
  const mark = ok ? green("✓") : red("✗");
  print(`  ${mark} ${name.padEnd(24)} ${dim(duration(ms).padStart(12))}  ${remark}`);
}
if (skippedNames.length > 0) {
  print(`\n  ${yellow("Skipped, each with its reason in its name:")}`);
  for (const name of skippedNames.slice(0, 30)) print(`    - ${name}`);
  if (skippedNames.length > 30) print(`    - and ${skippedNames.length - 30} more`);
}
print(`\n  ${dim(`${duration(Date.now() - began)} in all`)}\n`);
print(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 ? 1 : 0;
