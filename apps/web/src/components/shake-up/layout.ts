import type { ShakeUp } from "@maskboard/contracts";

export type ShakeUpTeam = ShakeUp["teams"][number];

/** A line of the chart: heights of its ends in user units, `null` where the team has no rank. */
export interface Slope {
  readonly team: ShakeUpTeam;
  readonly from: number | null;
  readonly to: number | null;
  /** Places gained; `null` where one rank is missing. */
  readonly gain: number | null;
}

export interface SlopeLayout {
  readonly height: number;
  readonly slopes: readonly Slope[];
}

/** Up to so many teams each has a line of its own height and a label at both ends. */
export const MOST_LABELLED = 40;
const ROW = 24;
const CROWD_HEIGHT = 900;

/** Places gained from the public to the private rank. */
export const gainOf = ({ public: before, private: after }: ShakeUpTeam): number | null =>
  before && after ? before.rank - after.rank : null;

/**
 * Heights of all lines. Few teams stand evenly; many stand on a logarithmic axis, where the top,
 * which people look for, has most of the room. Teams of one rank stand below each other.
 */
export function layoutSlopes(teams: readonly ShakeUpTeam[]): SlopeLayout {
  const few = teams.length <= MOST_LABELLED;
  const height = few ? Math.max(1, teams.length) * ROW : CROWD_HEIGHT;
  const at = (place: number): number =>
    few
      ? (place + 0.5) * ROW
      : 8 + (Math.log(place + 1) / Math.log(teams.length)) * (CROWD_HEIGHT - 16);
  const before = places(teams, ({ public: place }) => place?.rank ?? null);
  const after = places(teams, ({ private: place }) => place?.rank ?? null);
  const heightOf = (places: Map<string, number>, id: string) => {
    const place = places.get(id);
    return place === undefined ? null : at(place);
  };
  const slopes = teams.map((team) => ({
    team,
    from: heightOf(before, team.teamId),
    to: heightOf(after, team.teamId),
    gain: gainOf(team),
  }));
  return { height, slopes };
}

/** Places from 0, by rank. */
function places(
  teams: readonly ShakeUpTeam[],
  rankOf: (team: ShakeUpTeam) => number | null,
): Map<string, number> {
  const ranked = teams.flatMap((team) => {
    const rank = rankOf(team);
    return rank === null ? [] : [{ id: team.teamId, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank);
  return new Map(ranked.map(({ id }, place) => [id, place]));
}

/** The labels of one side that have room, the most wanted first: none closer than `gap`. */
export function roomFor<T>(
  wanted: readonly T[],
  heightOf: (item: T) => number | null,
  gap: number,
): T[] {
  const kept: { item: T; y: number }[] = [];
  for (const item of wanted) {
    const y = heightOf(item);
    if (y === null || kept.some((other) => Math.abs(other.y - y) < gap)) continue;
    kept.push({ item, y });
  }
  return kept.map(({ item }) => item);
}
