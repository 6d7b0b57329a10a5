import { MaskboardError } from "@maskboard/contracts";
import { z } from "zod";
import { createClient } from "../../client/client.ts";
import { networkReason } from "../../client/request-error.ts";
import type { ServerChoice } from "../../config/server.ts";
import { broken, type Finding, note, ok } from "./finding.ts";

const healthSchema = z.looseObject({
  status: z.string().optional(),
  version: z.string().optional(),
});

const TIMEOUT_MS = 10_000;

async function reach(url: string): Promise<Finding> {
  let response: Response;
  try {
    response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    return broken(
      "server",
      `${url} can't be reached: ${networkReason(error)}.`,
      "Start it (`npm start` in its folder), or correct --url or MASKBOARD_URL.",
    );
  }
  const text = await response.text();
  let health: z.infer<typeof healthSchema> = {};
  try {
    health = healthSchema.parse(JSON.parse(text));
  } catch {
    if (response.ok) {
      return broken("server", `What answers at ${url} is not Maskboard.`, "Correct the address.");
    }
  }
  if (!response.ok) {
    return broken(
      "server",
      `${url} answers with status ${response.status}${health.status ? ` (${health.status})` : ""}.`,
      "Look into the server's log: its database or storage may be away.",
    );
  }
  return ok("server", health.version ? `${url}, version ${health.version}` : url);
}

async function whose(server: ServerChoice): Promise<Finding> {
  const fix = "Run `maskboard login`, or give --key or MASKBOARD_API_KEY.";
  if (server.key === null) return note("key", `No API key for ${server.url}.`, fix);
  const client = createClient(server);
  try {
    const viewer = await client.ask(client.trpc.viewer.me.query());
    return viewer
      ? ok("key", `${viewer.name} <${viewer.email}>${viewer.admin ? ", admin" : ""}`)
      : broken("key", `${server.url} does not know the API key.`, fix);
  } catch (error) {
    const reason = error instanceof MaskboardError ? error.message : String(error);
    return broken("key", reason, fix);
  }
}

/** Whether the chosen server answers, and whether it knows the key. */
export async function inspectServer(server: ServerChoice | null): Promise<Finding[]> {
  if (server === null) {
    return [
      note("server", "None is named, so only local commands work.", "Run `maskboard login`."),
    ];
  }
  const reached = await reach(server.url);
  return reached.state === "broken" ? [reached] : [reached, await whose(server)];
}
