import { MaskboardError, queueViewSchema, reasonSchema } from "@maskboard/contracts";
import { getChallenge, retrySubmission } from "@maskboard/db";
import { z } from "zod";
import { liveQueue } from "../live/live-queue.ts";
import { organizerProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { cancelAndClean } from "../uploads/cancel.ts";
import { queueView } from "../views/queue-view.ts";

const target = z.object({ submissionId: z.uuid() });

/** A challenge's queue, for its organizers. */
export const queueRouter = router({
  get: organizerProcedure
    .output(queueViewSchema)
    .query(({ ctx }) => queueView(ctx.services.db, ctx.access.challenge.id)),
  live: organizerProcedure.subscription(({ ctx, signal }) =>
    liveQueue(ctx.services, ctx.access.challenge.id, signal, async (db, challengeId) => {
      // Asked each time: whoever is no organizer any more sees nothing more.
      const { organizer } = await getChallenge(db, ctx.access.challenge.slug, ctx.viewer);
      if (!organizer) throw new MaskboardError("forbidden", "You do not organize this any more.");
      return queueView(db, challengeId);
    }),
  ),
  retry: organizerProcedure
    .input(target)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const { db, queue } = ctx.services;
      const { submissionId } = input;
      const challengeId = ctx.access.challenge.id;
      await retrySubmission(db, queue, { submissionId, challengeId }, ctx.actor);
    }),
  cancel: organizerProcedure
    .input(target.extend({ reason: reasonSchema.optional() }))
    .output(z.void())
    .mutation(({ ctx, input }) => {
      const { submissionId, reason } = input;
      const challengeId = ctx.access.challenge.id;
      return cancelAndClean(ctx.services, { submissionId, challengeId }, ctx.actor, reason);
    }),
});
