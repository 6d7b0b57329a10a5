import {
  announcementTextSchema,
  boardShownSchema,
  MaskboardError,
  scheduleSchema,
  shakeUpSchema,
  slugSchema,
} from "@maskboard/contracts";
import { changeSchedule, setBoardShown, setLadder } from "@maskboard/db";
import { z } from "zod";
import { organizerProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { freezePreviewSchema, previewFreeze } from "../views/freeze-preview.ts";
import { scheduleView } from "../views/schedule-view.ts";
import { rehearsedShakeUp } from "../views/shake-up.ts";

/** Left out: it stays as it is. `null`: there is none. */
const instant = z.date().nullable().optional();

export const phaseRouter = router({
  schedule: organizerProcedure
    .output(scheduleSchema)
    .query(({ ctx }) => scheduleView(ctx.access.challenge)),
  /** Moves instants of the course, with an announcement in the same step. */
  plan: organizerProcedure
    .input(
      z.object({
        startsAt: instant,
        frozenAt: instant,
        endsAt: instant,
        lateUntil: instant,
        revealedAt: instant,
        announcement: announcementTextSchema.optional(),
      }),
    )
    .output(scheduleSchema)
    .mutation(async ({ ctx, input: { slug: _, announcement, ...change } }) => {
      const { challenge } = ctx.access;
      const common = { challengeId: challenge.id, actor: ctx.actor };
      const row = await changeSchedule(ctx.services.db, { ...common, change, announcement });
      return scheduleView(row);
    }),
  /** The board stands still from now, or from `at`. */
  freeze: organizerProcedure
    .input(z.object({ at: z.date().optional() }))
    .output(scheduleSchema)
    .mutation(async ({ ctx, input }) => {
      const now = new Date();
      const change = { frozenAt: input.at ?? now };
      const common = { challengeId: ctx.access.challenge.id, actor: ctx.actor, now };
      return scheduleView(await changeSchedule(ctx.services.db, { ...common, change }));
    }),
  /** The board moves again, or a planned freeze is dropped. */
  unfreeze: organizerProcedure.output(scheduleSchema).mutation(async ({ ctx }) => {
    const common = { challengeId: ctx.access.challenge.id, actor: ctx.actor };
    const change = { frozenAt: null };
    return scheduleView(await changeSchedule(ctx.services.db, { ...common, change }));
  }),
  /** What freezing now, or unfreezing, would do to the board. */
  previewFreeze: organizerProcedure
    .input(z.object({ off: z.boolean().default(false), at: z.date().optional() }))
    .output(freezePreviewSchema)
    .query(({ ctx, input }) => previewFreeze(ctx.services.db, ctx.access.challenge, input)),
  /** Private scores show from now, or from `at`. For good: a reveal that has begun stays. */
  reveal: organizerProcedure
    .input(z.object({ at: z.date().optional(), confirm: slugSchema }))
    .output(scheduleSchema)
    .mutation(async ({ ctx, input }) => {
      if (input.confirm !== input.slug) {
        throw new MaskboardError("bad_request", "`confirm` must be the slug of the challenge.");
      }
      const now = new Date();
      const change = { revealedAt: input.at ?? now };
      const common = { challengeId: ctx.access.challenge.id, actor: ctx.actor, now };
      return scheduleView(await changeSchedule(ctx.services.db, { ...common, change }));
    }),
  /** What a reveal at this moment would show. */
  previewReveal: organizerProcedure
    .output(shakeUpSchema)
    .query(({ ctx }) => rehearsedShakeUp(ctx.services.db, ctx.access)),
  setBoardShown: organizerProcedure
    .input(z.object({ shown: boardShownSchema }))
    .output(scheduleSchema)
    .mutation(async ({ ctx, input: { shown } }) => {
      const common = { challengeId: ctx.access.challenge.id, actor: ctx.actor };
      return scheduleView(await setBoardShown(ctx.services.db, { ...common, shown }));
    }),
  setLadder: organizerProcedure
    .input(z.object({ step: z.number().gt(0).max(1).nullable() }))
    .output(scheduleSchema)
    .mutation(async ({ ctx, input: { step } }) => {
      const common = { challengeId: ctx.access.challenge.id, actor: ctx.actor };
      return scheduleView(await setLadder(ctx.services.db, { ...common, step }));
    }),
});
