import { boardSchema, MaskboardError, splitNameSchema } from "@maskboard/contracts";
import { z } from "zod";
import { liveBoard } from "../live/live-board.ts";
import { challengeProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";

export const boardRouter = router({
  get: challengeProcedure
    .input(z.object({ split: splitNameSchema.default("public") }))
    .output(boardSchema)
    .query(async ({ ctx, input }) => {
      const ranked = await ctx.services.boards.get(ctx.access, input.split);
      if (ranked) return ranked.board;
      throw new MaskboardError("forbidden", "Private scores show when organizers reveal them.");
    }),
  live: challengeProcedure.subscription(({ ctx, signal }) =>
    liveBoard(ctx.services, ctx.access, signal),
  ),
});
