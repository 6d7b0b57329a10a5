import type { LateEntry } from "@maskboard/contracts";
import {
  type ChallengeAccess,
  type Db,
  lateRows,
  privateGrant,
  privateMeanIous,
} from "@maskboard/db";
import { roundScore } from "@maskboard/metrics";

/** Late submissions, the best of each team, for whoever may see the board. */
export async function lateEntries(db: Db, access: ChallengeAccess): Promise<LateEntry[]> {
  const rows = await lateRows(db, access.challenge);
  const grant = privateGrant(access);
  const ids = rows.map(({ submissionId }) => submissionId);
  const hidden = grant ? await privateMeanIous(db, grant, ids) : new Map<string, number>();
  const { rounding } = access.challenge;
  return rows.map(({ submissionId, ...row }) => {
    const value = hidden.get(submissionId);
    return {
      ...row,
      meanIou: roundScore(row.meanIou, rounding),
      privateMeanIou: value === undefined ? null : roundScore(value, rounding),
    };
  });
}
