import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * `/healthz`: the process answers. `/readyz`: it can take jobs now; else 503 and what is wrong.
 * `/metrics`: Prometheus.
 *
 * @param readiness resolves to what is wrong, nothing when all is well
 */
export async function serveHealth(
  address: { port: number; host: string },
  registry: Registry,
  readiness: () => Promise<string[]>,
): Promise<HealthServer> {
  const answers: Record<string, () => Promise<[status: number, type: string, body: string]>> = {
    "/healthz": async () => [200, "text/plain", "ok\n"],
    "/readyz": async () => {
      const problems = await readiness();
      return problems.length === 0
        ? [200, "text/plain", "ready\n"]
        : [503, "text/plain", `${problems.join("\n")}\n`];
    },
    "/metrics": async () => [200, registry.contentType, await registry.metrics()],
  };
  const server = createServer((request, response) => {
    const answer = answers[(request.url ?? "/").split("?", 1)[0] ?? "/"];
    const send = (status: number, type: string, body: string): void => {
      response.writeHead(status, { "content-type": type }).end(body);
    };
    if (!answer) return send(404, "text/plain", "not found\n");
    answer().then(
      (parts) => send(...parts),
      (error: unknown) => send(503, "text/plain", `${String(error)}\n`),
    );
  });
  await listen(server, address);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
