import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { MaskboardError } from "@maskboard/contracts";

/** Listens for a moment; resolves to the port, or to the error's code. */
function tryListen(port: number, host?: string): Promise<number | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(got));
    });
  });
}

/** A free port of this machine's loopback. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0, "127.0.0.1");
  if (typeof port === "number") return port;
  throw new MaskboardError("misconfigured", `No free port on 127.0.0.1 (${port}).`);
}

/**
 * Checks that the site can listen.
 *
 * @param patienceMs How long to wait for processes of a killed launcher that are just ending.
 * @throws {MaskboardError} `misconfigured`, naming the port and what to do.
 */
export async function requirePort(
  port: number,
  host: string | undefined,
  patienceMs = 0,
): Promise<void> {
  const until = Date.now() + patienceMs;
  let result = await tryListen(port, host);
  while (result === "EADDRINUSE" && Date.now() < until) {
    await sleep(200);
    result = await tryListen(port, host);
  }
  if (typeof result === "number") return;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
    EACCES: `No permission to listen on port ${port}. Choose one above 1023: PORT=3000 npm start`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Correct HOST.`,
  };
  throw new MaskboardError(
    "misconfigured",
    reasons[result] ?? `Can't listen on port ${port} (${result}).`,
  );
}
