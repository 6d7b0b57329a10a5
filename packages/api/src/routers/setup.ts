import {
  challengeEditSchema,
  challengeStatusSchema,
  datasetReportSchema,
  overviewSchema,
  settingsSchema,
} from "@maskboard/contracts";
import {
  appointOrganizer,
  dismissOrganizer,
  editChallenge,
  setChallengeStatus,
} from "@maskboard/db";
import { z } from "zod";
import { organizerProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { datasetReports, overviewView, settingsView } from "../views/setup-view.ts";

/** Editing a challenge; what changes answers with the settings as they are then. */
export const setupRouter = router({
  overview: organizerProcedure
    .output(overviewSchema)
    .query(({ ctx }) => overviewView(ctx.services.db, ctx.access.challenge)),
  settings: organizerProcedure
    .output(settingsSchema)
    .query(({ ctx }) => settingsView(ctx.services.db, ctx.access.challenge)),
  /** What was found in each data set version, the latest first. */
  data: organizerProcedure
    .output(datasetReportSchema.array())
    .query(({ ctx }) => datasetReports(ctx.services.db, ctx.access.challenge)),
  edit: organizerProcedure
    .input(z.object({ edit: challengeEditSchema }))
    .output(settingsSchema)
    .mutation(async ({ ctx, input: { edit } }) => {
      const { id: challengeId } = ctx.access.challenge;
      const { db, queue } = ctx.services;
      const change = { challengeId, actor: ctx.actor, edit };
      return settingsView(db, await editChallenge(db, queue, change));
    }),
  setStatus: organizerProcedure
    .input(z.object({ to: challengeStatusSchema }))
    .output(settingsSchema)
    .mutation(async ({ ctx, input: { to } }) => {
      const { id: challengeId } = ctx.access.challenge;
      const { db } = ctx.services;
      return settingsView(db, await setChallengeStatus(db, { challengeId, actor: ctx.actor, to }));
    }),
  addOrganizer: organizerProcedure
    .input(z.object({ email: z.email() }))
    .output(settingsSchema)
    .mutation(async ({ ctx, input: { email } }) => {
      const { id: challengeId } = ctx.access.challenge;
      await appointOrganizer(ctx.services.db, { challengeId, actor: ctx.actor, email });
      return settingsView(ctx.services.db, ctx.access.challenge);
    }),
  removeOrganizer: organizerProcedure
    .input(z.object({ userId: z.string() }))
    .output(z.void())
    .mutation(({ ctx, input: { userId } }) => {
      const { id: challengeId } = ctx.access.challenge;
      return dismissOrganizer(ctx.services.db, { challengeId, actor: ctx.actor, userId });
    }),
});
