/** A line of a chart. */
export interface Series {
  readonly name: string;
  readonly color: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  readonly logX?: boolean;
  /** Vertical lines at places that deserve a name. */
  readonly marks?: readonly { readonly x: number; readonly name: string }[];
}

const [WIDTH, HEIGHT] = [760, 420];
const AREA = { left: 74, right: 24, top: 56, bottom: 58 };

/** Round numbers that cover low..high: 1, 2 or 5 times a power of ten apart. */
export function ticks(low: number, high: number, count = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((m) => m * power >= raw) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const label = (value: number): string =>
  value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)
    ? value.toExponential(0)
    : String(value);

function range(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  const low = finite.length > 0 ? Math.min(...finite) : 0;
  const high = finite.length > 0 ? Math.max(...finite) : 1;
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** A line chart as SVG, 760 x 420. Points that are no finite number are left out. */
export function lineChart({ title, x, y, series, logX = false, marks = [] }: Chart): string {
  const across = (value: number) => (logX ? Math.log10(value) : value);
  const [left, right] = range([
    ...series.flatMap((s) => s.points.map(([px]) => across(px))),
    ...marks.map((mark) => across(mark.x)),
  ]);
  const [bottom, top] = range(series.flatMap((s) => s.points.map(([, py]) => py)));
  const plotWidth = WIDTH - AREA.left - AREA.right;
  const plotHeight = HEIGHT - AREA.top - AREA.bottom;
  const placeX = (value: number) => AREA.left + ((value - left) / (right - left)) * plotWidth;
  const placeY = (value: number) => AREA.top + ((top - value) / (top - bottom)) * plotHeight;
  const base = AREA.top + plotHeight;
  const out: string[] = [];
  for (const value of ticks(bottom, top)) {
    const at = placeY(value).toFixed(1);
    out.push(
      `<line x1="${AREA.left}" x2="${WIDTH - AREA.right}" y1="${at}" y2="${at}" stroke="#e5e7eb"/>`,
      `<text x="${AREA.left - 8}" y="${at}" dy="4" text-anchor="end">${label(value)}</text>`,
    );
  }
  for (const value of ticks(left, right, 7)) {
    const text = logX ? label(Number((10 ** value).toPrecision(2))) : label(value);
    out.push(
      `<text x="${placeX(value).toFixed(1)}" y="${base + 18}" text-anchor="middle">${text}</text>`,
    );
  }
  for (const mark of marks) {
    const place = placeX(across(mark.x));
    const at = place.toFixed(1);
    const side = place > WIDTH * 0.7 ? 'dx="-5" text-anchor="end"' : 'dx="5"';
    out.push(
      `<line x1="${at}" x2="${at}" y1="${AREA.top}" y2="${base}" stroke="#9ca3af" stroke-dasharray="4 4"/>`,
      `<text x="${at}" ${side} y="${AREA.top + 12 + 15 * marks.indexOf(mark)}">${escapeXml(mark.name)}</text>`,
    );
  }
  for (const { color, points } of series) {
    const places = points
      .filter(([, py]) => Number.isFinite(py))
      .map(([px, py]) => [placeX(across(px)).toFixed(1), placeY(py).toFixed(1)] as const);
    out.push(
      `<polyline points="${places.map((place) => place.join()).join(" ")}" fill="none" stroke="${color}" stroke-width="2" stroke-linejoin="round"/>`,
    );
    // A single value is no line, and a few are easier to find as dots.
    if (places.length <= 30)
      for (const [px, py] of places)
        out.push(`<circle cx="${px}" cy="${py}" r="3" fill="${color}"/>`);
  }
  const legend = series.map(
    ({ name, color }, i) =>
      `<text x="${WIDTH - AREA.right - 130 * (series.length - 1 - i)}" y="30" text-anchor="end" fill="${color}">${escapeXml(name)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="12" fill="#4b5563">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${AREA.left}" y="30" font-size="16" fill="#111827">${escapeXml(title)}</text>
${legend.join("\n")}
${out.join("\n")}
<text x="${AREA.left + plotWidth / 2}" y="${HEIGHT - 14}" text-anchor="middle">${escapeXml(x)}</text>
<text transform="translate(18 ${AREA.top + plotHeight / 2}) rotate(-90)" text-anchor="middle">${escapeXml(y)}</text>
</svg>
`;
}
