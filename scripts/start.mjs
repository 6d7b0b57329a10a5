/** `npm start` and `pnpm dev`: everything from a fresh clone to a running site. */
import { join } from "node:path";
import { install, requireNode } from "./lib/install.mjs";
import { handOver, pinnedNode, root } from "./lib/run.mjs";
import { bold, print } from "./lib/terminal.mjs";

requireNode();
print(`\n  ${bold("maskboard")}\n`);
await install();
const launcher = join(root, "apps", "launcher", "src", "main.ts");
process.exitCode = await handOver(pinnedNode, [launcher, ...process.argv.slice(2)]);
