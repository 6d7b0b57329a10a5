import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BoardHidden } from "@/components/board/board-hidden";
import { BoardPage } from "@/components/board/board-page";
import { LateTable } from "@/components/board/late-table";
import { PhaseWatch } from "@/components/board/phase-watch";
import { LocalTime } from "@/components/site/local-time";
import { Empty } from "@/components/ui/panel";
import { api, getChallenge, orNotFound } from "@/server/api";

export const metadata: Metadata = { title: "Late submissions" };

export default async function LatePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const challenge = await getChallenge(slug);
  const { lateUntil, intake, phase, boardHidden } = challenge;
  if (!lateUntil) notFound();
  const rows = boardHidden ? null : await orNotFound((await api()).board.late({ slug }));
  return (
    <BoardPage
      challenge={challenge}
      here="late"
      text={
        <>
          Uploads that began after the deadline, the best of each team. They are scored, but outside
          the ranks.{" "}
          {intake === "late" ? (
            <>
              Late uploads are taken until <LocalTime at={lateUntil} />.
            </>
          ) : null}
        </>
      }
    >
      {rows === null ? (
        <BoardHidden challenge={challenge} />
      ) : (
        <>
          <PhaseWatch slug={slug} phase={phase} hidden={false} />
          {rows.length === 0 ? (
            <Empty>
              <p>Nobody has submitted late.</p>
            </Empty>
          ) : (
            <LateTable
              rows={rows}
              rounding={challenge.rounding}
              ownTeamId={challenge.team?.id ?? null}
            />
          )}
        </>
      )}
    </BoardPage>
  );
}
