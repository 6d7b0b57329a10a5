import type { BoardEntry, SegmentationClass } from "@maskboard/contracts";
import { ago } from "@/lib/format";
import { type Axis, place } from "./axis";
import { Sparkline } from "./sparkline";

interface BoardRowProps {
  entry: BoardEntry;
  classes: readonly SegmentationClass[];
  axis: Axis;
  rounding: number;
  shared: boolean;
  own: boolean;
  now: number;
}

/** Up to this many classes, heat cells are wide enough to carry their number. */
export const MOST_NUMBERED_CLASSES = 14;

export function BoardRow({ entry, classes, axis, rounding, shared, own, now }: BoardRowProps) {
  const numbered = classes.length <= MOST_NUMBERED_CLASSES;
  return (
    <tr className={own ? "own" : undefined}>
      <td className="rank">
        {entry.rank}
        {shared ? "=" : ""}
      </td>
      <Movement value={entry.movement} />
      <th scope="row" className="team">
        <span title={entry.team}>{entry.team}</span>
        {own ? <em className="you">you</em> : null}
        {entry.house ? <em>house</em> : null}
      </th>
      <td className="score">{entry.meanIou.toFixed(rounding)}</td>
      <Whisker entry={entry} axis={axis} />
      {classes.map(({ id, color }, index) => {
        // The API keeps the order of the challenge's classes.
        const part = entry.perClass[index];
        const iou = part?.id === id ? part.iou : null;
        return (
          <td key={id} className="heat" style={heat(color, iou)}>
            {numbered ? (iou === null ? "–" : Math.round(iou * 100)) : null}
          </td>
        );
      })}
      <td className="spark">
        <Sparkline history={entry.history} />
      </td>
      <td className="count">{entry.submissions}</td>
      <td className="when" title={entry.submittedAt.toUTCString()} suppressHydrationWarning>
        {ago(entry.submittedAt, now)}
      </td>
    </tr>
  );
}

/** The class's colour, the stronger the better: squared, since most differences are near the top. */
function heat(color: string, iou: number | null): React.CSSProperties {
  const alpha = Math.round((iou ?? 0) ** 2 * 107)
    .toString(16)
    .padStart(2, "0");
  return { backgroundColor: color + alpha };
}

function Movement({ value }: { value: number | null }) {
  if (value === null) return <td className="move">new</td>;
  if (value === 0) return <td className="move">·</td>;
  return value > 0 ? (
    <td className="move up">+{value}</td>
  ) : (
    <td className="move down">−{-value}</td>
  );
}

/** The mean on the common axis, with its 95 % interval as a line. */
function Whisker({ entry, axis }: { entry: BoardEntry; axis: Axis }) {
  const [low, high] = entry.interval ?? [entry.meanIou, entry.meanIou];
  const from = place(axis, low);
  return (
    <td
      className="whisker"
      title={entry.interval ? `95 %: ${low.toFixed(3)} to ${high.toFixed(3)}` : undefined}
    >
      <div>
        <b style={{ left: `${from}%`, width: `${(place(axis, high) - from).toFixed(1)}%` }} />
        <i style={{ left: `${place(axis, entry.meanIou)}%` }} />
      </div>
    </td>
  );
}
