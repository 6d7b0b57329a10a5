import type { ChallengeView } from "@maskboard/contracts";
import { EyeOffIcon } from "lucide-react";
import Link from "next/link";
import { LocalTime } from "@/components/site/local-time";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { PhaseWatch } from "./phase-watch";

/** What stands in the board's place while the organizers hide it; it comes back by itself. */
export function BoardHidden({ challenge }: { challenge: ChallengeView }) {
  const { slug, phase, revealedAt, team } = challenge;
  return (
    <Empty>
      <EyeOffIcon className="size-6" aria-hidden />
      <div className="grid max-w-prose gap-1">
        <p className="text-lg font-medium text-foreground">The board is hidden in this phase</p>
        <p>
          Submissions are scored as always, and each team sees its own.
          {phase !== "revealed" && revealedAt ? (
            <>
              {" "}
              The reveal is planned for <LocalTime at={revealedAt} />.
            </>
          ) : null}
        </p>
      </div>
      {team ? (
        <Button asChild variant="outline">
          <Link href={`/challenges/${slug}/submissions`}>My submissions</Link>
        </Button>
      ) : null}
      <PhaseWatch slug={slug} phase={phase} hidden />
    </Empty>
  );
}
