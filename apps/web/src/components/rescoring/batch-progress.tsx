import type { RescoreView } from "@maskboard/contracts";
import { useNow } from "@/components/site/countdown";
import { Progress } from "@/components/ui/progress";
import { count, duration } from "@/lib/format";

/** How far a batch is and when it will be done. */
export function BatchProgress({ batch }: { batch: RescoreView }) {
  const now = useNow(1_000);
  const ended = batch.done + batch.failed;
  const left = batch.expectedAt && now !== null ? batch.expectedAt.getTime() - now : null;
  return (
    <div className="grid gap-1.5">
      <Progress
        value={batch.total > 0 ? ended / batch.total : null}
        label={`Scoring: ${batch.scope}`}
      />
      <p className="text-[0.8125rem] text-muted-foreground">
        {count(ended)} of {count(batch.total)}
        {left === null ? " · waiting for a scorer" : ` · about ${duration(left)} left`}
        {batch.failed > 0 ? ` · ${count(batch.failed)} failed` : ""}
      </p>
    </div>
  );
}
