import type { SubmissionView } from "@maskboard/contracts";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { percent, score } from "@/lib/format";

interface ScoreSummaryProps {
  view: SubmissionView;
  result: NonNullable<SubmissionView["result"]>;
  rounding: number;
}

/** The score with its interval, and the other numbers of the same matrix. */
export function ScoreSummary({ view, result, rounding }: ScoreSummaryProps) {
  const { meanIou, interval, split } = result;
  const others = [
    { name: "Pixel accuracy", value: result.pixelAccuracy },
    { name: "Mean accuracy", value: result.meanAccuracy },
    { name: "Frequency-weighted IoU", value: result.frequencyWeightedIou },
  ];
  return (
    <section
      aria-label="Score"
      className="flex flex-wrap items-end justify-between gap-x-16 gap-y-6"
    >
      <div className="grid gap-2">
        <p className="eyebrow">Mean IoU on the {split} test images</p>
        <p className="text-6xl font-semibold tracking-tighter">{score(meanIou, rounding)}</p>
        <div className="flex flex-wrap items-center gap-2 text-sm text-muted-foreground">
          {interval ? (
            <span title="Bootstrap over images">
              95 % interval {score(interval[0], 3)} to {score(interval[1], 3)}
            </span>
          ) : null}
          {view.best ? <Badge tone="primary">your team's best</Badge> : null}
          {view.teamRank !== null ? (
            <Link
              href={`/challenges/${view.challenge}/leaderboard`}
              className="rounded-sm underline underline-offset-4 hover:text-foreground"
            >
              Your team is on rank {view.teamRank}
            </Link>
          ) : null}
        </div>
        {view.privateMeanIou !== null ? (
          <p className="text-sm">
            On the private test images:{" "}
            <strong className="font-semibold">{score(view.privateMeanIou, 6)}</strong>
          </p>
        ) : null}
      </div>
      <dl className="flex flex-wrap gap-x-10 gap-y-4">
        {others.map(({ name, value }) => (
          <div key={name}>
            <dt className="eyebrow">{name}</dt>
            <dd className="text-xl font-semibold tracking-tight">{percent(value, 2)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
