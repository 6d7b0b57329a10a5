import type { MaskboardClient } from "../../client/client.ts";
import { type RescoreBatch, waitForRescore } from "../../client/wait.ts";
import { counted } from "../../output/format.ts";
import type { Session } from "../../session.ts";

/** Waits for a batch and shows how far it is. */
export function followBatch(
  { progress }: Session,
  client: MaskboardClient,
  batch: { slug: string; rescoreId: string },
): Promise<RescoreBatch> {
  return waitForRescore(client, batch, ({ done, failed, total }) =>
    progress.show("scoring", done + failed, total, counted(total, "submission")),
  );
}
