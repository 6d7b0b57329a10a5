import type { RankChange, RankPreview } from "@maskboard/contracts";
import { share } from "./format.ts";
import { bold, dim } from "./style.ts";
import { table } from "./table.ts";

const place = (value: RankChange["before"]): string => (value ? String(value.rank) : "–");

/** Teams that a change would move; `none` is said when it moves nobody. */
export function rankChangesText(changes: readonly RankChange[], none: string): string {
  if (changes.length === 0) return dim(none);
  return table(
    [
      { head: "team" },
      { head: "rank", right: true },
      { head: "becomes", right: true },
      { head: "mean IoU", right: true },
      { head: "becomes", right: true },
    ],
    changes.map(({ team, before, after }) => [
      team,
      place(before),
      bold(place(after)),
      share(before?.meanIou),
      bold(share(after?.meanIou)),
    ]),
  );
}

/** The same for both boards. */
export const rankPreviewText = ({ public: shown, private: hidden }: RankPreview): string =>
  [
    bold("Public board"),
    rankChangesText(shown, "No team's place changes."),
    "",
    bold("Private board"),
    rankChangesText(hidden, "No team's place changes."),
  ].join("\n");
