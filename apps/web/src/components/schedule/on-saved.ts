import type { Schedule } from "@maskboard/contracts";

/** Takes a schedule that was saved, and what to tell about it. */
export type OnSaved = (schedule: Schedule, message: string) => void;
