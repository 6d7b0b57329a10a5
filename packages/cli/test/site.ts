import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { fileURLToPath } from "node:url";
import {
  createAccount,
  createServices,
  handleAuth,
  handleCorrection,
  handleExport,
  handleHealth,
  handleKit,
  handleTrpc,
  handleUpload,
  parseEnv,
  type Services,
} from "@maskboard/api";
import { createTestDatabase } from "@maskboard/db/testing";
import { temporaryFolder } from "./run-cli.ts";

const SCORER = fileURLToPath(new URL("../../../apps/scorer/src/main.ts", import.meta.url));

export interface TestAccount {
  readonly email: string;
  readonly password: string;
  readonly key: string;
}

/** A running site: real database, the API's own handlers over HTTP, a scorer process. */
export interface TestSite {
  readonly url: string;
  account(name: string, role?: "user" | "admin"): Promise<TestAccount>;
  /** Lets the next upload stall for good after so many bytes; resolves when it does. */
  stallNextUpload(bytes: number): Promise<void>;
  /** Bytes of upload bodies that have arrived since the last call. */
  receivedBytes(): number;
  stop(): Promise<void>;
}

type Handler = (request: Request, services: Services) => Promise<Response>;

/** The routes of the site that the command line uses. */
function route(path: string): Handler {
  if (path.startsWith("/api/trpc")) return handleTrpc;
  if (path.startsWith("/api/auth")) return handleAuth;
  if (path.startsWith("/api/uploads")) return handleUpload;
  if (path === "/healthz") return handleHealth;
  const [, slug, what] = /^\/api\/challenges\/([^/]+)\/(kit\.zip|masks)$/.exec(path) ?? [];
  const handle = what === "masks" ? handleCorrection : handleKit;
  if (slug) return (request, services) => handle(request, { slug }, services);
  const [, of, kind] = /^\/api\/challenges\/([^/]+)\/exports\/([^/]+)$/.exec(path) ?? [];
  if (of && kind) return (request, services) => handleExport(request, { slug: of, kind }, services);
  return async () => new Response("Not found", { status: 404 });
}

export async function startSite(): Promise<TestSite> {
  const database = await createTestDatabase();
  const home = await temporaryFolder("site");
  let services: Services | undefined;
  let received = 0;
  let stall: { after: number; reached: () => void } | null = null;

  /** Counts what passes, and holds it back for good when the test asks for that. */
  const gate = (): Transform => {
    const mine = stall;
    stall = null;
    let passed = 0;
    return new Transform({
      transform(chunk: Buffer, _encoding, next) {
        passed += chunk.length;
        received += chunk.length;
        this.push(chunk);
        if (mine && passed >= mine.after) mine.reached();
        else next();
      },
    });
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
    const method = incoming.method ?? "GET";
    const hasBody = method === "POST" || method === "PATCH";
    const content = hasBody ? (method === "PATCH" ? incoming.compose(gate()) : incoming) : null;
    const request = new Request(url, {
      method,
      headers: incoming.headers as Record<string, string>,
      ...(content ? { body: Readable.toWeb(content as Readable), duplex: "half" } : {}),
    } as RequestInit);
    const response = await route(url.pathname)(request, services!);
    outgoing.statusCode = response.status;
    outgoing.setHeaders(response.headers);
    if (!response.body) outgoing.end();
    else Readable.fromWeb(response.body as never).pipe(outgoing);
  };

  const server = createServer((incoming, outgoing) => {
    // A client that goes away in the middle of an upload ends here.
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    DATABASE_URL: database.url,
    MASKBOARD_HOME: home.path,
    STORAGE_URL: `file://${join(home.path, "storage")}`,
    PUBLIC_URL: url,
    BETTER_AUTH_SECRET: "only for tests ".repeat(3),
  };
  services = await createServices(parseEnv(env));
  const scorer = startScorer(env);

  return {
    url,
    async account(name, role = "user") {
      const email = `${name.toLowerCase()}@example.test`;
      const password = `the password of ${name}`;
      const { auth, db } = services;
      const { apiKey } = await createAccount(auth, db, { name, email, password, role });
      return { email, password, key: apiKey };
    },
    stallNextUpload: (after) =>
      new Promise((reached) => {
        stall = { after, reached };
      }),
    receivedBytes() {
      const bytes = received;
      received = 0;
      return bytes;
    },
    async stop() {
      await endProcess(scorer);
      server.closeAllConnections();
      server.close();
      await services.close();
      await database.drop();
      await home[Symbol.asyncDispose]();
    },
  };
}

function startScorer(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [SCORER], {
    env: { PATH: process.env.PATH, ...env, SCORER_THREADS: "1", LOG_LEVEL: "warn" },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
