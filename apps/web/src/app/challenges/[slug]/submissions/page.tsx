import type { Metadata } from "next";
import Link from "next/link";
import { SubmissionsView } from "@/components/submissions/submissions-view";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { api, getChallenge, requireViewer } from "@/server/api";

export const metadata: Metadata = { title: "My submissions" };

export default async function SubmissionsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  await requireViewer(`/challenges/${slug}/submissions`);
  const challenge = await getChallenge(slug);
  if (!challenge.team) {
    return (
      <div className="grid gap-8">
        <h1 className="text-3xl font-semibold">My submissions</h1>
        <Empty>
          <p>Submissions belong to a team, and you are in none yet.</p>
          <Button asChild>
            <Link href={`/challenges/${slug}/team`}>Make a team</Link>
          </Button>
        </Empty>
      </div>
    );
  }
  const { rows, finalsLimit } = await (await api()).submission.mine({ slug });
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-3xl font-semibold">My submissions</h1>
        {challenge.open ? (
          <Button asChild>
            <Link href={`/challenges/${slug}/submit`}>Upload masks</Link>
          </Button>
        ) : null}
      </div>
      <SubmissionsView
        slug={slug}
        initial={rows}
        finalsLimit={finalsLimit}
        rounding={challenge.rounding}
      />
    </div>
  );
}
