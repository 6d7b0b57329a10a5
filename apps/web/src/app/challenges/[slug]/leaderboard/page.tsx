import type { Metadata } from "next";
import Link from "next/link";
import { BoardHidden } from "@/components/board/board-hidden";
import { BoardPage } from "@/components/board/board-page";
import { BoardView } from "@/components/board/board-view";
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
  const head = await getBoardHead(challenge, split);
  const ownTeamId = challenge.team?.id ?? null;
  return (
    <BoardPage
      challenge={challenge}
      here={split}
      text={
        <>
          {split === "public"
            ? "The best submission of each team by mean IoU on the public test images."
            : "Each team by the best of its final submissions on the private test images."}{" "}
          The line is the 95&nbsp;% interval; cells are the IoU of each class in percent.
        </>
      }
    >
      {head === null ? (
        <BoardHidden challenge={challenge} />
      ) : head.total === 0 ? (
        <Empty>
          <p>Nobody is on the board yet. The first place is free.</p>
          <Button asChild>
            <Link href={`/challenges/${slug}/submit`}>Upload masks</Link>
          </Button>
        </Empty>
      ) : (
        <BoardView
          key={`${split}:${head.board.phase}`}
          head={withOwn(head, ownTeamId)}
          total={head.total}
          headAxis={head.axis}
          ownTeamId={ownTeamId}
          renderedAt={Date.now()}
        />
      )}
    </BoardPage>
  );
}
