import { type AuditVia, MaskboardError, slugSchema, type Viewer } from "@maskboard/contracts";
import { type AuditActor, findTeamOf, getChallenge, getSubmission } from "@maskboard/db";
import { z } from "zod";
import type { Context } from "./context.ts";
import { baseProcedure } from "./trpc.ts";

/* The authorization table: one kind of procedure for each access level. */

const slugInput = z.object({ slug: slugSchema });
const submissionInput = z.object({ id: z.uuid() });

/** Everybody. */
export const publicProcedure = baseProcedure.meta({ access: "public" });

/** Everybody, about a challenge that they may see. */
export const challengeProcedure = publicProcedure
  .input(slugInput)
  .use(async ({ ctx, input, next }) => {
    const access = await getChallenge(ctx.services.db, input.slug, ctx.viewer);
    return next({ ctx: { access } });
  });

/** @throws MaskboardError `unauthenticated` */
function requireViewer({ viewer }: Pick<Context, "viewer">): Viewer {
  if (viewer) return viewer;
  throw new MaskboardError("unauthenticated", "You are not signed in.");
}

export const signedInProcedure = baseProcedure
  .meta({ access: "signed-in" })
  .use(({ ctx, next }) => next({ ctx: { viewer: requireViewer(ctx) } }));

/** Signed in, about a challenge. */
export const entrantProcedure = signedInProcedure
  .input(slugInput)
  .use(async ({ ctx, input, next }) => {
    const access = await getChallenge(ctx.services.db, input.slug, ctx.viewer);
    return next({ ctx: { access } });
  });

/** In a team of the challenge; the procedure is about that team. */
export const memberProcedure = entrantProcedure
  .meta({ access: "member" })
  .use(async ({ ctx, next }) => {
    const found = await findTeamOf(ctx.services.db, ctx.access.challenge.id, ctx.viewer.id);
    if (!found) throw new MaskboardError("no_team", "You are in no team of this challenge.");
    return next({ ctx: { team: found.team, captain: found.captain } });
  });

export const captainProcedure = memberProcedure.meta({ access: "captain" }).use(({ ctx, next }) => {
  if (!ctx.captain) throw new MaskboardError("forbidden", "Only the team's captain may do that.");
  return next();
});

export const adminProcedure = signedInProcedure.meta({ access: "admin" }).use(({ ctx, next }) => {
  if (!ctx.viewer.admin) throw new MaskboardError("forbidden", "Only admins may do that.");
  return next({ ctx: { actor: auditActor(ctx.viewer, ctx.via) } });
});

/** About a challenge, for its organizers and for admins. What changes anything calls `audit`. */
export const organizerProcedure = entrantProcedure
  .meta({ access: "organizer" })
  .use(({ ctx, next }) => {
    if (!ctx.access.organizer) {
      throw new MaskboardError("forbidden", "Only organizers of this challenge may do that.");
    }
    return next({ ctx: { actor: auditActor(ctx.viewer, ctx.via) } });
  });

const auditActor = ({ id, name }: Viewer, via: AuditVia = "web"): AuditActor => ({ id, name, via });

/** About a submission, for its team and for organizers. */
export const submissionProcedure = signedInProcedure
  .meta({ access: "submission-reader" })
  .input(submissionInput)
  .use(async ({ ctx, input, next }) => {
    const found = await getSubmission(ctx.services.db, input.id, ctx.viewer);
    return next({ ctx: { found } });
  });

/** Changes a submission: its team only. */
export const ownSubmissionProcedure = submissionProcedure
  .meta({ access: "submission-member" })
  .use(({ ctx, next }) => {
    if (!ctx.found.member) {
      throw new MaskboardError("forbidden", "Only members of its team change a submission.");
    }
    return next();
  });
