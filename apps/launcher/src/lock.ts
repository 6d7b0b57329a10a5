import { readFileSync } from "node:fs";
import { open, readFile, rm } from "node:fs/promises";
import { MaskboardError } from "@maskboard/contracts";
import { z } from "zod";

const ownerSchema = z.object({ pid: z.int().positive(), bornAt: z.string() });
type Owner = z.infer<typeof ownerSchema>;

/** When a process began, where the system tells (Linux): process ids come back, this does not. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name may hold spaces and brackets; field 22 counts from after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.pid === process.pid) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return birthOf(owner.pid) === owner.bornAt;
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

export interface Lock {
  /** Whether another launcher left the lock behind without stopping in order. */
  readonly recovered: boolean;
  release(): Promise<void>;
}

/**
 * Takes the folder for this process; a lock whose process is gone is taken over.
 *
 * @throws {MaskboardError} `conflict` while another launcher runs on the same folder.
 */
export async function takeLock(file: string): Promise<Lock> {
  let recovered = false;
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const handle = await open(file, "wx", 0o600);
      await handle.writeFile(JSON.stringify({ pid: process.pid, bornAt: birthOf(process.pid) }));
      await handle.close();
      return { recovered, release: () => rm(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = await readOwner(file);
    if (owner && isAlive(owner)) {
      throw new MaskboardError(
        "conflict",
        `Maskboard already runs on this folder (process ${owner.pid}). Stop it first, or set MASKBOARD_HOME and PORT for a second one.`,
      );
    }
    recovered = true;
    await rm(file, { force: true });
  }
  throw new MaskboardError("conflict", `Another start took ${file} at the same moment. Try again.`);
}
