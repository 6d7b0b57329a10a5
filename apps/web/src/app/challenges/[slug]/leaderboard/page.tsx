import type { Metadata } from "next";
import Link from "next/link";
import { BoardView } from "@/components/board/board-view";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { getChallenge } from "@/server/api";
import { getBoardHead, withOwn } from "@/server/board";

export const metadata: Metadata = { title: "Leaderboard" };

interface LeaderboardPageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ split?: string }>;
}

export default async function LeaderboardPage({ params, searchParams }: LeaderboardPageProps) {
  const { slug } = await params;
  const challenge = await getChallenge(slug);
  const mayChoose = challenge.organizer || challenge.phase === "revealed";
  const split = mayChoose && (await searchParams).split === "private" ? "private" : "public";
  const head = await getBoardHead(slug, split, challenge.status !== "draft");
  const ownTeamId = challenge.team?.id ?? null;
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="text-3xl font-semibold">Leaderboard</h1>
        {challenge.phase === "frozen" ? <Badge>frozen</Badge> : null}
        {mayChoose ? <SplitTabs slug={slug} split={split} /> : null}
      </div>
      <p className="max-w-prose text-muted-foreground">
        The best submission of each team by mean IoU on the {split} test images. The line is the
        95&nbsp;% interval; cells are the IoU of each class in percent.
      </p>
      {head.total === 0 ? (
        <Empty>
          <p>Nobody is on the board yet. The first place is free.</p>
          <Button asChild>
            <Link href={`/challenges/${slug}/submit`}>Upload masks</Link>
          </Button>
        </Empty>
      ) : (
        <BoardView
          key={split}
          head={withOwn(head, ownTeamId)}
          total={head.total}
          headAxis={head.axis}
          ownTeamId={ownTeamId}
          renderedAt={Date.now()}
        />
      )}
    </div>
  );
}

/** Public or private scores; only organizers see the choice before the reveal. */
function SplitTabs({ slug, split }: { slug: string; split: "public" | "private" }) {
  const path = `/challenges/${slug}/leaderboard`;
  return (
    <nav aria-label="Split" className="flex rounded-lg bg-muted p-1 text-sm">
      {(["public", "private"] as const).map((name) => (
        <Link
          key={name}
          href={name === "public" ? path : `${path}?split=private`}
          aria-current={name === split ? "true" : undefined}
          className="rounded-md px-3 py-1 text-muted-foreground capitalize aria-[current]:bg-surface aria-[current]:font-medium aria-[current]:text-foreground"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
