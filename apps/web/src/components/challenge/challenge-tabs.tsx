"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "@/lib/cn";

interface ChallengeTabsProps {
  slug: string;
  /** Whether the viewer is signed in: only then there are own submissions. */
  signedIn: boolean;
  organizer: boolean;
  /** Announcements, and how many of them the viewer has not read. */
  news: { total: number; unread: number };
}

export function ChallengeTabs({ slug, signedIn, organizer, news }: ChallengeTabsProps) {
  const here = usePathname();
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the tabs scroll: bring the current one into view, without moving the page.
    const current = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (current && list.current) {
      list.current.scrollLeft =
        current.offsetLeft - list.current.clientWidth / 2 + current.clientWidth / 2;
    }
  }, [here]);
  const base = `/challenges/${slug}`;
  const tabs: { path: string; label: string; count?: number }[] = [
    { path: base, label: "Overview" },
    { path: `${base}/data`, label: "Data" },
    { path: `${base}/leaderboard`, label: "Leaderboard" },
    { path: `${base}/submit`, label: "Submit" },
    ...(news.total > 0
      ? [{ path: `${base}/announcements`, label: "Announcements", count: news.unread }]
      : []),
    ...(signedIn
      ? [
          { path: `${base}/submissions`, label: "My submissions" },
          { path: `${base}/team`, label: "Team" },
        ]
      : []),
    ...(organizer ? [{ path: `${base}/organize`, label: "Organize" }] : []),
  ];
  // The organizer's pages and the board's views have a navigation of their own below their tab.
  const isHere = (path: string) => here === path || (path !== base && here.startsWith(`${path}/`));
  return (
    <nav
      ref={list}
      aria-label="Challenge"
      className="relative -mx-3 flex [scrollbar-width:none] gap-1 overflow-x-auto px-1 pt-1"
    >
      {tabs.map(({ path, label, count = 0 }) => (
        <Link
          key={path}
          href={path}
          aria-current={isHere(path) ? "page" : undefined}
          className={cn(
            "relative rounded-md px-2.5 py-3 text-sm whitespace-nowrap text-muted-foreground hover:text-foreground",
            "focus-visible:-outline-offset-4 aria-[current]:font-medium aria-[current]:text-foreground",
            "after:absolute after:inset-x-2.5 after:bottom-0 after:h-0.5 after:rounded-full aria-[current]:after:bg-primary",
          )}
        >
          <TabLabel label={label} />
          {count > 0 ? (
            <span className="ml-1.5 rounded-full bg-primary px-1.5 py-0.5 text-xs font-medium text-primary-foreground">
              {count}
              <span className="sr-only"> unread</span>
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}

/** Pulses while its page is on the way, on slow lines. */
function TabLabel({ label }: { label: string }) {
  const { pending } = useLinkStatus();
  return <span className={cn(pending && "animate-pulse [animation-delay:150ms]")}>{label}</span>;
}
