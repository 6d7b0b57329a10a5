import type { KitJobData } from "@maskboard/contracts";
import type { Db } from "@maskboard/db";
import { renewKitTexts } from "@maskboard/ingest";
import type { Storage } from "@maskboard/storage";
import type { Task } from "../processor.ts";

interface Dependencies {
  readonly db: Db;
  readonly storage: Storage;
  /** Address of the site, for the README. */
  readonly siteUrl: string;
}

/** Brings data kits up to date with what organizers edited. */
export function kitTask({ db, storage, siteUrl }: Dependencies): Task<KitJobData> {
  return {
    async run({ challengeId }) {
      const renewed = await renewKitTexts(challengeId, { db, storage, siteUrl });
      return renewed ? "done" : "already-done";
    },
    // The kit stays as it was; the next edit tries again.
    async dead() {},
  };
}
