import { type Logger, pino } from "pino";

/** One JSON object a line on stdout. */
export function createLog(level: string, worker: string): Logger {
  return pino({
    level,
    base: { service: "scorer", worker },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
