import { MaskboardError } from "@maskboard/contracts";
import type { team } from "../schema/index.ts";

type Verdict = Pick<typeof team.$inferSelect, "name" | "disqualifiedAt" | "disqualifiedReason">;

/**
 * A disqualified team stands as it is: it uploads nothing (as in EvalAI, whose hosts ban teams), and
 * nobody joins or leaves it, so that nobody walks out of a verdict into a fresh team.
 * @throws MaskboardError `team_disqualified` with the reason
 */
export function refuseDisqualified({ name, disqualifiedAt, disqualifiedReason }: Verdict): void {
  if (disqualifiedAt === null) return;
  throw new MaskboardError("team_disqualified", `${name} is disqualified: ${disqualifiedReason}`, {
    reason: disqualifiedReason ?? "",
    since: disqualifiedAt.toISOString(),
  });
}
