import { align } from './table.ts';
import { fitPowerLaw } from './statistics.ts';
import type { Result } from './results.ts';
import type { PowerLaw } from './statistics.ts';

/** How our cost grows with the size, for one name that was run at several sizes. */
export interface Scaling {
  readonly name: string;
  readonly smallest: number;
  readonly largest: number;
  readonly law: PowerLaw;
}

/** Two points do not show whether a power law fits. */
export const FEWEST_SIZES = 3;

/** Returns one entry for each name with three sizes or more, in the order in which they ran. */
export function scalingOf(results: readonly Result[]): Scaling[] {
  const points = new Map<string, { size: number; cost: number }[]>();
  for (const result of results) {
    if (result.kind !== 'time' || result.size === undefined) continue;
    const [ours] = result.contenders;
    // Without ratios ours failed, and the first contender is a peer
    if (!ours || result.ratios.length === 0) continue;
    const point = { size: result.size, cost: ours.nanoseconds.median };
    points.set(result.name, [...(points.get(result.name) ?? []), point]);
  }
  return [...points]
    .filter(([, ofName]) => ofName.length >= FEWEST_SIZES)
    .map(([name, ofName]) => {
      const sizes = ofName.map(({ size }) => size);
      return {
        name,
        smallest: Math.min(...sizes),
        largest: Math.max(...sizes),
        law: fitPowerLaw(ofName),
      };
    });
}

/** `signals/deep  10 to 1,000,000  size^0.02`, one line each. */
export function formatScaling(scalings: readonly Scaling[]): string {
  const rows = scalings.map(({ name, smallest, largest, law }) => [
    name,
    `${smallest.toLocaleString('en')} to ${largest.toLocaleString('en')}`,
    `size^${law.exponent.toFixed(2)}`,
  ]);
  return ['Cost of ours per operation against size', ...align(rows)].join('\n  ');
}
