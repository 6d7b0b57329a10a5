import { phaseSchema, rankChangeSchema } from "@maskboard/contracts";
import { type ChallengeRow, type Db, publicBoardRows, rehearsed } from "@maskboard/db";
import { z } from "zod";
import { rankBoard } from "./rank-board.ts";

/** Where teams stand on the board that everybody sees, and where they would stand. */
export const freezePreviewSchema = z.object({
  /** The phase right after the change takes effect. */
  phase: phaseSchema,
  frozenAt: z.date().nullable(),
  teams: z.int(),
  /** Only teams whose rank or score changes at once; a freeze that begins later moves none. */
  changes: rankChangeSchema.array(),
});

/**
 * What freezing (`at` an instant, or now) or unfreezing would do.
 * @throws MaskboardError `schedule`, `already_revealed` as the change itself
 */
export async function previewFreeze(
  db: Db,
  challenge: ChallengeRow,
  { off, at }: { off: boolean; at?: Date | undefined },
): Promise<z.infer<typeof freezePreviewSchema>> {
  const now = new Date();
  const frozenAt = off ? null : (at ?? now);
  const then = rehearsed(challenge, { frozenAt }, now, now);
  const [before, after] = await Promise.all(
    [challenge, then].map(
      async (row) => rankBoard(row, "public", await publicBoardRows(db, row)).board.entries,
    ),
  );
  const old = new Map(before!.map((entry) => [entry.teamId, entry]));
  const next = new Map(after!.map((entry) => [entry.teamId, entry]));
  const place = (entry: { rank: number; meanIou: number } | undefined) =>
    entry ? { rank: entry.rank, meanIou: entry.meanIou } : null;
  const all = new Map([...before!, ...after!].map(({ teamId, team }) => [teamId, team]));
  const changes = [...all]
    .map(([teamId, team]) => ({
      teamId,
      team,
      before: place(old.get(teamId)),
      after: place(next.get(teamId)),
    }))
    .filter((c) => c.before?.rank !== c.after?.rank || c.before?.meanIou !== c.after?.meanIou);
  const later = rehearsed(challenge, { frozenAt }, frozenAt ?? now, now);
  return { phase: later.phase, frozenAt, teams: all.size, changes };
}
