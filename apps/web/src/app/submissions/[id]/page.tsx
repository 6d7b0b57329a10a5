import type { Metadata } from "next";
import Link from "next/link";
import { NewsBanners } from "@/components/announcements/news-banners";
import { ChallengeTabs } from "@/components/challenge/challenge-tabs";
import { SubmissionDetails } from "@/components/submission/submission-view";
import { api, getChallenge, orNotFound, requireViewer } from "@/server/api";
import { getNews } from "@/server/news";

interface SubmissionPageProps {
  params: Promise<{ id: string }>;
}

export const metadata: Metadata = { title: "Submission" };

export default async function SubmissionPage({ params }: SubmissionPageProps) {
  const { id } = await params;
  await requireViewer(`/submissions/${id}`);
  const submission = await orNotFound((await api()).submission.byId({ id }));
  const challenge = await getChallenge(submission.challenge);
  const news = await getNews(challenge.slug);
  return (
    <>
      <NewsBanners slug={challenge.slug} initial={news.banners} />
      <div className="border-b border-line">
        <div className="page pt-5">
          <Link
            href={`/challenges/${challenge.slug}`}
            className="rounded-sm text-lg font-semibold tracking-tight"
          >
            {challenge.title}
          </Link>
          <ChallengeTabs
            slug={challenge.slug}
            signedIn
            organizer={challenge.organizer}
            news={news}
          />
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
          organizer={challenge.organizer}
        />
      </div>
    </>
  );
}
