import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BoardHidden } from "@/components/board/board-hidden";
import { BoardPage } from "@/components/board/board-page";
import { PhaseWatch } from "@/components/board/phase-watch";
import { ShakeUpView } from "@/components/shake-up/shake-up-view";
import { api, getChallenge, orNotFound } from "@/server/api";

export const metadata: Metadata = { title: "Shake-up" };

export default async function ShakeUpPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const challenge = await getChallenge(slug);
  const { phase, boardHidden, team } = challenge;
  if (phase !== "revealed") notFound();
  const shakeUp = boardHidden ? null : await orNotFound((await api()).board.shakeUp({ slug }));
  return (
    <BoardPage
      challenge={challenge}
      here="shake-up"
      text="From the public rank of each team to its private one, which decides."
    >
      {shakeUp === null ? (
        <BoardHidden challenge={challenge} />
      ) : (
        <>
          <PhaseWatch slug={slug} phase={phase} hidden={false} />
          <ShakeUpView shakeUp={shakeUp} ownTeamId={team?.id ?? null} />
        </>
      )}
    </BoardPage>
  );
}
