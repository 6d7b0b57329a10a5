import type { SegmentationClass } from "@maskboard/contracts";
import type { Axis } from "./axis";
import { MOST_NUMBERED_CLASSES } from "./board-row";
import type { Sort, SortKey } from "./order";

interface BoardHeadProps {
  classes: readonly SegmentationClass[];
  axis: Axis;
  sort: Sort;
  onSort: (key: SortKey) => void;
}

export function BoardHead({ classes, axis, sort, onSort }: BoardHeadProps) {
  const column = (key: SortKey, className: string, label: React.ReactNode) => (
    <th
      key={key}
      scope="col"
      className={className}
      aria-sort={sort.key === key ? (sort.descending ? "descending" : "ascending") : undefined}
    >
      <button type="button" onClick={() => onSort(key)}>
        {label}
      </button>
    </th>
  );
  return (
    <thead>
      <tr>
        {column("rank", "rank", <abbr title="Rank">#</abbr>)}
        {column("movement", "move", <abbr title="Ranks gained in 24 hours">24 h</abbr>)}
        {column("team", "team", "Team")}
        <th scope="col" className="score">
          Mean IoU
        </th>
        <th scope="col" className="whisker">
          <span className="sr-only">95 % interval, on an axis from</span>
          <span className="axis">
            <span>{axis.from.toFixed(2)}</span>
            <span>{((axis.from + axis.to) / 2).toFixed(2)}</span>
            <span>{axis.to.toFixed(2)}</span>
          </span>
        </th>
        {classes.map(({ id, name, color }) =>
          column(
            `class:${id}`,
            "heat",
            <>
              <span className={classes.length > MOST_NUMBERED_CLASSES ? "sr-only" : undefined}>
                {name}
              </span>
              <i style={{ background: color }} title={name} />
            </>,
          ),
        )}
        <th scope="col" className="spark">
          History
        </th>
        {column("submissions", "count", <abbr title="Submissions">Subs</abbr>)}
        {column("time", "when", "Best from")}
      </tr>
    </thead>
  );
}
