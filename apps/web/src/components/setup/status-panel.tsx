"use client";

import { type ChallengeStatus, type Settings, STATUS_MOVES } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ProblemNote } from "@/components/site/problem";
import { ConfirmButton } from "@/components/team/confirm-button";
import { Badge } from "@/components/ui/badge";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";

const MEANING: Record<ChallengeStatus, string> = {
  draft: "Only organizers see it.",
  published: "Everybody sees it; between its dates teams submit.",
  closed: "Everybody sees it; nothing is submitted any more, whatever the dates say.",
  archived: "It is read by its link and listed nowhere.",
};

interface Move {
  action: string;
  text: string;
  danger?: boolean;
  primary?: boolean;
}

const MOVES: Record<`${ChallengeStatus}-${ChallengeStatus}`, Move | undefined> = {
  "draft-published": {
    action: "Publish",
    primary: true,
    text: "It is listed on the home page at once. Teams can form; they submit between the dates.",
  },
  "published-draft": {
    action: "Back to draft",
    text: "It disappears for everybody but organizers. Only as long as there are no teams.",
    danger: true,
  },
  "published-closed": {
    action: "Close the challenge",
    text: "No submission is taken from now on. What waits in the queue is still scored.",
    danger: true,
  },
  "closed-published": {
    action: "Open again",
    text: "Teams submit again, if the dates allow it.",
  },
  "closed-archived": {
    action: "Archive",
    text: "It leaves the list on the home page. Whoever has the link still reads it.",
  },
  "archived-closed": { action: "Take out of the archive", text: "It is listed again." },
} as Record<string, Move>;

/** Draft, published, closed, archived: what it is now, and where it can go. */
export function StatusPanel({ settings }: { settings: Settings }) {
  const { slug, status, title } = settings;
  const router = useRouter();
  const trpc = useTRPC();
  const move = useMutation(
    trpc.setup.setStatus.mutationOptions({ onSuccess: () => router.refresh() }),
  );
  return (
    <div className="grid gap-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge tone={status === "published" ? "primary" : "neutral"}>{status}</Badge>
        {MEANING[status]}
      </p>
      <div className="flex flex-wrap gap-2">
        {STATUS_MOVES[status].map((to) => {
          const { action, text, danger = false, primary = false } = MOVES[`${status}-${to}`]!;
          return (
            <ConfirmButton
              key={to}
              title={`${action.replace(" the challenge", "")} ${title}?`}
              text={text}
              action={action}
              danger={danger}
              primary={primary}
              onConfirm={() => move.mutate({ slug, to })}
            />
          );
        })}
      </div>
      {move.error ? <ProblemNote problem={toProblem(move.error)} /> : null}
    </div>
  );
}
