import type { QueueView } from "@maskboard/contracts";
import { count, duration, plural } from "@/lib/format";

/** Who works, and where the expected ends come from. */
export function ScorerLine({ view: { workers, pace } }: { view: QueueView }) {
  const places = workers.reduce((sum, worker) => sum + worker.places, 0);
  return (
    <div className="grid gap-3 text-sm">
      {workers.length === 0 ? (
        <p role="status" className="rounded-xl bg-danger-soft px-4 py-3 text-danger">
          No scorer is connected. What waits is scored as soon as one is; start one, or look at its
          log.
        </p>
      ) : (
        <ul className="flex flex-wrap gap-2" aria-label="Scorers">
          {workers.map(({ name, places: own, busy }) => (
            <li
              key={name}
              className="flex items-center gap-2 rounded-lg border border-line bg-surface px-3 py-1.5"
            >
              <span className="font-medium wrap-anywhere">{name}</span>
              <span aria-hidden className="flex gap-1">
                {Array.from({ length: Math.min(own, 16) }, (_, place) => (
                  <span
                    key={place}
                    className={
                      place < busy
                        ? "size-2 rounded-full bg-primary"
                        : "size-2 rounded-full border border-line-strong"
                    }
                  />
                ))}
              </span>
              <span className="text-muted-foreground">
                {count(busy)} of {count(own)} busy
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-[0.8125rem] text-muted-foreground">
        {pace.length === 0
          ? "Expected ends show once a submission has been scored."
          : `Expected ends come from the median of the latest scorings (${pace
              .map(
                ({ lane, seconds, of }) => `${lane}: ${duration(seconds * 1_000)}, of ${count(of)}`,
              )
              .join("; ")}) and ${plural(places, "place")} to work in; all challenges share them.`}
      </p>
    </div>
  );
}
