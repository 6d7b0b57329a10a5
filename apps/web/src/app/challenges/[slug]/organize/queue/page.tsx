import type { Metadata } from "next";
import { PageHead } from "@/components/organize/page-head";
import { ChallengeQueue } from "@/components/queue/challenge-queue";
import { api, orNotFound } from "@/server/api";

export const metadata: Metadata = { title: "Queue" };

export default async function QueuePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const queue = await orNotFound((await api()).queue.get({ slug }));
  return (
    <div className="grid gap-8">
      <PageHead
        title="Queue"
        text="Submissions on their way to a score. The page moves on by itself; what you do here is in the audit log."
      />
      <ChallengeQueue slug={slug} initial={queue} />
    </div>
  );
}
