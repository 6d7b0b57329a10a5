import { MaskboardError, type TeamRow } from "@maskboard/contracts";
import type { MaskboardClient } from "../../client/client.ts";

/**
 * A team of a challenge by its name (whatever the case) or id.
 *
 * @throws MaskboardError `not_found`, `forbidden`
 */
export async function findTeam(
  { trpc, ask }: MaskboardClient,
  slug: string,
  name: string,
): Promise<TeamRow> {
  const teams = await ask(trpc.moderation.teams.query({ slug }));
  const wanted = name.toLowerCase();
  const found = teams.find((team) => team.id === name || team.name.toLowerCase() === wanted);
  if (found) return found;
  throw new MaskboardError("not_found", `"${slug}" has no team "${name}".`);
}
