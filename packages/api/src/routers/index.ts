import { createCallerFactory, router } from "../trpc/trpc.ts";
import { adminRouter } from "./admin.ts";
import { boardRouter } from "./board.ts";
import { challengeRouter } from "./challenge.ts";
import { submissionRouter } from "./submission.ts";
import { teamRouter } from "./team.ts";
import { viewerRouter } from "./viewer.ts";

export const appRouter = router({
  viewer: viewerRouter,
  challenge: challengeRouter,
  team: teamRouter,
  submission: submissionRouter,
  board: boardRouter,
  admin: adminRouter,
});

export type AppRouter = typeof appRouter;

/** Calls the API in process, as the person in the context. */
export const createCaller = createCallerFactory(appRouter);
