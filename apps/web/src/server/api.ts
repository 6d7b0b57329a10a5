import "server-only";
import { appRouter, createContext } from "@maskboard/api";
import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";

/** The API called in process, as the person who makes this request. */
export const api = cache(async () =>
  appRouter.createCaller(await createContext({ headers: await headers() })),
);

export const getViewer = cache(async () => (await api()).viewer.me());

export const getChallenge = cache(async (slug: string) =>
  orNotFound((await api()).challenge.bySlug({ slug })),
);

/** Shows the not-found page for what does not exist or may not be known to exist. */
export async function orNotFound<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "FORBIDDEN")) {
      notFound();
    }
    throw error;
  }
}

/** The viewer; whoever is not signed in goes to the sign-in page and comes back to `path`. */
export async function requireViewer(path: string) {
  const viewer = await getViewer();
  if (!viewer) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return viewer;
}
