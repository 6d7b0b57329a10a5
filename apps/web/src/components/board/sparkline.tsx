const WIDTH = 72;
const HEIGHT = 20;

/** The team's best so far, submission by submission. */
export function Sparkline({ history }: { history: readonly number[] }) {
  if (history.length < 2) return null;
  const low = Math.min(...history);
  const span = Math.max(...history) - low || 1;
  const step = (WIDTH - 4) / (history.length - 1);
  const points = history.map(
    (value, index) =>
      `${Math.round(2 + index * step)} ${Math.round(HEIGHT - 3 - ((value - low) / span) * (HEIGHT - 6))}`,
  );
  return (
    <svg className="board-spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={`M${points.join("L")}`} />
    </svg>
  );
}
