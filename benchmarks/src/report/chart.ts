/**
 * Draws cost against size as an SVG with two logarithmic axes: a straight line is a power law, a horizontal one is O(1), and a
 * factor of ten has the same length on both axes. Colours follow the reader's colour scheme (`prefers-color-scheme`). Our line is the thick one, and every
 * line has its own marker, so that they can be told apart without colours. Text uses the viewer's font.
 */
import { formatNanoseconds } from '../runner/table.ts';

export interface Series {
  readonly name: string;
  readonly ours: boolean;
  readonly points: readonly { readonly size: number; readonly cost: number }[];
}

export interface Chart {
  readonly title: string;
  /** A description of the operation, or the fitted exponent. */
  readonly subtitle: string;
  readonly series: readonly Series[];
}

const WIDTH = 560;
const HEIGHT = 340;
const TOP = 62;
const BOTTOM = 42;
const LEFT = 64;
const LABEL_GAP = 14;
/** An upper bound for the width of a bold character at 12 pixels. */
const CHARACTER = 7.6;
/** With less than two decades on the axis, noise would look like a slope. */
const FEWEST_DECADES = 2;

/** Returns the SVG as text that ends with a newline. @throws RangeError if there is nothing to draw */
export function drawChart({ title, subtitle, series }: Chart): string {
  const points = series.flatMap((each) => each.points);
  if (points.length === 0) throw new RangeError(`Expected points in "${title}", found none`);
  const right = 24 + Math.max(...series.map(({ name }) => name.length)) * CHARACTER;
  const across = axis(
    points.map(({ size }) => size),
    1,
    [LEFT, WIDTH - right],
  );
  const up = axis(
    points.map(({ cost }) => cost),
    FEWEST_DECADES,
    [HEIGHT - BOTTOM, TOP],
  );
  const drawn = series.map((each, index) => ({
    ...each,
    index,
    at: each.points
      .toSorted((a, b) => a.size - b.size)
      .map(({ size, cost }) => ({ x: across.place(size), y: up.place(cost) })),
  }));
  const labels = spreadOut(drawn.map(({ at }) => at.at(-1)?.y ?? TOP));
  const lines = drawn.toSorted((a, b) => Number(a.ours) - Number(b.ours));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title">`,
    `<title id="title">${text(`${title}: ${subtitle}`)}</title>`,
    STYLE,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    `<text class="title" x="16" y="26">${text(title)}</text>`,
    `<text class="note" x="16" y="44">${text(subtitle)}</text>`,
    ...across.decades.map(
      (size) =>
        line('grid', across.place(size), TOP, across.place(size), HEIGHT - BOTTOM) +
        `<text class="note" x="${round(across.place(size))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${sizeText(size)}</text>`,
    ),
    ...up.decades.map(
      (cost) =>
        line('grid', LEFT, up.place(cost), WIDTH - right, up.place(cost)) +
        `<text class="note" x="${LEFT - 8}" y="${round(up.place(cost) + 4)}" text-anchor="end">${decadeText(cost)}</text>`,
    ),
    `<text class="note" x="${round((LEFT + WIDTH - right) / 2)}" y="${HEIGHT - 8}" text-anchor="middle">size</text>`,
    ...lines.map(
      ({ at, index, ours }) =>
        `<polyline class="line c${index % COLOURS.length}${ours ? ' ours' : ''}" points="${at.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ')}"/>` +
        at.map(({ x, y }) => marker(index, x, y)).join(''),
    ),
    ...drawn.map(({ name, at, index, ours }) => {
      const end = at.at(-1) ?? { x: LEFT, y: TOP };
      const y = labels[index] ?? end.y;
      const x = WIDTH - right + 12;
      return (
        line(`lead c${index % COLOURS.length}`, end.x + 5, end.y, x - 3, y) +
        `<text class="name t${index % COLOURS.length}${ours ? ' bold' : ''}" x="${round(x)}" y="${round(y + 4)}">${text(name)}</text>`
      );
    }),
    '</svg>',
  ].join('\n')}\n`;
}

interface Axis {
  readonly decades: readonly number[];
  place(value: number): number;
}

function axis(
  values: readonly number[],
  fewest: number,
  [from, to]: readonly [number, number],
): Axis {
  let low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  let high = Math.ceil(Math.log10(Math.max(...values)) - 1e-9);
  while (high - low < fewest) {
    high++;
    if (high - low < fewest) low--;
  }
  return {
    decades: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    place: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
  };
}

/** Moves labels apart: returns heights at least a line apart, near the wanted ones, and none below the axis. */
function spreadOut(wanted: readonly number[]): number[] {
  const order = wanted.map((y, index) => ({ y, index })).toSorted((a, b) => a.y - b.y);
  const lowest = HEIGHT - BOTTOM;
  let next = lowest;
  const placed: number[] = wanted.map(() => 0);
  // First pushes labels down, then pushes those below the axis up again
  let above = Number.NEGATIVE_INFINITY;
  const down = order.map(({ y }) => (above = Math.max(y, above + LABEL_GAP)));
  for (let at = order.length - 1; at >= 0; at--) {
    const y = Math.min(down[at] ?? 0, next);
    next = y - LABEL_GAP;
    const index = order[at]?.index;
    if (index !== undefined) placed[index] = y;
  }
  return placed;
}

function marker(index: number, x: number, y: number): string {
  const kind = `class="mark m${index % COLOURS.length}"`;
  const shape = index % 4;
  if (shape === 0) return `<circle ${kind} cx="${round(x)}" cy="${round(y)}" r="3.5"/>`;
  if (shape === 1) {
    return `<rect ${kind} x="${round(x - 3)}" y="${round(y - 3)}" width="6" height="6"/>`;
  }
  const corners =
    shape === 2
      ? [x, y - 4, x + 4, y + 3, x - 4, y + 3]
      : [x, y - 4.5, x + 4.5, y, x, y + 4.5, x - 4.5, y];
  return `<polygon ${kind} points="${corners.map(round).join(' ')}"/>`;
}

function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

function round(value: number): string {
  return String(Number(value.toFixed(1)));
}

function sizeText(size: number): string {
  if (size >= 1e6) return `${size / 1e6}M`;
  return size >= 1000 ? `${size / 1000}k` : String(size);
}

/** A label of the axis, such as `10 ns`. Powers of ten need no decimals. */
function decadeText(cost: number): string {
  return cost < 1
    ? `${Number(cost.toPrecision(1))} ns`
    : formatNanoseconds(cost).replace(/\.0+ /, ' ');
}

function text(raw: string): string {
  return raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Colours for light and for dark backgrounds, ours first. */
const COLOURS = [
  ['#0969da', '#58a6ff'],
  ['#bc4c00', '#f0883e'],
  ['#1a7f37', '#3fb950'],
  ['#8250df', '#bc8cff'],
  ['#bf3989', '#f778ba'],
  ['#57606a', '#9198a1'],
  ['#7d4e00', '#d29922'],
] as const;

function colours(scheme: 0 | 1): string {
  return COLOURS.map((pair, index) => {
    const colour = pair[scheme];
    return `.c${index}{stroke:${colour}}.m${index},.t${index}{fill:${colour}}`;
  }).join('');
}

const STYLE = `<style>
text{font-family:system-ui,-apple-system,"Segoe UI",sans-serif;font-size:12px}
.title{font-size:15px;font-weight:600}.bold{font-weight:700}
.line{fill:none;stroke-width:1.5}.line.ours{stroke-width:3}
.lead{stroke-width:1;opacity:.45}
.ground{fill:#fff;stroke:#d1d9e0}.title{fill:#1f2328}.note{fill:#59636e}.grid{stroke:#e4e8ec}
${colours(0)}
@media (prefers-color-scheme:dark){
.ground{fill:#0d1117;stroke:#3d444d}.title{fill:#f0f6fc}.note{fill:#9198a1}.grid{stroke:#262c34}
${colours(1)}
}
</style>`;
