import type { TeamView } from "@maskboard/contracts";
import { type ChallengeRow, type Db, listMembers, type TeamRow } from "@maskboard/db";
import { invitePath } from "./paths.ts";

/** A team as one of its members sees it. */
export async function teamView(
  db: Db,
  challenge: ChallengeRow,
  team: TeamRow,
  viewerId: string,
): Promise<TeamView> {
  const members = await listMembers(db, team.id);
  return {
    id: team.id,
    name: team.name,
    challenge: challenge.slug,
    members,
    captain: members.some((member) => member.userId === viewerId && member.captain),
    sizeLimit: challenge.limits.teamSize,
    invitePath: invitePath(team.inviteToken),
    disqualified: team.disqualifiedReason,
  };
}
