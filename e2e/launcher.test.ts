import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "../apps/launcher/src/port.ts";

/* `npm start` from its first to its last day, on a small challenge. */

const root = resolve(import.meta.dirname, "..");

class Launcher {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output = "";

  constructor(env: Record<string, string>) {
    this.child = spawn(process.execPath, ["apps/launcher/src/main.ts"], {
      cwd: root,
      env: { ...process.env, ...SEED, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.output += stripVTControlCharacters(text);
      });
    }
    this.ended = new Promise((done) => this.child.once("close", done));
  }

  /** Waits until the output holds a text; what was printed before does not count the second time. */
  async says(text: string): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.child.exitCode !== null) return;
        if (!this.output.includes(text)) throw new Error(`no "${text}" in:\n${this.output}`);
      },
      { timeout: 100_000, interval: 100 },
    );
    expect(this.output).toContain(text);
  }
}

const SEED = {
  MASKBOARD_SEED_TRAIN: "8",
  MASKBOARD_SEED_PUBLIC: "2",
  MASKBOARD_SEED_PRIVATE: "2",
  MASKBOARD_SEED_SIZE: "96",
};

let home: string;
let port: number;
let launcher: Launcher | undefined;
const start = (env: Record<string, string> = {}): Launcher =>
  new Launcher({ MASKBOARD_HOME: home, PORT: String(port), ...env });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "maskboard-launcher-"));
  port = await freePort();
});
afterAll(async () => {
  launcher?.child.kill("SIGTERM");
  await launcher?.ended;
  await rm(home, { recursive: true, force: true });
});

/** The board's teams with their scores, as any visitor gets them. */
async function board(): Promise<{ team: string; house: boolean; meanIou: number }[]> {
  const input = encodeURIComponent(JSON.stringify({ json: { slug: "animal-body-parts" } }));
  const response = await fetch(`http://127.0.0.1:${port}/api/trpc/board.get?input=${input}`);
  const body = (await response.json()) as { result: { data: { json: { entries: [] } } } };
  return body.result.data.json.entries.map(({ team, house, meanIou }) => ({
    team,
    house,
    meanIou,
  }));
}

/** Processes (Linux) whose environment names the folder. */
function processesOf(folder: string): { pid: number; command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        readlinkSync(`/proc/${name}/exe`);
        const environment = readFileSync(`/proc/${name}/environ`, "utf8");
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return environment.includes(folder) ? [{ pid: Number(name), command }] : [];
      } catch {
        return [];
      }
    });
}

const onLinux = process.platform === "linux";
const accounts = (): Promise<string> => readFile(join(home, "credentials.json"), "utf8");
let firstAccounts: string;
let firstBoard: Awaited<ReturnType<typeof board>>;

describe("the launcher", () => {
  test("first start: shows address and accounts, and the house teams are on the board", async () => {
    launcher = start();
    await launcher.says("Ctrl-C stops everything");
    firstAccounts = await accounts();
    const { url, accounts: people } = JSON.parse(firstAccounts);
    expect(url).toBe(`http://localhost:${port}`);
    expect(people.map(({ role }: { role: string }) => role)).toEqual(["organizer", "participant"]);
    for (const { email, password } of people) {
      expect(launcher.output).toContain(email);
      expect(launcher.output).toContain(password);
    }
    expect((await stat(join(home, "credentials.json"))).mode & 0o777).toBe(0o600);
    firstBoard = await board();
    expect(firstBoard.map(({ team }) => team).sort()).toEqual([
      ...["Colour histogram", "Pixel forest", "Prior map"],
    ]);
    expect(firstBoard.every(({ house }) => house)).toBe(true);
  });

  test("a second start on the same folder, or on a taken port, is refused in one line", async () => {
    const same = start();
    expect(await same.ended).toBe(1);
    expect(same.output.trim()).toMatch(/^✗ Maskboard already runs on this folder[^\n]*$/);
    const other = await mkdtemp(join(tmpdir(), "maskboard-launcher-"));
    const taken = start({ MASKBOARD_HOME: other });
    expect(await taken.ended).toBe(1);
    expect(taken.output.trim()).toMatch(/^✗ Port \d+ is taken[^\n]*$/);
    await rm(other, { recursive: true, force: true });
  });

  test.skipIf(!onLinux)("a killed scorer is started again", async () => {
    const scorer = processesOf(home).find(({ command }) =>
      command.includes("apps/scorer/src/main"),
    );
    process.kill(scorer!.pid, "SIGKILL");
    await launcher!.says("The scorer was killed (SIGKILL)");
    await launcher!.says("The scorer is back");
  });

  test("Ctrl-C ends everything, the database too", async () => {
    launcher!.child.kill("SIGINT");
    expect(await launcher!.ended).toBe(0);
    expect(launcher!.output).toContain("Stopped.");
    expect(existsSync(join(home, "postgres", "data", "postmaster.pid"))).toBe(false);
    expect(existsSync(join(home, "launcher.lock"))).toBe(false);
    if (onLinux) expect(processesOf(home)).toEqual([]);
  });

  test("the second start keeps accounts and board, and seeds nothing", async () => {
    launcher = start();
    await launcher.says("Ctrl-C stops everything");
    expect(launcher.output).not.toContain("Drawing");
    expect(await accounts()).toBe(firstAccounts);
    expect(await board()).toEqual(firstBoard);
  });

  test("a start after the launcher was killed recovers", async () => {
    launcher!.child.kill("SIGKILL");
    await launcher!.ended;
    launcher = start();
    await launcher.says("Ctrl-C stops everything");
    expect(await accounts()).toBe(firstAccounts);
    expect(await board()).toEqual(firstBoard);
  });
});
