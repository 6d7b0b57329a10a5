/** Cookie with the ids of announcements that this viewer has read or dismissed, the latest first. */
export const SEEN_COOKIE = "maskboard-seen";

/** Cookies are small; what is older is not asked for any more. */
const MOST = 60;
const DAYS = 180;
const ID = /^[0-9a-f-]{36}$/;

export function parseSeen(cookie: string | undefined): Set<string> {
  return new Set((cookie ?? "").split(".").filter((id) => ID.test(id)));
}

/** What the browser's cookie says; nothing while the page is rendered on the server. */
export function seenHere(): Set<string> {
  if (typeof document === "undefined") return new Set();
  return parseSeen(new RegExp(`(?:^|; )${SEEN_COOKIE}=([^;]*)`).exec(document.cookie)?.[1]);
}

/** Remembers announcements in the browser's cookie. @returns whether any of them is new */
export function rememberSeen(ids: readonly string[]): boolean {
  const seen = seenHere();
  const fresh = ids.filter((id) => !seen.has(id));
  if (fresh.length === 0) return false;
  const kept = [...fresh, ...seen].slice(0, MOST).join(".");
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${SEEN_COOKIE}=${kept}; path=/; max-age=${DAYS * 86_400}; samesite=lax`;
  return true;
}
