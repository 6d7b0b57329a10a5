import {
  MaskboardError,
  mergeResultSchema,
  rankPreviewSchema,
  reasonSchema,
  similarPairSchema,
  teamRowSchema,
} from "@maskboard/contracts";
import {
  dismissSimilar,
  type Judgement,
  judge,
  judgeIn,
  listSimilar,
  listTeams,
  mergeIn,
  mergeTeams,
  previewMerge,
} from "@maskboard/db";
import { z } from "zod";
import { organizerProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { previewRanks } from "../views/rank-preview.ts";
import { toPair } from "../views/similar-view.ts";

const judgementInput = z.object({
  subject: z.union([z.strictObject({ team: z.uuid() }), z.strictObject({ submission: z.uuid() })]),
  /** What the team reads; `null` restores. */
  reason: reasonSchema.nullable(),
});
const mergeInput = z.object({ from: z.uuid(), into: z.uuid() });

const judgementOf = (
  challengeId: string,
  { subject, reason }: z.infer<typeof judgementInput>,
): Judgement => ({ challengeId, subject, reason });

export const moderationRouter = router({
  teams: organizerProcedure
    .output(teamRowSchema.array())
    .query(({ ctx }) => listTeams(ctx.services.db, ctx.access.challenge)),
  /** Ranks as they would be. */
  previewJudgement: organizerProcedure
    .input(judgementInput)
    .output(rankPreviewSchema)
    .query(({ ctx, input }) =>
      previewRanks(ctx.services.db, ctx.access, (tx) =>
        judgeIn(tx, judgementOf(ctx.access.challenge.id, input), ctx.actor),
      ),
    ),
  judge: organizerProcedure
    .input(judgementInput)
    .output(z.void())
    .mutation(({ ctx, input }) =>
      judge(ctx.services.db, judgementOf(ctx.access.challenge.id, input), ctx.actor),
    ),
  /** What a merge would do; the ranks are `null` when it is refused. */
  previewMerge: organizerProcedure
    .input(mergeInput)
    .output(z.object({ merge: mergeResultSchema, ranks: rankPreviewSchema.nullable() }))
    .query(async ({ ctx, input }) => {
      const plan = { ...input, challengeId: ctx.access.challenge.id };
      const merge = await previewMerge(ctx.services.db, plan);
      const ranks = merge.refusal
        ? null
        : await previewRanks(ctx.services.db, ctx.access, (tx) => mergeIn(tx, plan, ctx.actor));
      return { merge, ranks };
    }),
  merge: organizerProcedure
    .input(mergeInput)
    .output(mergeResultSchema)
    .mutation(({ ctx, input }) => {
      const { from, into } = input;
      return mergeTeams(
        ctx.services.db,
        { from, into, challengeId: ctx.access.challenge.id },
        ctx.actor,
      );
    }),
  similar: organizerProcedure
    .input(z.object({ dismissed: z.boolean().default(false) }))
    .output(similarPairSchema.array())
    .query(async ({ ctx, input }) => {
      const { db } = ctx.services;
      return (await listSimilar(db, ctx.access.challenge.id, input)).map(toPair);
    }),
  dismissSimilar: organizerProcedure
    .input(z.object({ pairId: z.uuid() }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const { challenge } = ctx.access;
      const done = await dismissSimilar(ctx.services.db, challenge.id, input.pairId, ctx.actor);
      if (!done) throw new MaskboardError("not_found", "There is no such pair to dismiss.");
    }),
});
