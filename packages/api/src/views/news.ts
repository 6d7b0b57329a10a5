import { type Announcement, announcementSchema, type Viewer } from "@maskboard/contracts";
import { type Db, getChallenge, listAnnouncements } from "@maskboard/db";
import { z } from "zod";
import { TimedCache } from "./timed-cache.ts";

export const newsSchema = z.object({
  /** Announcements that show as banners now, the latest first. */
  banners: announcementSchema.array(),
  /** The latest announcements, for counting those that the viewer has not read. */
  latest: z.array(z.object({ id: z.string(), createdAt: z.date() })),
});
type News = z.infer<typeof newsSchema>;

/** Every open page asks a few times a minute. */
const newsCache = new TimedCache<Announcement[]>(1_000);
const LATEST = 30;

/**
 * What is new on the site, and in a challenge.
 * @throws MaskboardError `not_found` for a challenge that the viewer may not see
 */
export async function newsOf(db: Db, viewer: Viewer | null, slug: string | null): Promise<News> {
  const found = slug === null ? null : await getChallenge(db, slug, viewer);
  const challengeId = found?.challenge.id ?? null;
  const where = { challengeId, site: true, withdrawn: false };
  const all = await newsCache.get(challengeId ?? "", () => listAnnouncements(db, where, LATEST));
  const now = new Date();
  return {
    banners: all.filter(({ bannerUntil }) => bannerUntil !== null && bannerUntil > now),
    latest: all.map(({ id, createdAt }) => ({ id, createdAt })),
  };
}
