import { type AuditActor, cancelSubmission, type Target } from "@maskboard/db";
import type { Services } from "../services.ts";
import { removeUpload } from "./store.ts";

/** Cancels a submission for an organizer; what has arrived of its file so far is removed. */
export async function cancelAndClean(
  services: Services,
  target: Target,
  actor: AuditActor,
  reason?: string,
): Promise<void> {
  const { artifactKey, id } = await cancelSubmission(services.db, target, actor, reason);
  if (artifactKey === null) await removeUpload(services, id);
}
