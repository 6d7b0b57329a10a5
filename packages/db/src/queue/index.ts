export { createQueue, dropJobs, enqueue, type Queue, type QueueOptions } from "./queue.ts";
export { type JobContext, type JobHandler, type JobHandlers, workQueue } from "./work.ts";
