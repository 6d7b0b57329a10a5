import { cn } from "@/lib/cn";
import { layoutSlopes, MOST_LABELLED, roomFor, type Slope } from "./layout";

const WIDTH = 640;
/** Where the lines begin and end; names stand outside. */
const LEFT = 190;
const RIGHT = WIDTH - 190;
const LABEL_GAP = 15;
const TOP_NAMES = 10;

interface SlopeChartProps {
  teams: Parameters<typeof layoutSlopes>[0];
  ownTeamId: string | null;
  /** The team that is pointed at in the table. */
  activeId: string | null;
}

const tone = (gain: number | null): string =>
  gain === null || gain === 0 ? "text-muted-foreground" : gain > 0 ? "text-good" : "text-danger";

/** Public rank on the left, private rank on the right, a line for each team. The table says it in words. */
export function SlopeChart({ teams, ownTeamId, activeId }: SlopeChartProps) {
  const { slopes, height } = layoutSlopes(teams);
  const crowd = slopes.length > MOST_LABELLED;
  const strong = ({ team }: Slope) => team.teamId === ownTeamId || team.teamId === activeId;
  const ordered = [...slopes].sort((a, b) => Number(strong(a)) - Number(strong(b)));
  const wanted = (rankOf: (slope: Slope) => number | undefined) => [
    ...slopes.filter(strong),
    ...slopes.filter((slope) => !crowd || (rankOf(slope) ?? Infinity) <= TOP_NAMES),
  ];
  const left = roomFor(
    wanted(({ team }) => team.public?.rank),
    ({ from }) => from,
    LABEL_GAP,
  );
  const right = roomFor(
    wanted(({ team }) => team.private?.rank),
    ({ to }) => to,
    LABEL_GAP,
  );
  return (
    <svg
      viewBox={`0 -28 ${WIDTH} ${height + 36}`}
      className="h-auto w-full max-w-3xl"
      role="img"
      aria-label={`Public and private ranks of ${slopes.length} teams; the table below has the same numbers.`}
    >
      <g className="fill-muted-foreground" fontSize="13">
        <text x={LEFT} y="-12" textAnchor="end">
          Public rank
        </text>
        <text x={RIGHT} y="-12">
          Private rank
        </text>
      </g>
      {ordered.map((slope) => (
        <Line key={slope.team.teamId} slope={slope} strong={strong(slope)} crowd={crowd} />
      ))}
      {left.map((slope) => (
        <Name key={slope.team.teamId} slope={slope} side="left" strong={strong(slope)} />
      ))}
      {right.map((slope) => (
        <Name key={slope.team.teamId} slope={slope} side="right" strong={strong(slope)} />
      ))}
    </svg>
  );
}

function Line({ slope, strong, crowd }: { slope: Slope; strong: boolean; crowd: boolean }) {
  const { from, to, gain } = slope;
  const weak = crowd ? 0.35 : 0.8;
  if (from === null || to === null) {
    const [x, y] = from === null ? [RIGHT, to ?? 0] : [LEFT, from];
    return <circle cx={x} cy={y} r={2.5} className="fill-muted-foreground" />;
  }
  const middle = (LEFT + RIGHT) / 2;
  return (
    <path
      d={`M${LEFT + 6} ${from.toFixed(1)}C${middle} ${from.toFixed(1)} ${middle} ${to.toFixed(1)} ${RIGHT - 6} ${to.toFixed(1)}`}
      className={cn("fill-none stroke-current", strong ? "text-primary" : tone(gain))}
      strokeWidth={strong ? 3 : crowd ? 1 : 1.6}
      opacity={strong ? 1 : gain === 0 ? weak * 0.6 : weak}
    />
  );
}

const MOST_LETTERS = 20;

function Name({ slope, side, strong }: { slope: Slope; side: "left" | "right"; strong: boolean }) {
  const { team, from, to } = slope;
  const rank = side === "left" ? team.public?.rank : team.private?.rank;
  const y = side === "left" ? from : to;
  const name =
    team.team.length > MOST_LETTERS ? `${team.team.slice(0, MOST_LETTERS - 1)}…` : team.team;
  return (
    <text
      x={side === "left" ? LEFT : RIGHT}
      y={(y ?? 0) + 4.5}
      textAnchor={side === "left" ? "end" : "start"}
      fontSize="13"
      className={strong ? "fill-primary font-semibold" : "fill-foreground"}
    >
      {side === "left" ? `${name}  ${rank}` : `${rank}  ${name}`}
    </text>
  );
}
