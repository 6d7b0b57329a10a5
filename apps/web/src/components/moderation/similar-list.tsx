"use client";

import type { SimilarPair } from "@maskboard/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { LocalTime } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { Switch } from "@/components/ui/switch";
import { percent, score } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";

interface SimilarListProps {
  slug: string;
  initial: SimilarPair[];
  rounding: number;
}

/** Pairs of submissions that look alike, for a person to judge. */
export function SimilarList({ slug, initial, rounding }: SimilarListProps) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const [dismissed, setDismissed] = useState(false);
  const pairs = useQuery(
    trpc.moderation.similar.queryOptions(
      { slug, dismissed },
      { placeholderData: (previous) => previous ?? initial },
    ),
  );
  const dismiss = useMutation(
    trpc.moderation.dismissSimilar.mutationOptions({ onSuccess: () => pairs.refetch() }),
  );
  const error = dismiss.error ?? pairs.error;
  const shown = pairs.data ?? initial;
  return (
    <div className="grid gap-5">
      <div className="flex items-center gap-3">
        <Switch
          id="dismissed"
          checked={dismissed}
          disabled={!hydrated}
          onCheckedChange={setDismissed}
        />
        <label htmlFor="dismissed" className="text-sm">
          Show dismissed ones too
        </label>
      </div>
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
      {shown.length === 0 ? (
        <Empty>
          <p>No two teams sent the same, or almost the same.</p>
        </Empty>
      ) : (
        <ul className="grid gap-4">
          {shown.map((pair) => (
            <li key={pair.id} className="grid gap-3 rounded-xl border border-line bg-surface p-4">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
                <Badge tone={pair.kind === "same-file" ? "danger" : "primary"}>
                  {pair.kind === "same-file" ? "same file" : "same predictions"}
                </Badge>
                {pair.kind === "same-file" ? (
                  <span className="text-muted-foreground">the same to the byte</span>
                ) : (
                  <>
                    <span className="font-semibold">{percent(pair.agreement, 2)}</span>
                    <span className="text-muted-foreground">of the sampled pixels agree</span>
                  </>
                )}
                <span className="ml-auto">
                  {pair.dismissed ? (
                    <span className="text-[0.8125rem] text-muted-foreground">
                      dismissed by {pair.dismissed.by}
                    </span>
                  ) : (
                    <Button
                      variant="outline"
                      size="sm"
                      disabled={!hydrated || dismiss.isPending}
                      aria-label={`Dismiss: ${pair.earlier.team} and ${pair.later.team}`}
                      onClick={() => dismiss.mutate({ slug, pairId: pair.id })}
                    >
                      Dismiss
                    </Button>
                  )}
                </span>
              </div>
              <div className="grid gap-3 sm:grid-cols-2">
                <Side title="Earlier" side={pair.earlier} rounding={rounding} />
                <Side title="Later" side={pair.later} rounding={rounding} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface SideProps {
  title: string;
  side: SimilarPair["earlier"];
  rounding: number;
}

function Side({ title, side, rounding }: SideProps) {
  return (
    <div className="grid content-start gap-1 rounded-lg bg-muted p-3 text-sm">
      <p className="eyebrow">
        {title} · <LocalTime at={side.createdAt} />
      </p>
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium wrap-anywhere">{side.team}</span>
        {side.disqualified ? <Badge tone="danger">disqualified</Badge> : null}
        <span className="ml-auto font-semibold">{score(side.publicMeanIou, rounding)}</span>
      </p>
      <p className="text-[0.8125rem] text-muted-foreground wrap-anywhere">
        <Link
          href={`/submissions/${side.submissionId}`}
          className="rounded-sm underline underline-offset-4"
        >
          {side.filename}
        </Link>{" "}
        by {side.by}
      </p>
    </div>
  );
}
