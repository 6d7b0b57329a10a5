import type { JobContext, JobHandler } from "@maskboard/db";
import type { Logger } from "pino";
import type { Outcome, Telemetry } from "./telemetry.ts";

/** What a task gets beside its data. */
export interface TaskContext extends JobContext {
  /** Aborted when the work is to end, for whatever reason. */
  readonly signal: AbortSignal;
  /** Aborted when another worker may have taken the job: its state is not ours any more. */
  readonly lost: AbortSignal;
  readonly log: Logger;
}

/** One kind of work. Whatever `run` throws is taken for a fault of ours that may pass. */
export interface Task<Data> {
  run(data: Data, context: TaskContext): Promise<Outcome>;
  /** All tries have failed. */
  dead(data: Data, reason: string): Promise<void>;
}

export interface ProcessorServices {
  readonly log: Logger;
  readonly telemetry: Telemetry;
  /** Aborted when the process is told to stop: work is given back rather than finished. */
  readonly shutdown: AbortSignal;
}

/** Around every task: cancellation, duration, outcome and log lines. */
export function processor<Data extends object>(
  queue: string,
  task: Task<Data>,
  { log, telemetry, shutdown }: ProcessorServices,
): JobHandler<Data> {
  return {
    async run(data, context) {
      const jobLog = log.child({ queue, ...data, attempt: context.attempt });
      const signal = AbortSignal.any([context.signal, shutdown]);
      const started = performance.now();
      const end = (outcome: Outcome, error?: unknown): void => {
        const seconds = (performance.now() - started) / 1_000;
        telemetry.jobEnded(queue, outcome, seconds);
        const fields = { outcome, ms: Math.round(seconds * 1_000) };
        if (error === undefined) jobLog.info(fields, "job ended");
        else jobLog.warn({ ...fields, err: error }, "job interrupted");
      };
      jobLog.info("job started");
      try {
        shutdown.throwIfAborted();
        end(await task.run(data, { ...context, signal, lost: context.signal, log: jobLog }));
      } catch (error) {
        end(shutdown.aborted ? "given-back" : "retry", error);
        throw error;
      }
    },
    async onDead(data, reason) {
      await task.dead(data, reason);
      telemetry.jobEnded(queue, "failed", 0);
      log.child({ queue, ...data }).error({ reason }, "job failed for good");
    },
  };
}
