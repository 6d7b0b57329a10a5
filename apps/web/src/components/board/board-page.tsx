import type { ChallengeView } from "@maskboard/contracts";
import type { ReactNode } from "react";
import { LocalTime } from "@/components/site/local-time";
import { Badge } from "@/components/ui/badge";
import { type BoardTab, BoardTabs } from "./board-tabs";

interface BoardPageProps {
  challenge: ChallengeView;
  here: BoardTab;
  /** What one looks at, in a sentence or two. */
  text: ReactNode;
  children: ReactNode;
}

/** The head that all views of the board share. */
export function BoardPage({ challenge, here, text, children }: BoardPageProps) {
  const { phase, frozenAt } = challenge;
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="text-3xl font-semibold">Leaderboard</h1>
        {phase === "frozen" ? <Badge tone="primary">frozen</Badge> : null}
        {phase === "revealed" ? <Badge tone="primary">revealed</Badge> : null}
        <BoardTabs challenge={challenge} here={here} />
      </div>
      <div className="grid max-w-prose gap-2 text-muted-foreground">
        <p>{text}</p>
        {phase === "frozen" && frozenAt ? (
          <p>
            The board has stood still since <LocalTime at={frozenAt} />. Scores that came later show
            after the reveal.
          </p>
        ) : null}
      </div>
      {children}
    </div>
  );
}
