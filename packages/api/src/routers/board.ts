import {
  boardSchema,
  lateEntrySchema,
  MaskboardError,
  shakeUpSchema,
  splitNameSchema,
} from "@maskboard/contracts";
import { z } from "zod";
import { liveBoard } from "../live/live-board.ts";
import { challengeProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { boardRefusal } from "../views/board-access.ts";
import { lateEntries } from "../views/late-view.ts";
import { shakeUp } from "../views/shake-up.ts";

export const boardRouter = router({
  get: challengeProcedure
    .input(z.object({ split: splitNameSchema.default("public") }))
    .output(boardSchema)
    .query(async ({ ctx, input }) => {
      const ranked = await ctx.services.boards.get(ctx.access, input.split);
      if (!ranked) throw boardRefusal(ctx.access, input.split);
      return ranked.board;
    }),
  /** Late submissions, the best of each team, outside the ranks. */
  late: challengeProcedure.output(lateEntrySchema.array()).query(({ ctx }) => {
    const refusal = boardRefusal(ctx.access, "public");
    if (refusal) throw refusal;
    return lateEntries(ctx.services.db, ctx.access);
  }),
  /** From public to private rank, after the reveal. */
  shakeUp: challengeProcedure.output(shakeUpSchema).query(async ({ ctx }) => {
    const found = await shakeUp(ctx.services.boards, ctx.access);
    if (found) return found;
    throw (
      boardRefusal(ctx.access, "public") ??
      new MaskboardError("board_hidden", "The shake-up shows after the reveal.")
    );
  }),
  live: challengeProcedure.subscription(({ ctx, signal }) =>
    liveBoard(ctx.services, ctx.access, ctx.viewer, signal),
  ),
});
