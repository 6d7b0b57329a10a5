import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { briefCache } from "./brief-cache";
import { maskboard } from "./maskboard";

/** Long enough to carry a crowd, too short for anyone to notice. */
const KEEP_MS = 1_000;

async function apiFor(from: Headers) {
  const { appRouter, createContext } = await maskboard();
  return appRouter.createCaller(await createContext({ headers: from }));
}

/** The API called in process, as the person who makes this request. */
export const api = cache(async () => apiFor(await headers()));

/** The API as a visitor sees it, whoever asks. */
export const visitorApi = () => apiFor(new Headers());

export const getViewer = cache(async () => (await api()).viewer.me());

/** A challenge as a visitor sees it, whoever asks. */
export const challengeForVisitors = briefCache(
  KEEP_MS,
  async (slug) => (await visitorApi()).challenge.bySlug({ slug }),
  ({ changesAt }) => changesAt,
);

export const getChallenge = cache(async (slug: string) => {
  const visitor = (await getViewer()) === null;
  return orNotFound(
    visitor ? challengeForVisitors(slug) : (await api()).challenge.bySlug({ slug }),
  );
});

/** Shows the not-found page for what does not exist or may not be known to exist. */
export async function orNotFound<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (HIDDEN.has(refusalCode(error) ?? "")) notFound();
    throw error;
  }
}

/** The code of a refusal of the API, `null` for what is none (the API has its own TRPCError). */
export function refusalCode(error: unknown): string | null {
  return error instanceof Error && error.name === "TRPCError" && "code" in error
    ? String(error.code)
    : null;
}

/** `BAD_REQUEST`: the address holds what can't be a slug or an id. */
const HIDDEN = new Set(["NOT_FOUND", "UNAUTHORIZED", "FORBIDDEN", "BAD_REQUEST"]);

/** The challenge, for its organizers; whoever is none finds no such page. */
export async function requireOrganizer(slug: string) {
  const challenge = await getChallenge(slug);
  if (!challenge.organizer) notFound();
  return challenge;
}

/** The viewer; whoever is not signed in goes to the sign-in page and comes back to `path`. */
export async function requireViewer(path: string) {
  const viewer = await getViewer();
  if (!viewer) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return viewer;
}
