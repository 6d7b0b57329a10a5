import {
  challengeCardSchema,
  challengeViewSchema,
  dataViewSchema,
  submissionSpecSchema,
} from "@maskboard/contracts";
import { listChallenges } from "@maskboard/db";
import { challengeProcedure, publicProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { challengeCard, challengeView, dataView, submissionSpec } from "../views/challenge-view.ts";

export const challengeRouter = router({
  list: publicProcedure.output(challengeCardSchema.array()).query(async ({ ctx }) => {
    const { db } = ctx.services;
    const found = await listChallenges(db, ctx.viewer);
    return Promise.all(
      found.map(({ challenge, teams, submissions }) =>
        challengeCard(db, challenge, { teams, submissions }),
      ),
    );
  }),
  bySlug: challengeProcedure
    .output(challengeViewSchema)
    .query(({ ctx }) => challengeView(ctx.services.db, ctx.access, ctx.viewer)),
  data: challengeProcedure
    .output(dataViewSchema)
    .query(({ ctx }) => dataView(ctx.services.db, ctx.access)),
  spec: challengeProcedure
    .output(submissionSpecSchema)
    .query(({ ctx }) => submissionSpec(ctx.services.db, ctx.access)),
});
