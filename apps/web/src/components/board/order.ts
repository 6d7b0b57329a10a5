import type { BoardEntry } from "@maskboard/contracts";

/** A column to sort by: `class:3` is the IoU of the class with id 3. */
export type SortKey = "rank" | "team" | "submissions" | "time" | "movement" | `class:${number}`;

export interface Sort {
  key: SortKey;
  descending: boolean;
}

export const BY_RANK: Sort = { key: "rank", descending: false };

/** The way in which a column is most often wanted: names and ranks rise, amounts fall. */
export function firstDirection(key: SortKey): Sort {
  return { key, descending: key !== "rank" && key !== "team" };
}

function value(entry: BoardEntry, key: SortKey): number | string {
  switch (key) {
    case "rank":
      return entry.rank;
    case "team":
      return entry.team.toLocaleLowerCase();
    case "submissions":
      return entry.submissions;
    case "time":
      return entry.submittedAt.getTime();
    case "movement":
      return entry.movement ?? Number.NEGATIVE_INFINITY;
    default: {
      const id = Number(key.slice("class:".length));
      return entry.perClass.find((part) => part.id === id)?.iou ?? Number.NEGATIVE_INFINITY;
    }
  }
}

/** Entries whose team's name holds `search`, sorted; equal ones stay in the order of the board. */
export function arrange(entries: readonly BoardEntry[], sort: Sort, search: string): BoardEntry[] {
  const wanted = search.trim().toLocaleLowerCase();
  const found = wanted
    ? entries.filter((entry) => entry.team.toLocaleLowerCase().includes(wanted))
    : [...entries];
  if (sort.key === "rank" && !sort.descending) return found;
  const sign = sort.descending ? -1 : 1;
  return found.sort((a, b) => {
    const left = value(a, sort.key);
    const right = value(b, sort.key);
    return left === right ? 0 : left < right ? -sign : sign;
  });
}

/** Ranks that more than one team has. */
export function sharedRanks(entries: readonly BoardEntry[]): Set<number> {
  const shared = new Set<number>();
  for (const [index, entry] of entries.entries()) {
    if (index > 0 && entries[index - 1]?.rank === entry.rank) shared.add(entry.rank);
  }
  return shared;
}
