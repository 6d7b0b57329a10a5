import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** How one try of a job ended. `retry`: it will be tried again; `given-back`: we are shutting down. */
export type Outcome =
  | "done"
  | "already-done"
  | "invalid"
  | "failed"
  | "cancelled"
  | "retry"
  | "given-back";

export interface Telemetry {
  readonly registry: Registry;
  jobEnded(queue: string, outcome: Outcome, seconds: number): void;
  masksScored(count: number): void;
}

/** Numbers for Prometheus, resident memory and event loop among them. */
export function createTelemetry(queueDepth: () => Promise<Record<string, number>>): Telemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const jobs = new Counter({
    name: "maskboard_jobs_total",
    help: "Tries of jobs by how they ended.",
    labelNames: ["queue", "outcome"],
    registers: [registry],
  });
  const durations = new Histogram({
    name: "maskboard_job_seconds",
    help: "Duration of one try of a job.",
    labelNames: ["queue", "outcome"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800],
    registers: [registry],
  });
  const masks = new Counter({
    name: "maskboard_masks_scored_total",
    help: "Masks compared with their truth.",
    registers: [registry],
  });
  new Gauge({
    name: "maskboard_queue_depth",
    help: "Jobs that wait.",
    labelNames: ["queue"],
    registers: [registry],
    async collect() {
      for (const [queue, depth] of Object.entries(await queueDepth())) this.set({ queue }, depth);
    },
  });
  return {
    registry,
    jobEnded(queue, outcome, seconds) {
      jobs.inc({ queue, outcome });
      durations.observe({ queue, outcome }, seconds);
    },
    masksScored: (count) => masks.inc(count),
  };
}
