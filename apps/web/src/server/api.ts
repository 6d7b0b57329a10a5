import "server-only";
import { appRouter, createContext } from "@maskboard/api";
import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { briefCache } from "./brief-cache";

/** Long enough to carry a crowd, too short for anyone to notice. */
const KEEP_MS = 1_000;

/** The API called in process, as the person who makes this request. */
export const api = cache(async () =>
  appRouter.createCaller(await createContext({ headers: await headers() })),
);

/** The API as a visitor sees it, whoever asks. */
export const visitorApi = async () =>
  appRouter.createCaller(await createContext({ headers: new Headers() }));

export const getViewer = cache(async () => (await api()).viewer.me());

const challengeForVisitors = briefCache(KEEP_MS, async (slug) =>
  (await visitorApi()).challenge.bySlug({ slug }),
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
    if (error instanceof TRPCError && HIDDEN.has(error.code)) notFound();
    throw error;
  }
}

/** `BAD_REQUEST`: the address holds what can't be a slug or an id. */
const HIDDEN = new Set(["NOT_FOUND", "FORBIDDEN", "BAD_REQUEST"]);

/** The viewer; whoever is not signed in goes to the sign-in page and comes back to `path`. */
export async function requireViewer(path: string) {
  const viewer = await getViewer();
  if (!viewer) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return viewer;
}
