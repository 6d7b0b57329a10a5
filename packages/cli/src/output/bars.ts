const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** A horizontal bar of a share in 0..1, `width` cells long, to an eighth of a cell. */
export function bar(share: number | null, width = 20): string {
  if (share === null) return " ".repeat(width);
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const filled = "█".repeat(eighths >> 3) + EIGHTHS[eighths & 7];
  return filled.padEnd(width, " ");
}

const LEVELS = "▁▂▃▄▅▆▇█";

/** A line of block characters for a series of shares, scaled to the series' own range. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values
    .map((value) => LEVELS[span === 0 ? 3 : Math.round(((value - low) / span) * 7)])
    .join("");
}
