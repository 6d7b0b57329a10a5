import { type Db, type Listener, listen, underWay } from "@maskboard/db";

/** One try to score a submission; when it began tells it from earlier and later ones. */
export interface Attempt {
  readonly submissionId: string;
  readonly startedAt: Date;
}

/** Ends the work on submissions that organizers cancel or queue anew, within a moment. */
export class Stops {
  readonly #running = new Map<AbortController, Attempt>();
  readonly #db: Db;
  #listener: Listener | null = null;

  private constructor(db: Db) {
    this.#db = db;
  }

  static async open(databaseUrl: string, db: Db): Promise<Stops> {
    const stops = new Stops(db);
    stops.#listener = await listen(databaseUrl, {
      onChange: (change) => {
        if (change.kind === "stop") stops.#stop(change.id, change.startedAt);
      },
      onReconnect: () => void stops.#lookAgain().catch(() => undefined),
    });
    return stops;
  }

  /** A signal that is aborted when this try is to end; call `done` when it has. */
  watch(attempt: Attempt): { signal: AbortSignal; done(): void } {
    const controller = new AbortController();
    this.#running.set(controller, attempt);
    return { signal: controller.signal, done: () => this.#running.delete(controller) };
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }

  #stop(submissionId: string, startedAt: string | null): void {
    for (const [controller, attempt] of this.#running) {
      if (attempt.submissionId !== submissionId) continue;
      if (attempt.startedAt.toISOString() !== startedAt) continue;
      controller.abort(new Error("an organizer has stopped this scoring"));
    }
  }

  /** Something may have been missed while the connection was down. */
  async #lookAgain(): Promise<void> {
    for (const { submissionId, startedAt } of [...this.#running.values()]) {
      if (await underWay(this.#db, submissionId, startedAt)) continue;
      this.#stop(submissionId, startedAt.toISOString());
    }
  }
}
