import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "maskboard-work-";

/** An empty folder for a job, which removes it in the end. */
export const workFolder = (): Promise<string> =>
  mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));

let swept = false;

/**
 * Removes what scorers have left behind that were killed. In a container, the one before had this
 * process' own id: so once, before the first job, its folders go as well.
 *
 * @returns how many there were
 */
export async function removeLeftovers(): Promise<number> {
  const ours = !swept;
  swept = true;
  let removed = 0;
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    const left = pid === process.pid ? ours : Number.isInteger(pid) && !lives(pid);
    if (!left) continue;
    // Another user's are that user's to remove.
    const gone = await rm(join(tmpdir(), name), { recursive: true, force: true }).then(
      () => true,
      () => false,
    );
    if (gone) removed++;
  }
  return removed;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is somebody else's.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
