/** Curves of cost against size: finds the groups with several sizes, fits power laws to them, and draws them. */
import { FEWEST_SIZES } from '../runner/scaling.ts';
import { fitPowerLaw } from '../runner/statistics.ts';
import { judgeTargets } from '../runner/target.ts';
import { drawChart } from './chart.ts';
import { words } from './markdown.ts';
import type { Result } from '../runner/results.ts';
import type { Judgement } from '../runner/target.ts';
import type { Series } from './chart.ts';
import type { Row } from './rows.ts';

export interface Curve {
  readonly name: string;
  readonly series: readonly Series[];
  /** The exponents, such as `size^0.02`, of the contenders with enough sizes. */
  readonly exponents: ReadonlyMap<string, string>;
  /** The claim about growth and its verdict; undefined if there is no claim. */
  readonly claim: Judgement | undefined;
}

/** Returns a curve for each name that ran at three sizes or more. */
export function curvesOf(rows: readonly Row[], results: readonly Result[]): Curve[] {
  const claims = new Map(judgeTargets(results).map((judged) => [judged.name, judged]));
  const byName = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.kind !== 'time' || row.size === undefined) continue;
    byName.set(row.name, [...(byName.get(row.name) ?? []), row]);
  }
  return [...byName]
    .filter(([, ofName]) => ofName.length >= FEWEST_SIZES)
    .map(([name, ofName]) => {
      const series = seriesOf(ofName);
      return {
        name,
        series,
        exponents: new Map(
          series
            .filter(({ points }) => points.length >= FEWEST_SIZES)
            .map(({ name: contender, points }) => [contender, exponentOf(points)]),
        ),
        claim: claims.get(name),
      };
    });
}

function seriesOf(rows: readonly Row[]): Series[] {
  const series = new Map<string, { ours: boolean; points: { size: number; cost: number }[] }>();
  for (const { cells, size = 0 } of rows) {
    for (const { contender, standing, cost } of cells) {
      const known = series.get(contender) ?? { ours: standing === 'ours', points: [] };
      known.points.push({ size, cost: cost.median });
      series.set(contender, known);
    }
  }
  return [...series].map(([name, { ours, points }]) => ({ name, ours, points }));
}

function exponentOf(points: readonly { size: number; cost: number }[]): string {
  // Without the minus of a rounded zero
  const exponent = Number(fitPowerLaw(points).exponent.toFixed(2)) + 0;
  return `size^${exponent.toFixed(2)}`;
}

/** The file name of a chart: `scaling-store-get.svg` for `scaling/store, get`. */
export function chartFile({ name }: Curve): string {
  return `${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}.svg`;
}

export function chartOf({ name, series, exponents, claim }: Curve): string {
  const [ours] = series;
  const fitted = ours && exponents.get(ours.name);
  const said = claim ? `claimed ${claim.promised.replace(/:.*/, '')}` : 'no claim';
  return drawChart({
    title: titleOf(name),
    subtitle: `time of one operation; ours grows like ${fitted ?? '–'}, ${said}`,
    series,
  });
}

export function titleOf(name: string): string {
  return name.replace(/^scaling\//, '').replace('/', ': ');
}

export function exponentTable(curves: readonly Curve[]): string {
  return words(
    ['operation', 'ours grows like', 'claimed', 'holds', 'the others'],
    curves.map(({ name, series, exponents, claim }) => {
      const [ours] = series;
      const others = [...exponents].filter(([contender]) => contender !== ours?.name);
      return [
        titleOf(name),
        (ours && exponents.get(ours.name)) ?? '–',
        claim?.promised ?? '–',
        verdictOf(claim),
        others.map(([contender, exponent]) => `${contender} ${exponent}`).join(', ') || '–',
      ];
    }),
  );
}

/** The verdict with the exponent that was judged, which differs from that of the curve if the claim is relative to a contender or covers only some sizes. */
function verdictOf(claim: Judgement | undefined): string {
  if (!claim) return '–';
  const answer = { met: 'yes', missed: '**no**', open: 'open' }[claim.verdict];
  return `${answer}, ${claim.measured}`;
}
