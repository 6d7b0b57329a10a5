import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { freePort } from "../port.ts";
import { Service, type ServiceEvent, type ServiceOptions } from "./service.ts";

/** A server with a helper process of its own, as a site or a scorer may have. */
const SERVER = `
  import { spawn } from "node:child_process";
  import { createServer } from "node:http";
  const helper = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  console.log("serving");
  createServer((request, response) => response.end(JSON.stringify([process.pid, helper.pid])))
    .listen(Number(process.env.TEST_PORT), "127.0.0.1");`;

let folder: string;
let services: Service[];
let events: ServiceEvent[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "maskboard-service-"));
  writeFileSync(join(folder, "server.mjs"), SERVER);
  writeFileSync(join(folder, "broken.mjs"), `console.log("no luck"); process.exit(3);`);
  services = [];
  events = [];
});
afterEach(async () => {
  await Promise.all(services.map((service) => service.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function options(script: string): Promise<ServiceOptions> {
  const port = await freePort();
  return {
    name: "site",
    args: [join(folder, script)],
    env: { TEST_PORT: String(port) },
    logFile: join(folder, "site.log"),
    ready: `http://127.0.0.1:${port}/`,
    firstPauseMs: 20,
    onEvent: (event) => events.push(event),
  };
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has reaped yet is dead all the same.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

const ask = async (service: Service): Promise<number[]> =>
  (await (await fetch(service.options.ready)).json()) as number[];

it("starts, writes a log, and stops with all that the service started", async () => {
  const service = new Service(await options("server.mjs"));
  services.push(service);
  await service.start();
  const pids = await ask(service);
  expect(pids).toEqual([service.pid, expect.any(Number)]);
  await service.stop();
  await vi.waitFor(() => expect(pids.map(alive)).toEqual([false, false]));
  expect(readFileSync(service.options.logFile, "utf8")).toContain("serving");
  expect(events).toEqual([]);
});

it("restarts a service that was killed, and tells of both", async () => {
  const service = new Service(await options("server.mjs"));
  services.push(service);
  await service.start();
  const first = service.pid!;
  process.kill(first, "SIGKILL");
  await vi.waitFor(() => expect(events.at(-1)).toEqual({ kind: "back", name: "site" }), 10_000);
  expect(events[0]).toMatchObject({ kind: "died", how: "was killed (SIGKILL)", pauseMs: 20 });
  expect((await ask(service))[0]).not.toBe(first);
});

it("restarts on demand without calling it an accident", async () => {
  const service = new Service(await options("server.mjs"));
  services.push(service);
  await service.start();
  const [first] = await ask(service);
  await service.restart();
  await vi.waitFor(() => expect(events).toEqual([{ kind: "back", name: "site" }]), 10_000);
  expect((await ask(service))[0]).not.toBe(first);
});

it("gives up on a service that never starts, naming its log", async () => {
  const service = new Service(await options("broken.mjs"));
  services.push(service);
  await expect(service.start()).rejects.toThrow(/site ends right after its start.*site\.log/);
  expect(readFileSync(service.options.logFile, "utf8").match(/no luck/g)).toHaveLength(3);
});

it("leaves nothing behind when the launcher is killed", async () => {
  const { args, ready, logFile, env } = await options("server.mjs");
  const source = `
    import { Service } from ${JSON.stringify(join(import.meta.dirname, "service.ts"))};
    const service = new Service(${JSON.stringify({ name: "site", args, ready, logFile, env })});
    await service.start();
    console.log("started");`;
  const launcher = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(launcher.stdout, "data");
  const pids = (await (await fetch(ready)).json()) as number[];
  expect(pids.map(alive)).toEqual([true, true]);
  launcher.kill("SIGKILL");
  await vi.waitFor(() => expect(pids.map(alive)).toEqual([false, false]), 10_000);
});
