"use client";

import type { Announcement } from "@maskboard/contracts";
import { useQuery } from "@tanstack/react-query";
import { MegaphoneIcon, XIcon } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { rememberSeen, seenHere } from "@/lib/seen";
import { usePageVisible } from "@/lib/use-page-visible";
import { useTRPC } from "@/trpc/client";

interface NewsBannersProps {
  /** Of a challenge; `null`: of the site. Each is shown in one place only. */
  slug: string | null;
  /** As the server knows them, without those that the viewer dismissed. */
  initial: Announcement[];
}

/** Often enough that news is there within seconds, and one small answer each time. */
const ASK_AGAIN_MS = 10_000;

/** Announcements that are current, until the viewer dismisses them; new ones come by themselves. */
export function NewsBanners({ slug, initial }: NewsBannersProps) {
  const trpc = useTRPC();
  const visible = usePageVisible();
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const { data } = useQuery(
    trpc.announcement.news.queryOptions(slug === null ? {} : { slug }, {
      enabled: visible,
      refetchInterval: ASK_AGAIN_MS,
      staleTime: ASK_AGAIN_MS,
      initialData: { banners: initial, latest: [] },
    }),
  );
  // Also what was dismissed in another tab, or read on its page.
  const seen = seenHere();
  const shown = data.banners.filter(
    ({ id, challenge }) =>
      (slug === null) === (challenge === null) && !dismissed.includes(id) && !seen.has(id),
  );
  return (
    <div aria-live="polite">
      {shown.map((item) => (
        <div key={item.id} className="border-b border-line bg-primary-soft">
          <div className="page flex items-start gap-3 py-2.5 text-sm">
            <MegaphoneIcon className="mt-0.5 size-4 shrink-0 text-primary" aria-hidden />
            <p className="min-w-0 flex-1 wrap-anywhere">
              <Link
                href={`${slug === null ? "" : `/challenges/${slug}`}/announcements#${item.id}`}
                className="rounded-sm font-medium underline-offset-4 hover:underline"
              >
                {item.title}
              </Link>
            </p>
            <button
              type="button"
              aria-label={`Dismiss “${item.title}”`}
              className="-my-1 grid size-8 shrink-0 place-items-center rounded-md text-muted-foreground hover:bg-background/60"
              onClick={() => {
                rememberSeen([item.id]);
                setDismissed((old) => [...old, item.id]);
              }}
            >
              <XIcon className="size-4" aria-hidden />
            </button>
          </div>
        </div>
      ))}
    </div>
  );
}
