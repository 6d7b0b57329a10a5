import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CHILD_ENV } from "../sandbox/command.ts";
import { type Layer, layersCommand } from "../sandbox/layers.ts";
import { sandboxSupport } from "../sandbox/support.ts";

/**
 * What native code could do in place of a model should somebody find a hole in the runtime: the
 * same as this program tries, which Node's own permissions do not hold. Prints what came of it
 * within several sets of layers, as whoever runs this.
 */
const ATTEMPTS = `
const [host, port, folder] = process.argv.slice(1);
const fs = require("node:fs");
const code = (attempt) => { try { attempt(); return "done"; } catch (error) { return error.code; } };
const numbered = (folder) => {
  try {
    return fs.readdirSync(folder).filter((name) => /^\\d+$/.test(name)).length;
  } catch {
    return 0;
  }
};
const told = {
  read: code(() => fs.readFileSync("/etc/passwd")),
  create: code(() => fs.closeSync(fs.openSync(folder + "/new", "w"))),
  change: code(() => fs.appendFileSync(folder + "/old", "changed")),
  remove: code(() => fs.rmSync(folder + "/old")),
  start: require("node:child_process").spawnSync("/usr/bin/id").error?.code ?? "done",
  signal: code(() => process.kill(Number(host), 0)),
  see: numbered("/proc"),
  uid: process.getuid(),
  rights: /CapEff:\\s+0*(\\w+)/.exec(fs.readFileSync("/proc/self/status", "latin1"))[1],
};
const finish = (connect) => { console.log(JSON.stringify({ ...told, connect })); process.exit(); };
require("node:net").connect(port, "127.0.0.1")
  .on("connect", () => finish("done")).on("error", (error) => finish(error.code));
`;

/** What this prints. */
export interface Tried {
  readonly attempts: readonly Attempts[];
  readonly missing: readonly string[];
}

export interface Attempts {
  readonly layers: readonly Layer[];
  readonly read: string;
  readonly create: string;
  readonly change: string;
  readonly remove: string;
  readonly start: string;
  readonly signal: string;
  readonly connect: string;
  /** Processes that it sees. */
  readonly see: number;
  readonly uid: number;
  readonly rights: string;
  /** Files in a folder that everybody may write to, which held `old`. */
  readonly files: readonly string[];
}

const LIMITS = { cpuSeconds: 20, dataBytes: 4 * 2 ** 30 };
const server = createServer((socket) => socket.end());
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;

async function within(layers: readonly Layer[]): Promise<Attempts> {
  const folder = await mkdtemp(join(tmpdir(), "walls-"));
  await chmod(folder, 0o777);
  await promisify(execFile)("touch", [join(folder, "old")]);
  await chmod(join(folder, "old"), 0o666);
  const [program = "", ...args] = [
    ...layersCommand(layers, process.getuid?.() === 0, LIMITS),
    ...[
      process.execPath,
      "--openssl-config=/dev/null",
      "-e",
      ATTEMPTS,
      "--",
      String(process.pid),
      String(port),
      folder,
    ],
  ];
  try {
    const { stdout } = await promisify(execFile)(program, args, { env: CHILD_ENV, cwd: "/" });
    return { layers, ...JSON.parse(stdout), files: (await readdir(folder)).sort() };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const { layers, missing } = await sandboxSupport();
const without = (...left: Layer[]) => layers.filter((layer) => !left.includes(layer));
const sets = [layers, ...layers.map((layer) => without(layer)), without("files", "calls")];
const attempts: Attempts[] = [];
for (const set of sets) attempts.push(await within(set));
console.log(JSON.stringify({ attempts, missing }));
process.exit();
