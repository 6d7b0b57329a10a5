import type { ChallengeCard as Card } from "@maskboard/contracts";
import Link from "next/link";
import { ChallengeCard } from "@/components/challenge/challenge-card";
import { groupChallenges } from "@/components/challenge/group-challenges";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { api, getViewer } from "@/server/api";

export default async function HomePage() {
  const [challenges, viewer] = await Promise.all([
    api().then((caller) => caller.challenge.list()),
    getViewer(),
  ]);
  const [only] = challenges;
  if (challenges.length === 1 && only && only.status !== "draft") {
    return (
      <div className="page py-10 sm:py-14">
        <h1 className="sr-only">Challenges</h1>
        <ChallengeCard challenge={only} prominent />
      </div>
    );
  }
  const { running, past, drafts } = groupChallenges(challenges, Date.now());
  return (
    <div className="page grid gap-14 py-10 sm:py-14">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-3xl font-semibold">Challenges</h1>
        {viewer?.admin ? (
          <Button asChild variant="outline">
            <Link href="/admin/new">New challenge</Link>
          </Button>
        ) : null}
      </div>
      {challenges.length === 0 ? (
        <Empty>
          <p className="max-w-prose">
            There is no challenge yet.
            {viewer?.admin
              ? " Make one from a folder of images and masks."
              : " An admin makes one from a folder of images and masks."}
          </p>
        </Empty>
      ) : null}
      <Cards cards={running} />
      <Cards title="Past" cards={past} />
      <Cards title="Drafts, which only organizers see" cards={drafts} />
    </div>
  );
}

function Cards({ title, cards }: { title?: string; cards: readonly Card[] }) {
  if (cards.length === 0) return null;
  return (
    <section className="grid gap-8" aria-label={title ?? "Running"}>
      {title ? (
        <p aria-hidden className="eyebrow border-t border-line pt-4">
          {title}
        </p>
      ) : null}
      <div className="grid gap-x-10 gap-y-14 md:grid-cols-2">
        {cards.map((challenge) => (
          <ChallengeCard key={challenge.slug} challenge={challenge} />
        ))}
      </div>
    </section>
  );
}
