import { keyScopeSchema, MaskboardError, nameSchema } from "@maskboard/contracts";
import { z } from "zod";
import { createKey } from "../auth/api-keys.ts";
import { signedInProcedure } from "../trpc/procedures.ts";
import { router } from "../trpc/trpc.ts";

export const keyRouter = router({
  /** Makes a key for the viewer. Only a person who is signed in can: keys make no keys. */
  create: signedInProcedure
    .input(
      z.object({
        name: nameSchema(1, 60),
        /** `read` is part of every key. */
        scopes: keyScopeSchema.array().max(3),
      }),
    )
    .output(z.object({ key: z.string(), scopes: keyScopeSchema.array() }))
    .mutation(({ ctx, input }) => {
      if (ctx.via === "api-key") {
        throw new MaskboardError(
          "forbidden",
          "An API key can't make another one. Sign in and use the account page.",
        );
      }
      return createKey(ctx.services.auth, ctx.viewer.id, input);
    }),
});
