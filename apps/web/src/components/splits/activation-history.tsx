import type { SplitOverview } from "@maskboard/contracts";
import { LocalTime } from "@/components/site/local-time";

/** Who made which version count, newest first. */
export function ActivationHistory({ activations }: Pick<SplitOverview, "activations">) {
  if (activations.length === 0) {
    return (
      <p className="text-sm text-muted-foreground">
        The split of the import has been active all the time.
      </p>
    );
  }
  return (
    <ol className="grid gap-2 text-sm">
      {activations.map(({ at, by, from, to, reason }) => (
        <li key={at.getTime()} className="flex flex-wrap gap-x-3 border-b border-line pb-2">
          <span className="w-44 text-muted-foreground">
            <LocalTime at={at} />
          </span>
          <span>
            {from === null ? null : <>split {from} → </>}
            <strong className="font-semibold">split {to}</strong> by {by}
          </span>
          {reason ? <span className="text-muted-foreground wrap-anywhere">{reason}</span> : null}
        </li>
      ))}
    </ol>
  );
}
