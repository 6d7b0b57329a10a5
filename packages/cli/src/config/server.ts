import type { Env } from "../env.ts";
import { UsageError } from "../exit.ts";
import { readCredentials } from "./credentials.ts";

export interface ServerChoice {
  /** Without a trailing slash. */
  readonly url: string;
  readonly key: string | null;
}

/** `http://host:port/base` without a trailing slash. */
export function normalizeUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UsageError(`"${text}" is not an address.`, "Write it like http://localhost:3000.");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new UsageError(`"${text}" is not an address.`, "Write it like http://localhost:3000.");
  }
  url.hash = "";
  url.search = "";
  return url.href.replace(/\/+$/, "");
}

/**
 * Server and key: from the options, then the environment, then what `login` stored. A stored key
 * goes only to the server for which it was stored.
 *
 * @returns `null` when no server is named anywhere
 */
export async function findServer(
  options: { url?: string | undefined; key?: string | undefined },
  env: Env,
): Promise<ServerChoice | null> {
  const named = options.url ?? env.url;
  const key = options.key ?? env.key;
  if (named !== undefined && key !== undefined) return { url: normalizeUrl(named), key };
  const stored = await readCredentials(env);
  const url = named === undefined ? stored?.current : normalizeUrl(named);
  if (url === undefined) return null;
  return { url, key: key ?? stored?.servers[url]?.key ?? null };
}
