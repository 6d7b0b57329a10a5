import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Viewer } from "@maskboard/contracts";
import { createTestDatabase, type TestDatabase } from "@maskboard/db/testing";
import { createAccount } from "../auth/accounts.ts";
import { parseEnv } from "../env.ts";
import { handleAuth, handleTrpc } from "../handlers.ts";
import { createCaller } from "../routers/index.ts";
import { createServices, type Services } from "../services.ts";
import { handleUpload } from "../uploads/handle-upload.ts";

export interface TestApi {
  readonly services: Services;
  readonly database: TestDatabase;
  /** Services of a second process on the same data. */
  another(): Promise<Services>;
  close(): Promise<void>;
}

/** The whole API on a database and a folder of its own. */
export async function createTestApi(): Promise<TestApi> {
  const database = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), "maskboard-api-"));
  const env = parseEnv({
    DATABASE_URL: database.url,
    MASKBOARD_HOME: home,
    BETTER_AUTH_SECRET: "test".repeat(10),
    PUBLIC_URL: "http://localhost",
  });
  const opened = [await createServices(env)];
  return {
    services: opened[0]!,
    database,
    another: async () => {
      const services = await createServices(env);
      opened.push(services);
      return services;
    },
    close: async () => {
      for (const services of opened) await services.close();
      await database.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Calls procedures as somebody, or as nobody. */
export const callAs = (services: Services, user: Omit<Viewer, "email"> | null) =>
  createCaller({ services, viewer: user && { ...user, email: "" } });

/** An account that can sign in and has an API key. */
export async function signUp(
  { auth, db }: Services,
  name: string,
  role: "user" | "admin" = "user",
) {
  const email = `${name}-${randomUUID().slice(0, 8)}@example.test`;
  const password = randomUUID();
  const account = await createAccount(auth, db, { name, email, password, role });
  return { id: account.userId, name, admin: role === "admin", email, password, ...account };
}

/** A real HTTP server with the API's routes. @returns its address and how to stop it */
export async function serve(
  services: Services,
  port = 0,
): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const server: Server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
    const body = ["GET", "HEAD"].includes(incoming.method!) ? null : Readable.toWeb(incoming);
    const request = new Request(url, {
      method: incoming.method!,
      headers: new Headers(Object.entries(incoming.headers) as [string, string][]),
      ...(body && { body: body as ReadableStream<Uint8Array>, duplex: "half" }),
    });
    const handle = [
      ["/api/uploads", handleUpload] as const,
      ["/api/auth", handleAuth] as const,
      ["/api/trpc", handleTrpc] as const,
    ].find(([path]) => url.pathname.startsWith(path))![1];
    const response = await handle(request, services);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body) Readable.fromWeb(response.body as never).pipe(outgoing);
    else outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
