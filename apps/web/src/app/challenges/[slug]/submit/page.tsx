import type { Metadata } from "next";
import Link from "next/link";
import { LocalTime } from "@/components/site/local-time";
import { DeadlineRule } from "@/components/submit/deadline-rule";
import { ModelGuide } from "@/components/submit/model-guide";
import { SubmitView } from "@/components/submit/submit-view";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { api, getChallenge, requireViewer } from "@/server/api";

export const metadata: Metadata = { title: "Submit" };

export default async function SubmitPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  await requireViewer(`/challenges/${slug}/submit`);
  const challenge = await getChallenge(slug);
  const { team, quota, open, startsAt, nextStep } = challenge;
  return (
    <div className="grid gap-8">
      <div className="grid gap-3">
        <h1 className="text-3xl font-semibold">Submit</h1>
        <DeadlineRule challenge={challenge} />
      </div>
      {!open ? (
        <Empty>
          {nextStep === "not-open" ? (
            <p>
              This challenge does not take submissions yet
              {startsAt ? (
                <>
                  . It opens <LocalTime at={startsAt} />
                </>
              ) : null}
              .
            </p>
          ) : (
            <p>The challenge is over and takes no more submissions.</p>
          )}
          <Button asChild variant="outline">
            <Link href={`/challenges/${slug}/leaderboard`}>See the board</Link>
          </Button>
        </Empty>
      ) : !team || !quota ? (
        <Empty>
          <p className="max-w-prose">
            Submissions belong to a team. Make one, for yourself if you like, or join one by its
            invite link.
          </p>
          <Button asChild>
            <Link href={`/challenges/${slug}/team`}>Make a team</Link>
          </Button>
        </Empty>
      ) : (
        <>
          <SubmitView
            spec={await (await api()).challenge.spec({ slug })}
            quota={quota}
            lanes={challenge.lanes}
          />
          {challenge.lanes.includes("model") ? <ModelGuide limits={challenge.limits} /> : null}
        </>
      )}
    </div>
  );
}
