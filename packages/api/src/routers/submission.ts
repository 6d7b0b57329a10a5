import { quotaSchema, submissionRowSchema, submissionViewSchema } from "@maskboard/contracts";
import { cancelUpload, getSubmission, listTeamSubmissions, setFinal, setNote } from "@maskboard/db";
import { z } from "zod";
import { liveSubmission } from "../live/live-submission.ts";
import {
  memberProcedure,
  ownSubmissionProcedure,
  submissionProcedure,
} from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { removeUpload } from "../uploads/store.ts";
import { quotaOf } from "../views/quota.ts";
import { submissionRows, submissionView } from "../views/submission-view.ts";

const mineSchema = z.object({
  rows: submissionRowSchema.array(),
  quota: quotaSchema,
  finalsLimit: z.int(),
});

export const submissionRouter = router({
  mine: memberProcedure.output(mineSchema).query(async ({ ctx }) => {
    const { db } = ctx.services;
    const { challenge } = ctx.access;
    // Also for organizers: what their own team sees is what any team sees.
    const asMember = { ...ctx.access, organizer: false };
    const found = await listTeamSubmissions(db, ctx.team.id);
    return {
      rows: await submissionRows(db, asMember, found),
      quota: await quotaOf(db, challenge, { teamId: ctx.team.id, userId: ctx.viewer.id }),
      finalsLimit: challenge.limits.finals,
    };
  }),
  byId: submissionProcedure
    .output(submissionViewSchema)
    .query(({ ctx }) => submissionView(ctx.services, ctx.found)),
  live: submissionProcedure.subscription(({ ctx, signal }) =>
    liveSubmission(ctx.services, ctx.found, ctx.viewer, signal),
  ),
  setNote: ownSubmissionProcedure
    .input(z.object({ note: z.string().trim().max(500) }))
    .output(submissionViewSchema)
    .mutation(async ({ ctx, input }) => {
      await setNote(ctx.services.db, input.id, input.note);
      const found = await getSubmission(ctx.services.db, input.id, ctx.viewer);
      return submissionView(ctx.services, found);
    }),
  setFinal: ownSubmissionProcedure
    .input(z.object({ final: z.boolean() }))
    .output(submissionViewSchema)
    .mutation(async ({ ctx, input }) => {
      await setFinal(ctx.services.db, input.id, input.final);
      const found = await getSubmission(ctx.services.db, input.id, ctx.viewer);
      return submissionView(ctx.services, found);
    }),
  cancelUpload: ownSubmissionProcedure.output(z.void()).mutation(async ({ ctx, input }) => {
    await cancelUpload(ctx.services.db, input.id);
    await removeUpload(ctx.services, input.id);
  }),
});
