import { announcementSchema, announcementTextSchema, slugSchema } from "@maskboard/contracts";
import { listAnnouncements, publishAnnouncement, withdrawAnnouncement } from "@maskboard/db";
import { z } from "zod";
import {
  adminProcedure,
  challengeProcedure,
  organizerProcedure,
  publicProcedure,
} from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { newsOf, newsSchema } from "../views/news.ts";

const idSchema = z.object({ id: z.uuid() });

export const announcementRouter = router({
  /** Of a challenge and of the site, the latest first. */
  list: challengeProcedure.output(announcementSchema.array()).query(({ ctx }) =>
    listAnnouncements(ctx.services.db, {
      challengeId: ctx.access.challenge.id,
      site: true,
      withdrawn: false,
    }),
  ),
  /** Of the site alone. */
  site: publicProcedure
    .output(announcementSchema.array())
    .query(({ ctx }) =>
      listAnnouncements(ctx.services.db, { challengeId: null, site: false, withdrawn: false }),
    ),
  /** Banners of this moment, and what is new, for pages that ask again and again. */
  news: publicProcedure
    .input(z.object({ slug: slugSchema.optional() }))
    .output(newsSchema)
    .query(({ ctx, input }) => newsOf(ctx.services.db, ctx.viewer, input.slug ?? null)),
  /** With what was withdrawn, for organizers. */
  manage: organizerProcedure.output(announcementSchema.array()).query(({ ctx }) =>
    listAnnouncements(ctx.services.db, {
      challengeId: ctx.access.challenge.id,
      site: false,
      withdrawn: true,
    }),
  ),
  publish: organizerProcedure
    .input(announcementTextSchema)
    .output(idSchema)
    .mutation(async ({ ctx, input: { slug: _, ...text } }) => {
      const challengeId = ctx.access.challenge.id;
      const id = await publishAnnouncement(ctx.services.db, {
        challengeId,
        actor: ctx.actor,
        text,
      });
      return { id };
    }),
  withdraw: organizerProcedure
    .input(idSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => {
      const challengeId = ctx.access.challenge.id;
      return withdrawAnnouncement(ctx.services.db, { id: input.id, challengeId, actor: ctx.actor });
    }),
  manageSite: adminProcedure
    .output(announcementSchema.array())
    .query(({ ctx }) =>
      listAnnouncements(ctx.services.db, { challengeId: null, site: false, withdrawn: true }),
    ),
  publishSite: adminProcedure
    .input(announcementTextSchema)
    .output(idSchema)
    .mutation(async ({ ctx, input: text }) => {
      const input = { challengeId: null, actor: ctx.actor, text };
      return { id: await publishAnnouncement(ctx.services.db, input) };
    }),
  withdrawSite: adminProcedure
    .input(idSchema)
    .output(z.void())
    .mutation(({ ctx, input }) =>
      withdrawAnnouncement(ctx.services.db, {
        id: input.id,
        challengeId: null,
        actor: ctx.actor,
      }),
    ),
});
