import type { Auth } from "@maskboard/api";
import { createTeam, type Db, findTeamOf, getChallenge, listTeamSubmissions } from "@maskboard/db";
import { HOUSE_TEAMS, type HouseTeam } from "../house/teams.ts";
import { houseEmail, SEED_SLUG } from "./plan.ts";
import { ensureHouseUser } from "./users.ts";

/** A house team whose submission is not scored yet. */
export interface WaitingTeam {
  readonly team: HouseTeam;
  readonly userId: string;
  /** Its submission when that is on its way already. */
  readonly submissionId: string | undefined;
}

const ON_ITS_WAY = ["uploaded", "queued", "checking", "scoring"];

/** Makes the house teams unless they are there; resolves to those whose score is still to come. */
export async function ensureHouseTeams(db: Db, auth: Auth): Promise<WaitingTeam[]> {
  const { challenge } = await getChallenge(db, SEED_SLUG, null);
  const waiting: WaitingTeam[] = [];
  for (const team of HOUSE_TEAMS) {
    const { name, slug } = team;
    const userId = await ensureHouseUser(db, auth, { name, email: houseEmail(slug) });
    const found = await findTeamOf(db, challenge.id, userId);
    const input = { challengeId: challenge.id, userId, name, house: true };
    const { id } = found?.team ?? (await createTeam(db, input));
    const rows = await listTeamSubmissions(db, id);
    if (rows.some(({ submission }) => submission.state === "scored")) continue;
    const open = rows.find(({ submission }) => ON_ITS_WAY.includes(submission.state));
    waiting.push({ team, userId, submissionId: open?.submission.id });
  }
  return waiting;
}
