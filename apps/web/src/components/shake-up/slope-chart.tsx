import { cn } from "@/lib/cn";
import { layoutSlopes, MOST_LABELLED, roomFor, type Slope } from "./layout";

/** Measures in CSS pixels: each form is shown about as wide as it is drawn. */
interface Form {
  readonly width: number;
  /** Room for names on either side. */
  readonly names: number;
  readonly letters: number;
}

const WIDE: Form = { width: 700, names: 200, letters: 22 };
const NARROW: Form = { width: 328, names: 112, letters: 12 };
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
export function SlopeChart(props: SlopeChartProps) {
  return (
    <>
      <Chart {...props} form={WIDE} className="max-w-[700px] max-sm:hidden" />
      <Chart {...props} form={NARROW} className="max-w-[420px] sm:hidden" />
    </>
  );
}

interface ChartProps extends SlopeChartProps {
  form: Form;
  className: string;
}

function Chart({ teams, ownTeamId, activeId, form, className }: ChartProps) {
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
      viewBox={`0 -28 ${form.width} ${height + 36}`}
      className={cn("h-auto w-full", className)}
      role="img"
      aria-label={`Public and private ranks of ${slopes.length} teams; the table below has the same numbers.`}
    >
      <g className="fill-muted-foreground" fontSize="13">
        <text x={form.names} y="-12" textAnchor="end">
          Public rank
        </text>
        <text x={form.width - form.names} y="-12">
          Private rank
        </text>
      </g>
      {ordered.map((slope) => (
        <Line key={slope.team.teamId} {...{ slope, form, crowd }} strong={strong(slope)} />
      ))}
      {left.map((slope) => (
        <Name key={slope.team.teamId} {...{ slope, form }} side="left" strong={strong(slope)} />
      ))}
      {right.map((slope) => (
        <Name key={slope.team.teamId} {...{ slope, form }} side="right" strong={strong(slope)} />
      ))}
    </svg>
  );
}

interface LineProps {
  slope: Slope;
  form: Form;
  strong: boolean;
  crowd: boolean;
}

function Line({ slope, form, strong, crowd }: LineProps) {
  const { from, to, gain } = slope;
  const [left, right] = [form.names, form.width - form.names];
  const weak = crowd ? 0.35 : 0.8;
  if (from === null || to === null) {
    const [x, y] = from === null ? [right, to ?? 0] : [left, from];
    return <circle cx={x} cy={y} r={2.5} className="fill-muted-foreground" />;
  }
  const middle = form.width / 2;
  return (
    <path
      d={`M${left + 6} ${from.toFixed(1)}C${middle} ${from.toFixed(1)} ${middle} ${to.toFixed(1)} ${right - 6} ${to.toFixed(1)}`}
      className={cn("fill-none stroke-current", strong ? "text-primary" : tone(gain))}
      strokeWidth={strong ? 3 : crowd ? 1 : 1.6}
      opacity={strong ? 1 : gain === 0 ? weak * 0.6 : weak}
    />
  );
}

interface NameProps {
  slope: Slope;
  form: Form;
  side: "left" | "right";
  strong: boolean;
}

function Name({ slope, form, side, strong }: NameProps) {
  const { team, from, to } = slope;
  const rank = side === "left" ? team.public?.rank : team.private?.rank;
  const y = side === "left" ? from : to;
  const name =
    team.team.length > form.letters ? `${team.team.slice(0, form.letters - 1)}…` : team.team;
  return (
    <text
      x={side === "left" ? form.names : form.width - form.names}
      y={(y ?? 0) + 4.5}
      textAnchor={side === "left" ? "end" : "start"}
      fontSize="13"
      className={strong ? "fill-primary font-semibold" : "fill-foreground"}
    >
      {side === "left" ? `${name}  ${rank}` : `${rank}  ${name}`}
    </text>
  );
}
