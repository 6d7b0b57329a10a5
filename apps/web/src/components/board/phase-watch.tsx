"use client";

import type { Phase } from "@maskboard/contracts";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useRouter } from "next/navigation";
import { usePageVisible } from "@/lib/use-page-visible";
import { useTRPC } from "@/trpc/client";

interface PhaseWatchProps {
  slug: string;
  /** As the page was made. */
  phase: Phase;
  hidden: boolean;
}

/** Renews the page when the phase of the board changes: by the clock, or by an organizer. */
export function PhaseWatch({ slug, phase, hidden }: PhaseWatchProps) {
  const router = useRouter();
  const trpc = useTRPC();
  const visible = usePageVisible();
  useSubscription(
    trpc.board.live.subscriptionOptions(
      { slug },
      {
        enabled: visible,
        onData: (now) => {
          if (now.phase !== phase || now.hidden !== hidden) router.refresh();
        },
      },
    ),
  );
  return null;
}
