import "server-only";
import type { Announcement } from "@maskboard/contracts";
import { cookies } from "next/headers";
import { cache } from "react";
import { parseSeen, SEEN_COOKIE } from "@/lib/seen";
import { api, getChallenge, visitorApi } from "./api";
import { briefCache } from "./brief-cache";

const KEEP_MS = 1_000;

const newsForVisitors = briefCache(KEEP_MS, async (slug) =>
  (await visitorApi()).announcement.news(slug ? { slug } : {}),
);

export interface News {
  /** Banners that this viewer has not dismissed. */
  banners: Announcement[];
  /** Announcements of challenge and site, and those of them that are not read. */
  total: number;
  unread: number;
}

/** What is new for this viewer on the site (no slug), or in a challenge. */
export const getNews = cache(async (slug: string | null): Promise<News> => {
  const draft = slug !== null && (await getChallenge(slug)).status === "draft";
  const news =
    draft && slug !== null
      ? await (await api()).announcement.news({ slug })
      : await newsForVisitors(slug ?? "");
  const seen = parseSeen((await cookies()).get(SEEN_COOKIE)?.value);
  return {
    banners: news.banners.filter(({ id }) => !seen.has(id)),
    total: news.latest.length,
    unread: news.latest.filter(({ id }) => !seen.has(id)).length,
  };
});
