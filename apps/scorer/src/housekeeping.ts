import { type Db, expireStaleImports, expireStaleUploads } from "@maskboard/db";
import type { Logger } from "pino";

const HOUR_MS = 3_600_000;

/**
 * Forgets uploads that nobody finished, now and every hour. Any number of scorers may do so at once:
 * each statement takes whatever the others left. Returns how to end it.
 */
export function startHousekeeping(db: Db, log: Logger): () => void {
  const sweep = async (): Promise<void> => {
    try {
      const gone = [...(await expireStaleUploads(db)), ...(await expireStaleImports(db))];
      if (gone.length > 0) log.info({ uploads: gone.length }, "unfinished uploads forgotten");
    } catch (error) {
      log.warn({ err: error }, "housekeeping failed; next try in an hour");
    }
  };
  void sweep();
  const timer = setInterval(sweep, HOUR_MS);
  timer.unref();
  return () => clearInterval(timer);
}
