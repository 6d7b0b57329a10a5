import type { TeamRow } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import type { Executor } from "../client.ts";

/** Teams of a challenge by name, with what organizers want to know of each; merged ones left out. */
export async function listTeams(
  db: Executor,
  { id, activeSplitVersionId }: { id: string; activeSplitVersionId: string | null },
): Promise<TeamRow[]> {
  const found = await db.execute<RawTeam>(sql`
    select t.id, t.name, t.house, t.created_at, t.disqualified_at, t.disqualified_reason,
      coalesce(people.members, '[]') as members, coalesce(sent.submissions, 0) as submissions,
      coalesce(sent.finals, 0) as finals, sent.latest, best.mean_iou as best
    from team t
    left join lateral (
      select jsonb_agg(jsonb_build_object('userId', u.id, 'name', u.name, 'captain', m.captain)
        order by m.captain desc, m.created_at) as members
      from team_member m join "user" u on u.id = m.user_id where m.team_id = t.id
    ) people on true
    left join (
      select team_id, count(*)::int as submissions, (count(*) filter (where final))::int as finals,
        max(created_at) as latest
      from submission where challenge_id = ${id} and state <> 'uploading' group by team_id
    ) sent on sent.team_id = t.id
    left join lateral (
      select s.mean_iou from score s
      where s.split_version_id = ${activeSplitVersionId} and s.current and s.team_id = t.id
      order by s.mean_iou desc nulls last limit 1
    ) best on true
    where t.challenge_id = ${id} and t.merged_into_id is null
    order by lower(t.name)`);
  const rows: RawTeam[] = found.rows;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    house: row.house,
    members: row.members,
    submissions: row.submissions,
    finals: row.finals,
    bestPublic: row.best,
    lastSubmittedAt: row.latest === null ? null : new Date(row.latest),
    disqualified:
      row.disqualified_at === null
        ? null
        : { at: new Date(row.disqualified_at), reason: row.disqualified_reason ?? "" },
    createdAt: new Date(row.created_at),
  }));
}

type RawTeam = {
  id: string;
  name: string;
  house: boolean;
  created_at: string;
  disqualified_at: string | null;
  disqualified_reason: string | null;
  members: TeamRow["members"];
  submissions: number;
  finals: number;
  latest: string | null;
  best: number | null;
};
