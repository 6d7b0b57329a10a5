/** Brings a fresh clone to the point where the pinned Node and all packages are there. */
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedNode, root, run } from "./run.mjs";
import { problem, startStep } from "./terminal.mjs";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const stampFile = join(root, "node_modules", ".maskboard-install");

/** Stops with one line when Node is older than `engines.node` asks. */
export function requireNode() {
  const [major = 20, minor = 0] = String(manifest.engines.node).match(/\d+/g)?.map(Number) ?? [];
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split(".").map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  problem(`Maskboard needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** What decides whether `node_modules` fits: the lock file, the workspace and this machine. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${root}\n`);
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"]) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function upToDate() {
  if (!existsSync(stampFile) || !existsSync(pinnedNode)) return false;
  return readFileSync(stampFile, "utf8") === fingerprint();
}

/** Installs with the pnpm that `packageManager` names. Ends the process when that fails. */
export async function install() {
  if (upToDate()) return;
  try {
    accessSync(root, constants.W_OK);
  } catch {
    problem(`No permission to write in ${root}, where the packages go. Change its owner.`);
    process.exit(1);
  }
  const step = startStep("Installing packages");
  const args = ["--yes", manifest.packageManager, "install", "--frozen-lockfile"];
  args.push("--reporter=append-only", "--config.confirm-modules-purge=false");
  const { code, lines } = await run("npx", args, {
    // The CUDA libraries of ONNX Runtime are a large download that only GPU machines want.
    env: { ONNXRUNTIME_NODE_INSTALL_CUDA: "skip", ...process.env, NPM_CONFIG_LOGLEVEL: "error" },
    onLine: (line) => step.note(line.replace(/^Progress: /, "")),
    shell: process.platform === "win32",
  }).catch((error) => ({ code: 1, lines: [String(error.message)] }));
  if (code !== 0 || !existsSync(pinnedNode)) {
    step.fail("Packages could not be installed");
    for (const line of lines.slice(-30)) process.stderr.write(`    ${line}\n`);
    problem(`The install failed (npx ${args.slice(1, 4).join(" ")}); its last lines are above.`);
    process.exit(1);
  }
  writeFileSync(stampFile, fingerprint());
  step.done("Packages installed");
}
