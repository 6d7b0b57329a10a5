import type { Metadata } from "next";
import Link from "next/link";
import { ChallengeTabs } from "@/components/challenge/challenge-tabs";
import { SubmissionDetails } from "@/components/submission/submission-view";
import { api, getChallenge, orNotFound, requireViewer } from "@/server/api";

interface SubmissionPageProps {
  params: Promise<{ id: string }>;
}

export const metadata: Metadata = { title: "Submission" };

export default async function SubmissionPage({ params }: SubmissionPageProps) {
  const { id } = await params;
  await requireViewer(`/submissions/${id}`);
  const submission = await orNotFound((await api()).submission.byId({ id }));
  const challenge = await getChallenge(submission.challenge);
  return (
    <>
      <div className="border-b border-line">
        <div className="page pt-5">
          <Link
            href={`/challenges/${challenge.slug}`}
            className="rounded-sm text-lg font-semibold tracking-tight"
          >
            {challenge.title}
          </Link>
          <ChallengeTabs slug={challenge.slug} signedIn organizer={challenge.organizer} />
        </div>
      </div>
      <div className="page py-8 sm:py-10">
        <SubmissionDetails
          initial={submission}
          classes={challenge.classes}
          rgbMasks={challenge.rgbMasks}
          rounding={challenge.rounding}
          finalsLimit={challenge.limits.finals}
          own={challenge.team?.name === submission.team}
        />
      </div>
    </>
  );
}
