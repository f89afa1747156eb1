/** Converts results to the rows of tables and lists: our figure, and that of each other contender. */
import { isOurs } from '../runner/results.ts';
import type { Result } from '../runner/results.ts';
import type { Spread } from '../runner/statistics.ts';
import type { Reasons } from './reasons.ts';

export type Standing = 'ours' | 'peer' | 'yardstick';

export interface Cell {
  readonly contender: string;
  readonly standing: Standing;
  /** Nanoseconds per operation, or bytes per item. */
  readonly cost: Spread;
  /** The cost of this contender divided by ours: 2 means that ours takes half. Undefined for ours. */
  readonly factor: Spread | undefined;
}

export interface Row {
  readonly file: string;
  readonly key: string;
  readonly name: string;
  readonly size: number | undefined;
  readonly kind: 'time' | 'memory';
  /** Ours first, unless it failed. */
  readonly cells: readonly Cell[];
}

export function rowsOf(
  files: Readonly<Record<string, readonly Result[]>>,
  { yardsticks }: Reasons,
): Row[] {
  const standingOf = (contender: string, index: number): Standing => {
    if (index === 0 || isOurs(contender)) return 'ours';
    return yardsticks.includes(contender) ? 'yardstick' : 'peer';
  };
  return Object.entries(files).flatMap(([file, results]) =>
    results.map((result) => ({
      file,
      key: result.key,
      name: result.name,
      size: result.size,
      kind: result.kind,
      cells: cellsOf(result).map(({ contender, cost, factor }, index) => ({
        contender,
        standing: standingOf(contender, index),
        cost,
        factor,
      })),
    })),
  );
}

function cellsOf(result: Result): Omit<Cell, 'standing'>[] {
  if (result.kind === 'time') {
    const factors = new Map(
      result.ratios.map(({ reference, ratio }) => [reference, inverse(ratio)]),
    );
    return result.contenders.map(({ name, nanoseconds }) => ({
      contender: name,
      cost: nanoseconds,
      factor: factors.get(name),
    }));
  }
  const [ours] = result.contenders;
  return result.contenders.map(({ name, bytes }) => ({
    contender: name,
    cost: bytes,
    factor: ours && name !== ours.name ? scaled(bytes, 1 / ours.bytes.median) : undefined,
  }));
}

/** The inverse of a ratio. The deviation stays the same share of the median. */
function inverse({ median, deviation, min, max }: Spread): Spread {
  const turned = 1 / median;
  return { median: turned, deviation: turned * (deviation / median), min: 1 / max, max: 1 / min };
}

function scaled({ median, deviation, min, max }: Spread, by: number): Spread {
  return { median: median * by, deviation: deviation * by, min: min * by, max: max * by };
}

/** A lead of less than this share counts as level, whatever the spread: compiled code and memory layout differ by as much. */
const EQUAL = 0.03;

/** Whether a contender is ahead of ours by more than its spread, level within it, or behind. */
export function leadOf({ factor }: Cell): 'ahead' | 'level' | 'behind' {
  if (!factor || factor.median >= 1) return 'behind';
  return factor.median + factor.deviation < 1 - EQUAL ? 'ahead' : 'level';
}
