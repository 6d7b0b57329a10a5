import { appRouter, createContext } from "@maskboard/api";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";

function handle(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createContext({ headers: request.headers }),
    onError({ error, path }) {
      if (error.code === "INTERNAL_SERVER_ERROR") console.error(`trpc ${path}:`, error);
    },
  });
}

export { handle as GET, handle as POST };
