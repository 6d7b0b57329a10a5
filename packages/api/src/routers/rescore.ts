import {
  MaskboardError,
  type RescoreScope,
  rankDifferenceSchema,
  rescoreChangeSchema,
  rescoreViewSchema,
} from "@maskboard/contracts";
import {
  activeSplitVersion,
  cancelRescore,
  type Db,
  findScopeTeam,
  getRescore,
  getSubmission,
  listRescoreChanges,
  listRescores,
  startRescore,
} from "@maskboard/db";
import { z } from "zod";
import { liveRescores } from "../live/live-rescores.ts";
import { organizerProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { dryRunDifference } from "../views/rank-difference.ts";
import { rescoreView } from "../views/rescore-view.ts";

const batch = z.object({ rescoreId: z.uuid() });

/** Nothing: all submissions. */
const scopeInput = z.object({
  submissionId: z.uuid().optional(),
  /** Id or name. */
  team: z.string().trim().min(1).max(100).optional(),
});

export const rescoreRouter = router({
  list: organizerProcedure.output(rescoreViewSchema.array()).query(async ({ ctx }) => {
    const { challenge } = ctx.access;
    const found = await listRescores(ctx.services.db, challenge.id);
    return found.map((summary) => rescoreView(challenge.slug, summary));
  }),
  live: organizerProcedure.subscription(({ ctx, signal }) =>
    liveRescores(ctx.services, ctx.access, signal),
  ),
  byId: organizerProcedure
    .input(batch)
    .output(rescoreViewSchema.extend({ changes: rescoreChangeSchema.array() }))
    .query(async ({ ctx, input }) => {
      const { challenge } = ctx.access;
      const found = await getRescore(ctx.services.db, challenge.id, input.rescoreId);
      const changes = await listRescoreChanges(ctx.services.db, input.rescoreId);
      return { ...rescoreView(challenge.slug, found), changes };
    }),
  /** Scores submissions anew from their stored files, against the active split version. */
  start: organizerProcedure
    .input(scopeInput.extend({ dryRun: z.boolean().default(false) }))
    .output(z.object({ rescoreId: z.string(), submissions: z.int() }))
    .mutation(async ({ ctx, input }) => {
      const { db, queue } = ctx.services;
      const { challenge } = ctx.access;
      const active = await activeSplitVersion(db, challenge);
      const started = await startRescore(db, queue, {
        challengeId: challenge.id,
        splitVersionId: active.id,
        actor: ctx.actor,
        kind: "rescore",
        dryRun: input.dryRun,
        ...(await scopeOf(db, challenge.id, ctx.viewer, input)),
      });
      return { rescoreId: started.id, submissions: started.total };
    }),
  cancel: organizerProcedure
    .input(batch)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      const { db } = ctx.services;
      const { row } = await getRescore(db, ctx.access.challenge.id, input.rescoreId);
      await cancelRescore(db, row, ctx.actor);
    }),
  /** What the results of a dry run would do to the boards. */
  difference: organizerProcedure
    .input(batch)
    .output(rankDifferenceSchema)
    .query(async ({ ctx, input }) => {
      const { db } = ctx.services;
      const found = await getRescore(db, ctx.access.challenge.id, input.rescoreId);
      if (!found.row.dryRun) {
        throw new MaskboardError(
          "wrong_state",
          "This batch is no dry run; the board has its scores.",
        );
      }
      return dryRunDifference(db, ctx.access, found);
    }),
});

/** @throws MaskboardError `not_found` for what does not belong to the challenge */
async function scopeOf(
  db: Db,
  challengeId: string,
  viewer: { id: string; admin: boolean },
  { submissionId, team }: z.infer<typeof scopeInput>,
): Promise<{ scope: RescoreScope; scopeName: string }> {
  if (submissionId) {
    const { submission, team: name } = await getSubmission(db, submissionId, viewer);
    if (submission.challengeId !== challengeId) {
      throw new MaskboardError("not_found", "There is no such submission in this challenge.");
    }
    const scopeName = `${submission.filename} of ${name}`;
    return { scope: { kind: "submission", submissionId }, scopeName };
  }
  if (team) {
    const found = await findScopeTeam(db, challengeId, team);
    return { scope: { kind: "team", teamId: found.id }, scopeName: `team ${found.name}` };
  }
  return { scope: { kind: "all" }, scopeName: "all submissions" };
}
