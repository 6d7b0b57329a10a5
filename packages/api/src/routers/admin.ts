import {
  auditFilterSchema,
  auditPageSchema,
  importRowSchema,
  importViewSchema,
  nameSchema,
  reasonSchema,
  serverFolderSchema,
  siteQueueSchema,
  slugSchema,
} from "@maskboard/contracts";
import { serverFolderPath } from "@maskboard/data";
import {
  beginFolderImport,
  getImport,
  listImports,
  listUsers,
  retrySubmission,
} from "@maskboard/db";
import { z } from "zod";
import { resetPassword } from "../auth/accounts.ts";
import { liveQueue } from "../live/live-queue.ts";
import { adminProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { cancelAndClean } from "../uploads/cancel.ts";
import { auditPage, auditPaging } from "../views/audit-view.ts";
import { importFolders } from "../views/import-folders.ts";
import { importRow, importView } from "../views/import-view.ts";
import { siteQueueView } from "../views/queue-view.ts";

const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  admin: z.boolean(),
  createdAt: z.date(),
});

export const adminRouter = router({
  users: adminProcedure
    .input(z.object({ query: z.string().trim().max(100).optional() }).optional())
    .output(userSchema.array())
    .query(async ({ ctx, input }) => {
      const users = await listUsers(ctx.services.db, input?.query);
      return users.map(({ role, ...user }) => ({ ...user, admin: role === "admin" }));
    }),
  resetPassword: adminProcedure
    .input(z.object({ userId: z.string() }))
    .output(z.object({ password: z.string() }))
    .mutation(async ({ ctx, input }) => {
      const { auth, db } = ctx.services;
      return { password: await resetPassword(auth, db, input.userId, ctx.actor) };
    }),
  queue: adminProcedure.output(siteQueueSchema).query(({ ctx }) => siteQueueView(ctx.services.db)),
  queueLive: adminProcedure.subscription(({ ctx, signal }) =>
    liveQueue(ctx.services, null, signal, siteQueueView),
  ),
  retry: adminProcedure
    .input(z.object({ submissionId: z.uuid() }))
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await retrySubmission(ctx.services.db, ctx.services.queue, input, ctx.actor);
    }),
  cancel: adminProcedure
    .input(z.object({ submissionId: z.uuid(), reason: reasonSchema.optional() }))
    .output(z.void())
    .mutation(({ ctx, input }) => cancelAndClean(ctx.services, input, ctx.actor, input.reason)),
  audit: adminProcedure
    .input(auditFilterSchema.extend(auditPaging))
    .output(auditPageSchema)
    .query(({ ctx, input }) => auditPage(ctx.services.db, { ...input, challengeId: null })),
  imports: adminProcedure
    .output(importRowSchema.array())
    .query(async ({ ctx }) => (await listImports(ctx.services.db)).map(importRow)),
  importById: adminProcedure
    .input(z.object({ id: z.uuid() }))
    .output(importViewSchema)
    .query(async ({ ctx, input }) => importView(await getImport(ctx.services.db, input.id))),
  /** Folders of the server that can be imported, by name; `null` where none may be. */
  importFolders: adminProcedure
    .output(z.array(z.string()).nullable())
    .query(({ ctx }) => importFolders(ctx.services.env.importRoot)),
  importFolder: adminProcedure
    .input(
      z.object({
        slug: slugSchema,
        title: nameSchema(1, 120).optional(),
        folder: serverFolderSchema,
        replace: z.boolean().default(false),
      }),
    )
    .output(importRowSchema)
    .mutation(async ({ ctx, input }) => {
      const { db, queue, env } = ctx.services;
      const { slug, title = null, folder, replace } = input;
      serverFolderPath(env.importRoot, folder);
      const { id } = await beginFolderImport(db, queue, {
        ...{ userId: ctx.viewer.id, slug, title, replace, serverFolder: folder },
        via: ctx.actor.via,
      });
      return importRow(await getImport(db, id));
    }),
});
