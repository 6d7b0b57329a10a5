import { open, readdir, readFile, readlink } from "node:fs/promises";

/** What Linux tells about a process in /proc. */

/** Programs that it has started, and those that they have started; ended ones don't count. */
export async function descendants(pid: number): Promise<number[]> {
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, "latin1").catch(() => "");
  const children = (listed.match(/\d+/g) ?? []).map(Number);
  const below = await Promise.all(children.map(descendants));
  const running = await Promise.all(children.map(runs));
  return [...children.filter((_, index) => running[index]), ...below.flat()];
}

export async function runs(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  return stat !== "" && !/\) [ZX] /.test(stat);
}

/** The process that a model runs in, among those below `pid`; null while there is none. */
export async function modelProcess(pid: number): Promise<number | null> {
  for (const child of await descendants(pid)) {
    const [program, ...args] = (
      await readFile(`/proc/${child}/cmdline`, "latin1").catch(() => "")
    ).split("\0");
    if (program === process.execPath && args[0] === "--permission") return child;
  }
  return null;
}

export async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "latin1");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) / 1_024;
}

/** Of all threads; 0 when there is no such process. Linux counts in hundredths. */
export async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

/** Makes a process crash at its next step in ONNX Runtime, whose code is written over. */
export async function crash(pid: number): Promise<void> {
  const maps = await readFile(`/proc/${pid}/maps`, "latin1");
  const code = /^(\w+)-(\w+) r-xp .*libonnxruntime/m.exec(maps)!;
  const [from, to] = [Number.parseInt(code[1]!, 16), Number.parseInt(code[2]!, 16)];
  const memory = await open(`/proc/${pid}/mem`, "r+");
  try {
    const nothing = Buffer.alloc(2 ** 20);
    for (let at = from; at < to; at += nothing.length) {
      await memory.write(nothing, 0, Math.min(nothing.length, to - at), at);
    }
  } finally {
    await memory.close();
  }
}

export interface OpenFiles {
  /** Files, pipes to other processes and whatever else is no connection to a server. */
  readonly others: number;
  /** Ports that it listens at. */
  readonly listening: readonly number[];
}

export async function openFiles(pid: number): Promise<OpenFiles> {
  const sockets = new Map<string, { port: number; listens: boolean }>();
  for (const family of ["tcp", "tcp6"]) {
    const table = await readFile(`/proc/${pid}/net/${family}`, "latin1").catch(() => "");
    for (const row of table.trim().split("\n").slice(1)) {
      const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
      const port = Number.parseInt(local.split(":")[1]!, 16);
      sockets.set(inode, { port, listens: state === "0A" });
    }
  }
  const names = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(
    names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => null)),
  );
  let others = 0;
  const listening: number[] = [];
  for (const target of targets) {
    const socket = sockets.get(/^socket:\[(\d+)\]$/.exec(target ?? "")?.[1] ?? "");
    if (socket?.listens) listening.push(socket.port);
    else if (!socket && target !== null) others++;
  }
  return { others, listening };
}
