import type { RankDifference } from "@maskboard/contracts";
import {
  asIfPublished,
  type ChallengeAccess,
  countScored,
  type Db,
  listSplitVersions,
  type RescoreSummary,
  type SplitVersionRow,
} from "@maskboard/db";
import { rankChanges, readBoards } from "./rank-preview.ts";

/** What activating a split version would do to both boards, by the scores that it has so far. */
export async function activationDifference(
  db: Db,
  access: ChallengeAccess,
  target: SplitVersionRow,
): Promise<RankDifference> {
  const { challenge } = access;
  const before = await readBoards(db, access);
  const active = { ...challenge, activeSplitVersionId: target.id };
  const after = await readBoards(db, { ...access, challenge: active });
  const versions = await listSplitVersions(db, challenge.id);
  return {
    public: rankChanges(before.public, after.public, challenge.rounding),
    private: rankChanges(before.private, after.private, challenge.rounding),
    submissions: await countScored(db, challenge.id),
    scored: versions.find(({ id }) => id === target.id)?.scored ?? 0,
  };
}

/** What publishing the results of a dry run would do to both boards. */
export async function dryRunDifference(
  db: Db,
  access: ChallengeAccess,
  { row, done }: RescoreSummary,
): Promise<RankDifference> {
  const before = await readBoards(db, access);
  const after = await asIfPublished(db, row.id, (tx) => readBoards(tx, access));
  const { rounding } = access.challenge;
  return {
    public: rankChanges(before.public, after.public, rounding),
    private: rankChanges(before.private, after.private, rounding),
    submissions: row.total,
    scored: done,
  };
}
