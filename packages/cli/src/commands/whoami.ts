import { MaskboardError } from "@maskboard/contracts";
import { facts } from "../output/table.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

/**
 * `maskboard whoami`.
 *
 * @throws MaskboardError `unauthenticated` when there is no valid key
 */
export async function whoami(session: Session): Promise<Report> {
  const client = await session.client();
  const viewer = await client.ask(client.trpc.viewer.me.query());
  if (!viewer) throw new MaskboardError("unauthenticated", `Nobody is signed in to ${client.url}.`);
  return {
    json: { url: client.url, ...viewer },
    text: facts([
      ["server", client.url],
      ["name", viewer.name],
      ["email", viewer.email],
      ["role", viewer.admin ? "admin" : "participant"],
      ["the key may", viewer.scopes?.join(", ") ?? "do all that"],
    ]),
  };
}
