/** A worker that takes a job and never ends: for the test that kills it. */
import { createQueue, workQueue } from "./index.ts";

const queue = await createQueue(process.argv[2]!, { worker: true });
await workQueue(queue, {
  score: {
    run: ({ submissionId }) => {
      process.send?.(submissionId);
      return new Promise(() => undefined);
    },
    onDead: async () => undefined,
  },
});
process.send?.("ready");
