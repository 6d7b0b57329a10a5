import { auditFilterSchema, auditPageSchema } from "@maskboard/contracts";
import { organizerProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";
import { auditPage, auditPaging } from "../views/audit-view.ts";

export const auditRouter = router({
  list: organizerProcedure
    .input(auditFilterSchema.extend(auditPaging))
    .output(auditPageSchema)
    .query(({ ctx, input }) =>
      auditPage(ctx.services.db, { ...input, challengeId: ctx.access.challenge.id }),
    ),
});
