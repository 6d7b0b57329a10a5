import { BoardTop } from "@/components/challenge/board-top";
import { Facts } from "@/components/challenge/facts";
import { NextStep } from "@/components/challenge/next-step";
import { PictureStrip } from "@/components/challenge/picture-strip";
import { DisqualifiedNote } from "@/components/moderation/disqualified-note";
import { Prose } from "@/components/site/markdown";
import { getChallenge } from "@/server/api";
import { getBoardHead } from "@/server/board";

export default async function ChallengePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const challenge = await getChallenge(slug);
  const head = await getBoardHead(challenge, "public");
  return (
    <div className="grid gap-10">
      <div className="grid gap-3">
        <h1 className="max-w-3xl text-3xl leading-tight font-semibold sm:text-4xl">
          {challenge.summary || challenge.title}
        </h1>
      </div>
      {challenge.pictures.length > 0 ? <PictureStrip pictures={challenge.pictures} /> : null}
      <Facts challenge={challenge} />
      <div className="grid gap-12 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-16">
        <div className="max-lg:order-2">
          {challenge.description ? (
            <Prose text={challenge.description} />
          ) : (
            <p className="text-muted-foreground">The organizers have not described the task yet.</p>
          )}
        </div>
        <aside className="grid content-start gap-10" aria-label="Take part">
          {challenge.team?.disqualified ? (
            <DisqualifiedNote what="team" reason={challenge.team.disqualified} />
          ) : null}
          <NextStep challenge={challenge} />
          <BoardTop head={head} slug={slug} ownTeamId={challenge.team?.id ?? null} />
        </aside>
      </div>
    </div>
  );
}
