import { MaskboardError, memberSchema, nameSchema, teamViewSchema } from "@maskboard/contracts";
import {
  createTeam,
  joinTeam,
  previewInvite,
  removeMember,
  renameTeam,
  renewInvite,
  setCaptain,
} from "@maskboard/db";
import { z } from "zod";
import {
  captainProcedure,
  entrantProcedure,
  memberProcedure,
  publicProcedure,
  signedInProcedure,
} from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { teamView } from "../views/team-view.ts";

const teamNameSchema = nameSchema(2, 40);
const tokenInput = z.object({ token: z.string().min(1).max(100) });

const previewSchema = z.object({
  team: z.string(),
  challenge: z.string(),
  slug: z.string(),
  members: memberSchema.pick({ name: true, captain: true }).array(),
  full: z.boolean(),
});

export const teamRouter = router({
  create: entrantProcedure
    .input(z.object({ name: teamNameSchema }))
    .output(teamViewSchema)
    .mutation(async ({ ctx, input }) => {
      const { challenge } = ctx.access;
      const { db } = ctx.services;
      const entry = { challengeId: challenge.id, userId: ctx.viewer.id, name: input.name };
      return teamView(db, challenge, await createTeam(db, entry), ctx.viewer.id);
    }),
  preview: publicProcedure
    .input(tokenInput)
    .output(previewSchema)
    .query(async ({ ctx, input }) => {
      const { team, challenge, members, full } = await previewInvite(ctx.services.db, input.token);
      return { team: team.name, challenge: challenge.title, slug: challenge.slug, members, full };
    }),
  join: signedInProcedure
    .input(tokenInput)
    .output(teamViewSchema)
    .mutation(async ({ ctx, input }) => {
      const { db } = ctx.services;
      const team = await joinTeam(db, input.token, ctx.viewer.id);
      const { challenge } = await previewInvite(db, input.token);
      return teamView(db, challenge, team, ctx.viewer.id);
    }),
  leave: memberProcedure
    .output(z.void())
    .mutation(({ ctx }) => removeMember(ctx.services.db, ctx.team.id, ctx.viewer.id)),
  setCaptain: captainProcedure
    .input(z.object({ userId: z.string() }))
    .output(teamViewSchema)
    .mutation(async ({ ctx, input }) => {
      await setCaptain(ctx.services.db, ctx.team.id, input.userId);
      return teamView(ctx.services.db, ctx.access.challenge, ctx.team, ctx.viewer.id);
    }),
  removeMember: captainProcedure
    .input(z.object({ userId: z.string() }))
    .output(teamViewSchema)
    .mutation(async ({ ctx, input }) => {
      if (input.userId === ctx.viewer.id) {
        throw new MaskboardError("bad_request", "Leave the team instead of removing yourself.");
      }
      await removeMember(ctx.services.db, ctx.team.id, input.userId);
      return teamView(ctx.services.db, ctx.access.challenge, ctx.team, ctx.viewer.id);
    }),
  rename: captainProcedure
    .input(z.object({ name: teamNameSchema }))
    .output(teamViewSchema)
    .mutation(async ({ ctx, input }) => {
      await renameTeam(ctx.services.db, ctx.team.id, input.name);
      const team = { ...ctx.team, name: input.name };
      return teamView(ctx.services.db, ctx.access.challenge, team, ctx.viewer.id);
    }),
  renewInvite: captainProcedure.output(teamViewSchema).mutation(async ({ ctx }) => {
    const team = await renewInvite(ctx.services.db, ctx.team.id);
    return teamView(ctx.services.db, ctx.access.challenge, team, ctx.viewer.id);
  }),
});
