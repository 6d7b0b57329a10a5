import { MaskboardError, type SplitName } from "@maskboard/contracts";
import { type ChallengeAccess, privateGrant } from "@maskboard/db";

/** Whether a viewer may see no board at all in this phase; organizers always see it. */
export const boardHidden = ({ challenge, organizer }: ChallengeAccess): boolean =>
  !organizer && !challenge.boardShown[challenge.phase];

/** Why a viewer may not see a board now, or `null` when they may. */
export function boardRefusal(access: ChallengeAccess, split: SplitName): MaskboardError | null {
  if (boardHidden(access)) {
    return new MaskboardError("board_hidden", "The board is hidden in this phase.", {
      phase: access.challenge.phase,
    });
  }
  if (split === "private" && !privateGrant(access)) {
    return new MaskboardError("forbidden", "Private scores show when organizers reveal them.");
  }
  return null;
}
