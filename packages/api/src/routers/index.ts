import { createCallerFactory, router } from "../trpc/trpc.ts";
import { adminRouter } from "./admin.ts";
import { announcementRouter } from "./announcement.ts";
import { auditRouter } from "./audit.ts";
import { boardRouter } from "./board.ts";
import { challengeRouter } from "./challenge.ts";
import { keyRouter } from "./key.ts";
import { moderationRouter } from "./moderation.ts";
import { phaseRouter } from "./phase.ts";
import { queueRouter } from "./queue.ts";
import { rescoreRouter } from "./rescore.ts";
import { setupRouter } from "./setup.ts";
import { splitRouter } from "./split.ts";
import { submissionRouter } from "./submission.ts";
import { teamRouter } from "./team.ts";
import { viewerRouter } from "./viewer.ts";

export const appRouter = router({
  viewer: viewerRouter,
  challenge: challengeRouter,
  team: teamRouter,
  submission: submissionRouter,
  board: boardRouter,
  setup: setupRouter,
  split: splitRouter,
  rescore: rescoreRouter,
  phase: phaseRouter,
  announcement: announcementRouter,
  admin: adminRouter,
  queue: queueRouter,
  moderation: moderationRouter,
  audit: auditRouter,
  key: keyRouter,
});

export type AppRouter = typeof appRouter;

/** Calls the API in process, as the person in the context. */
export const createCaller = createCallerFactory(appRouter);
