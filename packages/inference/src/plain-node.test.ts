import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("runs in Node as it is, which knows less syntax than the tests' own transform", async () => {
  const index = JSON.stringify(new URL("./index.ts", import.meta.url).href);
  const script = `const { sandboxSupport } = await import(${index});
    console.log(Array.isArray((await sandboxSupport()).layers))`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  expect((await run).stdout.trim()).toBe("true");
});
