import type { Report } from "./report.ts";
import type { Session } from "./session.ts";

/** Runs what a command's module does; modules are loaded only when their command is called. */
export type Act = (command: (session: Session) => Promise<Report>) => Promise<void>;
