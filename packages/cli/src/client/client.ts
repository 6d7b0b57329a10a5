import type { AppRouter } from "@maskboard/api";
import { createTRPCClient, httpBatchLink, type TRPCClient } from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import superjson from "superjson";
import { fromRequestError } from "./request-error.ts";

/** What the API's procedures answer. */
export type ApiOutputs = inferRouterOutputs<AppRouter>;

export interface ClientOptions {
  /** Address of the site, without a trailing slash, for instance `http://localhost:3000`. */
  readonly url: string;
  /** API key; without one only what visitors may see is answered. */
  readonly key: string | null;
  /** Sent with every request beside the key. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface MaskboardClient {
  readonly url: string;
  /** Headers that authenticate any request to the server. */
  readonly headers: Readonly<Record<string, string>>;
  /** The typed API. Its errors are tRPC's own; `ask` turns them into `MaskboardError`s. */
  readonly trpc: TRPCClient<AppRouter>;
  /**
   * Awaits an answer of `trpc`.
   *
   * @throws MaskboardError with the server's code, or `unreachable`
   */
  ask<Answer>(answer: Promise<Answer>): Promise<Answer>;
}

/** A client of one server, acting for the owner of the key. */
export function createClient({ url, key, headers: extra }: ClientOptions): MaskboardClient {
  const headers: Record<string, string> = {
    ...extra,
    ...(key === null ? {} : { "x-api-key": key }),
  };
  return {
    url,
    headers,
    trpc: createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: `${url}/api/trpc`, transformer: superjson, headers })],
    }),
    async ask(answer) {
      try {
        return await answer;
      } catch (error) {
        throw fromRequestError(error, url);
      }
    },
  };
}
