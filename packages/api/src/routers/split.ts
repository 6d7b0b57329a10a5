import {
  activationSchema,
  rankDifferenceSchema,
  splitDetailSchema,
  splitOverviewSchema,
  splitPreviewSchema,
  splitProposalSchema,
} from "@maskboard/contracts";
import { activateSplit, findSplitVersion, startRescore } from "@maskboard/db";
import { z } from "zod";
import { previewSplit, saveSplit } from "../splits/propose.ts";
import { organizerProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { activationDifference } from "../views/rank-difference.ts";
import { splitDetail, splitOverview } from "../views/split-view.ts";

const proposal = z.object({ proposal: splitProposalSchema });
const version = z.object({ version: z.int().min(1) });
const note = z.string().trim().max(500).default("");

export const splitRouter = router({
  overview: organizerProcedure
    .output(splitOverviewSchema)
    .query(({ ctx }) => splitOverview(ctx.services.db, ctx.access.challenge)),
  byVersion: organizerProcedure
    .input(version)
    .output(splitDetailSchema)
    .query(({ ctx, input }) => splitDetail(ctx.services, ctx.access.challenge, input.version)),
  /** A mutation because a CSV is too long for an address; nothing is changed. */
  preview: organizerProcedure
    .input(proposal)
    .output(splitPreviewSchema)
    .mutation(({ ctx, input }) => previewSplit(ctx.services, ctx.access.challenge, input.proposal)),
  save: organizerProcedure
    .input(proposal.extend({ note }))
    .output(z.object({ version: z.int() }))
    .mutation(async ({ ctx, input }) => {
      const { actor } = ctx;
      const { version } = await saveSplit(ctx.services, ctx.access.challenge, { ...input, actor });
      return { version };
    }),
  /** Scores all submissions for a version that is not active; nobody sees these scores. */
  prepare: organizerProcedure
    .input(version)
    .output(z.object({ rescoreId: z.string(), submissions: z.int() }))
    .mutation(async ({ ctx, input }) => {
      const { db, queue } = ctx.services;
      const challengeId = ctx.access.challenge.id;
      const target = await findSplitVersion(db, challengeId, input.version);
      const batch = await startRescore(db, queue, {
        ...{ challengeId, splitVersionId: target.id, actor: ctx.actor },
        kind: "prepare",
        scope: { kind: "all" },
        scopeName: `preparation of split ${target.version}`,
        dryRun: false,
      });
      return { rescoreId: batch.id, submissions: batch.total };
    }),
  difference: organizerProcedure
    .input(version)
    .output(rankDifferenceSchema)
    .query(async ({ ctx, input }) => {
      const { db } = ctx.services;
      const target = await findSplitVersion(db, ctx.access.challenge.id, input.version);
      return activationDifference(db, ctx.access, target);
    }),
  activate: organizerProcedure
    .input(
      version.extend({
        /** The version that is active as far as the caller knows. */
        expected: z.int().optional(),
        reason: z.string().trim().max(500).optional(),
      }),
    )
    .output(activationSchema)
    .mutation(async ({ ctx, input }) => {
      const { db, queue } = ctx.services;
      const challengeId = ctx.access.challenge.id;
      const target = await findSplitVersion(db, challengeId, input.version);
      const expected =
        input.expected === undefined
          ? undefined
          : (await findSplitVersion(db, challengeId, input.expected)).id;
      return activateSplit(db, queue, {
        ...{ challengeId, splitVersionId: target.id, actor: ctx.actor, expected },
        reason: input.reason || undefined,
      });
    }),
});
