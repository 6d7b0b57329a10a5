import { spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHILD_ENV, sandboxCommand } from "./command.ts";
import { sandboxSupport } from "./support.ts";

const LIMITS = { cpuSeconds: 10, dataBytes: 4 * 2 ** 30 };

/** What a script prints that runs where models run. */
async function within(script: string): Promise<string> {
  const { layers } = await sandboxSupport();
  const [program, args] = sandboxCommand(layers, LIMITS, ["--input-type=module", "-e", script]);
  const child = spawn(program, args, {
    env: CHILD_ENV,
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return (out + errors).trim();
}

const tried = (imports: string, attempt: string) =>
  within(
    `${imports}; try { console.log("got", await (${attempt})) } catch (e) { console.log(e.code) }`,
  );

let port = 0;
let connections = 0;
const server = createServer((socket) => {
  connections++;
  socket.end();
});
beforeAll(async () => {
  process.env.DATABASE_URL = "postgres://secret";
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  delete process.env.DATABASE_URL;
  server.close();
});

test("knows nothing of the scorer's environment", async () => {
  expect(JSON.parse(await within("console.log(JSON.stringify(process.env))"))).toEqual(CHILD_ENV);
});

test.each([
  ["a system file", "fs.readFile('/etc/passwd')"],
  [
    "a file of the repository",
    `fs.readFile(${JSON.stringify(import.meta.filename.replace(/packages.*/, "package.json"))})`,
  ],
  ["the environment of another process", "fs.readFile('/proc/1/environ')"],
  ["a folder", "fs.readdir('/tmp')"],
])("can't read %s", async (_, attempt) => {
  expect(await tried("import fs from 'node:fs/promises'", attempt)).toBe("ERR_ACCESS_DENIED");
});

test("can't write a file", async () => {
  const attempt = "fs.writeFile('/tmp/maskboard-escape', 'x')";
  expect(await tried("import fs from 'node:fs/promises'", attempt)).toBe("ERR_ACCESS_DENIED");
});

test.each([
  ["processes", "import { spawnSync } from 'node:child_process'", "spawnSync('id')"],
  ["threads", "import { Worker } from 'node:worker_threads'", "new Worker('1', { eval: true })"],
])("can't start %s", async (_, imports, attempt) => {
  expect(await tried(imports, attempt)).toBe("ERR_ACCESS_DENIED");
});

test("can't open a connection where a network of its own is permitted", async (context) => {
  const { layers } = await sandboxSupport();
  context.skip(!layers.includes("network"), "unshare --net is not permitted here");
  const attempt = `new Promise((resolve, reject) =>
    net.connect(${port}, "127.0.0.1", () => resolve("connected")).on("error", reject))`;
  const code = layers.includes("calls") ? "EPERM" : "ENETUNREACH";
  expect(await tried("import net from 'node:net'", attempt)).toBe(code);
  expect(connections).toBe(0);
});

test("is nobody where the scorer is root", async (context) => {
  const { layers } = await sandboxSupport();
  const root = process.getuid?.() === 0;
  context.skip(!root || !layers.includes("user"), "not root, or setpriv is refused");
  expect(await within("console.log(process.getuid(), process.getgroups().join())")).toBe(
    "65534 65534",
  );
});

test("processor time has an end that the kernel enforces", async (context) => {
  const { layers } = await sandboxSupport();
  context.skip(!layers.includes("limits"), "no prlimit here");
  // The first process of a PID namespace ignores SIGXCPU; it is killed a little later.
  const direct = layers.filter((layer) => layer !== "processes");
  const [program, args] = sandboxCommand(direct, { ...LIMITS, cpuSeconds: 1 }, ["-e", "for(;;);"]);
  const child = spawn(program, args, { env: CHILD_ENV, cwd: "/", stdio: "ignore" });
  const signal = await new Promise((resolve) => child.once("exit", (_, name) => resolve(name)));
  expect(signal).toBe("SIGXCPU");
});
