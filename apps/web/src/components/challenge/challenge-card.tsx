import type { ChallengeCard as Card } from "@maskboard/contracts";
import { ArrowRightIcon } from "lucide-react";
import Link from "next/link";
import { LocalTime } from "@/components/site/local-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { count, plural } from "@/lib/format";
import { PictureStrip } from "./picture-strip";
import { challengeStatus } from "./status";

interface ChallengeCardProps {
  challenge: Card;
  /** The only challenge of the site gets the whole width and a button. */
  prominent?: boolean;
}

export function ChallengeCard({ challenge, prominent = false }: ChallengeCardProps) {
  const { slug, title, summary, pictures, teams, submissions, endsAt } = challenge;
  const status = challengeStatus(challenge, Date.now());
  const path = `/challenges/${slug}`;
  return (
    <article className="group grid content-start gap-4">
      {pictures.length > 0 ? (
        <PictureStrip
          pictures={prominent ? pictures : pictures.slice(0, 4)}
          className={prominent ? "h-44 sm:h-72 2xl:h-80" : "h-36 sm:h-44 2xl:h-48"}
        />
      ) : null}
      <div className={cn("grid gap-2", prominent && "gap-4 pt-4")}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className={cn("font-semibold", prominent ? "text-3xl sm:text-4xl" : "text-xl")}>
            <Link href={path} className="rounded-sm hover:underline underline-offset-4">
              {title}
            </Link>
          </h2>
          <Badge tone={status === "Open" ? "primary" : "neutral"}>{status}</Badge>
        </div>
        {summary ? (
          <p className={cn("text-muted-foreground", prominent && "max-w-2xl text-lg")}>{summary}</p>
        ) : null}
        <p className="text-sm text-muted-foreground">
          {plural(teams, "team")} · {count(submissions)}{" "}
          {submissions === 1 ? "submission" : "submissions"}
          {endsAt ? (
            <>
              {" "}
              · until <LocalTime at={endsAt} withTime={false} />
            </>
          ) : null}
        </p>
        {prominent ? (
          <div className="flex flex-wrap gap-2 pt-2">
            <Button asChild size="lg">
              <Link href={path}>
                Open the challenge <ArrowRightIcon aria-hidden />
              </Link>
            </Button>
            <Button asChild size="lg" variant="outline">
              <Link href={`${path}/leaderboard`}>Leaderboard</Link>
            </Button>
          </div>
        ) : null}
      </div>
    </article>
  );
}
