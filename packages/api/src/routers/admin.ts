import {
  auditFilterSchema,
  auditPageSchema,
  errorBodySchema,
  reasonSchema,
  siteQueueSchema,
} from "@maskboard/contracts";
import { getImport, listImports, listUsers, retrySubmission } from "@maskboard/db";
import { z } from "zod";
import { resetPassword } from "../auth/accounts.ts";
import { liveQueue } from "../live/live-queue.ts";
import { adminProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { cancelAndClean } from "../uploads/cancel.ts";
import { auditPage, auditPaging } from "../views/audit-view.ts";
import { siteQueueView } from "../views/queue-view.ts";

const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  admin: z.boolean(),
  createdAt: z.date(),
});

const importSchema = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string().nullable(),
  filename: z.string(),
  bytes: z.int(),
  status: z.enum(["uploading", "queued", "running", "done", "failed"]),
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  error: errorBodySchema.nullable(),
  report: z.array(z.string()),
  /** Slug of the challenge that was made. */
  challenge: z.string().nullable(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});

type ImportRecord = Awaited<ReturnType<typeof listImports>>[number];

function importView(row: ImportRecord): z.infer<typeof importSchema> {
  const { id, slug, title, filename, bytes, status, error, report, createdAt, finishedAt } = row;
  const { progressDone: done, progressTotal: total } = row;
  return {
    id,
    slug,
    title,
    filename,
    bytes,
    status,
    error,
    report,
    createdAt,
    finishedAt,
    progress: done === null || total === null ? null : { done, total },
    challenge: row.challengeSlug,
  };
}

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
    .output(importSchema.array())
    .query(async ({ ctx }) => (await listImports(ctx.services.db)).map(importView)),
  importById: adminProcedure
    .input(z.object({ id: z.uuid() }))
    .output(importSchema)
    .query(async ({ ctx, input }) => importView(await getImport(ctx.services.db, input.id))),
});
