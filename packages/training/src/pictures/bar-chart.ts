import { escapeXml } from "./line-chart.ts";

/** One line of a bar chart, with a bar for each series. */
export interface BarRow {
  readonly name: string;
  /** In the order of the series, 0 to 1; `null` draws no bar. */
  readonly values: readonly (number | null)[];
  /** What stands behind the name in gray. */
  readonly note?: string;
}

export interface BarChart {
  readonly title: string;
  readonly series: readonly { readonly name: string; readonly color: string }[];
  readonly rows: readonly BarRow[];
}

const WIDTH = 760;
const AREA = { left: 230, right: 64, top: 76 };
const BAR = 16;
const GAP = 18;

/** Horizontal bars of shares on a common axis from 0 to 1, as SVG 760 wide. */
export function barChart({ title, series, rows }: BarChart): string {
  const plot = WIDTH - AREA.left - AREA.right;
  const rowHeight = series.length * BAR + GAP;
  const base = AREA.top + rows.length * rowHeight;
  const out: string[] = [];
  for (const value of [0, 0.25, 0.5, 0.75, 1]) {
    const x = AREA.left + value * plot;
    out.push(
      `<line x1="${x}" x2="${x}" y1="${AREA.top - 8}" y2="${base}" stroke="#e5e7eb"/>`,
      `<text x="${x}" y="${base + 18}" text-anchor="middle">${value}</text>`,
    );
  }
  for (const [i, { name, values, note = "" }] of rows.entries()) {
    const top = AREA.top + i * rowHeight;
    const middle = top + (series.length * BAR) / 2;
    out.push(
      `<text x="${AREA.left - 12}" y="${middle}" text-anchor="end" fill="#111827">${escapeXml(name)}</text>`,
      `<text x="${AREA.left - 12}" y="${middle + 14}" text-anchor="end" font-size="10">${escapeXml(note)}</text>`,
    );
    for (const [s, value] of values.entries()) {
      if (value === null) continue;
      const [y, width] = [top + s * BAR, Math.min(1, Math.max(0, value)) * plot];
      out.push(
        `<rect x="${AREA.left}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 3}" rx="2" fill="${series[s]!.color}"/>`,
        `<text x="${(AREA.left + width + 6).toFixed(1)}" y="${y + 11}">${value.toFixed(3)}</text>`,
      );
    }
  }
  const legend = series.map(
    ({ name, color }, i) =>
      `<text x="${AREA.left + 170 * i}" y="52" fill="${color}">${escapeXml(name)}</text>`,
  );
  const height = base + 36;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="12" fill="#4b5563">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="24" y="30" font-size="16" fill="#111827">${escapeXml(title)}</text>
${legend.join("\n")}
${out.join("\n")}
</svg>
`;
}
