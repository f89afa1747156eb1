import { CALIBRATION } from '../src/runner/results.ts';
import { spreadOf } from '../src/runner/statistics.ts';
import type { MemoryResult, TimeResult } from '../src/runner/results.ts';

/** A result of `ours` with the given rounds of its ratio to each reference. */
export function timeResult(
  key: string,
  ratios: Readonly<Record<string, readonly number[]>>,
): TimeResult {
  const rounds = Object.values(ratios)[0] ?? [1];
  const times = { nanoseconds: spreadOf(rounds), rounds };
  return {
    kind: 'time',
    key,
    name: key,
    operations: 1,
    contenders: [{ name: 'ours', ...times }],
    calibration: { name: CALIBRATION, ...times },
    ratios: Object.entries(ratios).map(([reference, values]) => ({
      reference,
      ratio: spreadOf(values),
      rounds: values,
    })),
    failures: [],
  };
}

export function memoryResult(key: string, rounds: readonly number[]): MemoryResult {
  return {
    kind: 'memory',
    key,
    name: key,
    items: 1000,
    contenders: [{ name: 'ours', bytes: spreadOf(rounds), rounds }],
    failures: [],
  };
}

/** Rounds around `center` with a relative deviation of `scatter`. */
export function around(center: number, scatter: number): number[] {
  return [0, 1, -1, 0.5, -0.5, 1.5, -1.5, 0.2, -0.2].map((z) => center * Math.exp(scatter * z));
}
