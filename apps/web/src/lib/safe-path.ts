/** `path` if it stays on this site, else `/`: nobody is sent away by a link to the sign-in page. */
export function safePath(path: string | null | undefined): string {
  if (!path?.startsWith("/") || path.startsWith("//") || path.includes("\\")) return "/";
  try {
    const base = "http://site.invalid";
    const url = new URL(path, base);
    return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : "/";
  } catch {
    return "/";
  }
}
