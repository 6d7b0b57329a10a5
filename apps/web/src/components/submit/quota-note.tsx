import type { Quota } from "@maskboard/contracts";
import { Countdown } from "@/components/site/countdown";
import { count } from "@/lib/format";

/** What is left of the team's submissions, as dots when there are few. */
export function QuotaNote({ quota }: { quota: Quota }) {
  const { today, perDay, total, totalLimit, resetsAt } = quota;
  const left = Math.max(0, perDay - today);
  return (
    <div className="grid gap-2">
      <h2 className="eyebrow">Left today</h2>
      <p className="text-3xl font-semibold tracking-tight">
        {left}
        <span className="text-lg font-normal text-muted-foreground"> of {count(perDay)}</span>
      </p>
      {perDay <= 20 ? (
        <div aria-hidden className="flex flex-wrap gap-1">
          {Array.from({ length: perDay }, (_, index) => (
            <span
              key={index}
              className={
                index < left
                  ? "h-1.5 w-4 rounded-full bg-primary"
                  : "h-1.5 w-4 rounded-full bg-muted"
              }
            />
          ))}
        </div>
      ) : null}
      <p className="text-[0.8125rem] text-muted-foreground">
        New ones in <Countdown to={resetsAt} />, at 00:00 UTC. {count(total)} of {count(totalLimit)}{" "}
        used in all. Uploads that turn out invalid are not charged.
      </p>
    </div>
  );
}
