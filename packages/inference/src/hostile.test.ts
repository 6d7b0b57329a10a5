import { execFile } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("testing/run-hostile.ts", import.meta.url));
const NOBODY = 65_534;

interface Report {
  uid: number;
  layers: string[];
  results: { lane: string; name: string; codes: string[]; code: string; next: string }[];
  left: string[];
  running: number[];
}

async function report(command: readonly string[]): Promise<Report> {
  const args = [...command, process.execPath, "--no-warnings", SCRIPT];
  const program = args.shift()!;
  const { stdout } = await promisify(execFile)(program, args, { cwd: "/" });
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Report;
}

function check({ results, left, running }: Report): void {
  for (const { lane, name, codes, code, next } of results) {
    expect(codes, `${lane}: ${name}`).toContain(code);
    expect(next, `after ${lane}: ${name}`).toBe("1 segmented");
  }
  expect(results.length).toBeGreaterThanOrEqual(20);
  expect({ left, running }).toEqual({ left: [], running: [] });
}

describe("hostile models end as invalid, the next one runs, nothing stays behind", () => {
  test("as the user who runs the tests", { timeout: 300_000 }, async () => {
    check(await report([]));
  });

  const root = process.getuid?.() === 0;
  test.skipIf(!root || !existsSync("/usr/bin/setpriv"))(
    "as an ordinary user (skipped unless the tests run as root, who can become one)",
    { timeout: 300_000 },
    async (context) => {
      context.skip(!othersMayRead(), "the repository is not readable for other users");
      const become = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--"];
      const found = await report(become);
      expect(found.uid).toBe(NOBODY);
      check(found);
    },
  );
});

/** Whether all folders above may be entered by everybody. */
function othersMayRead(): boolean {
  try {
    accessSync(SCRIPT, constants.R_OK);
  } catch {
    return false;
  }
  return !SCRIPT.startsWith("/root/");
}
