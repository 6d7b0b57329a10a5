import { viewerSchema } from "@maskboard/contracts";
import { publicProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";

export const viewerRouter = router({
  me: publicProcedure.output(viewerSchema.nullable()).query(({ ctx }) => ctx.viewer),
});
