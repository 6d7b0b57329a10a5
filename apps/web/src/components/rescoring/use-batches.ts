import type { RescoreView } from "@maskboard/contracts";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useRef, useState } from "react";
import { usePageVisible } from "@/lib/use-page-visible";
import { useTRPC } from "@/trpc/client";

/**
 * The batches of a challenge, kept up to date while the page is looked at.
 * @param onEnd called when one has ended since the last look
 */
export function useBatches(
  slug: string,
  onEnd?: () => void,
  initial?: RescoreView[],
): RescoreView[] | undefined {
  const trpc = useTRPC();
  const visible = usePageVisible();
  const [batches, setBatches] = useState(initial);
  const open = useRef<ReadonlySet<string>>(new Set());
  useSubscription(
    trpc.rescore.live.subscriptionOptions(
      { slug },
      {
        enabled: visible,
        onData(next) {
          const running = new Set(
            next.filter(({ state }) => state === "running").map(({ id }) => id),
          );
          if ([...open.current].some((id) => !running.has(id))) onEnd?.();
          open.current = running;
          setBatches(next);
        },
      },
    ),
  );
  return batches;
}
