import "server-only";
import { headers } from "next/headers";
import { env } from "@/env";

/** Address under which people reach the site: as configured, else as the request came in. */
export async function siteOrigin(): Promise<string> {
  if (env.PUBLIC_URL) return env.PUBLIC_URL.replace(/\/$/, "");
  const incoming = await headers();
  const protocol = incoming.get("x-forwarded-proto") ?? "http";
  return `${protocol}://${incoming.get("host") ?? "localhost"}`;
}
