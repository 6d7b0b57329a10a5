import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { NewsBanners } from "@/components/announcements/news-banners";
import { ChallengeTabs } from "@/components/challenge/challenge-tabs";
import { getChallenge, getViewer } from "@/server/api";
import { getNews } from "@/server/news";

interface ChallengeLayoutProps {
  children: ReactNode;
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: ChallengeLayoutProps): Promise<Metadata> {
  const { title, summary } = await getChallenge((await params).slug);
  return { title: { default: title, template: `%s · ${title}` }, description: summary };
}

export default async function ChallengeLayout({ children, params }: ChallengeLayoutProps) {
  const { slug } = await params;
  const [challenge, viewer, news] = await Promise.all([
    getChallenge(slug),
    getViewer(),
    getNews(slug),
  ]);
  return (
    <>
      <NewsBanners slug={slug} initial={news.banners} />
      <div className="border-b border-line">
        <div className="page pt-5">
          <Link
            href={`/challenges/${slug}`}
            className="rounded-sm text-lg font-semibold tracking-tight"
          >
            {challenge.title}
          </Link>
          <ChallengeTabs
            slug={slug}
            signedIn={viewer !== null}
            organizer={challenge.organizer}
            news={news}
          />
        </div>
      </div>
      <div className="page py-8 sm:py-10">{children}</div>
    </>
  );
}
