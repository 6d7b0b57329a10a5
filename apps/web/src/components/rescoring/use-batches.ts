import type { RescoreView } from "@maskboard/contracts";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useRef, useState } from "react";
import { usePageVisible } from "@/lib/use-page-visible";
import { useTRPC } from "@/trpc/client";

/**
 * The batches of a challenge, kept up to date while the page is looked at.
 * @param onEnd called when some have ended since the last look, and at the first one
 */
export function useBatches(
  slug: string,
  onEnd?: () => void,
  initial?: RescoreView[],
): RescoreView[] | undefined {
  const trpc = useTRPC();
  const visible = usePageVisible();
  const [batches, setBatches] = useState(initial);
  const ended = useRef<ReadonlySet<string>>(new Set());
  useSubscription(
    trpc.rescore.live.subscriptionOptions(
      { slug },
      {
        enabled: visible,
        onData(next) {
          // Small batches are over before anybody has seen them run.
          const over = next.filter(({ state }) => state !== "running").map(({ id }) => id);
          const news = over.some((id) => !ended.current.has(id));
          ended.current = new Set(over);
          if (news) onEnd?.();
          setBatches(next);
        },
      },
    ),
  );
  return batches;
}
