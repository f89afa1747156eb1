/**
 * Absolute promises: "15 million reads a second", "under 100 ms", "grows like a logarithm".
 *
 * The regression check compares ratios, because absolute times are not comparable between machines. An absolute promise
 * can only be judged by absolute figures, so it needs a rule of its own for noise:
 *
 * - **met**: the median of the rounds meets it. Up to half of the rounds may be disturbed without moving the median.
 * - **missed**: even the best plausible figure misses it. That is the fast end of the scatter, `PLAUSIBLE` standard deviations
 *   of a single round better than the median. It uses the deviation of a round, not the standard error of the median, because other work that
 *   lasts for all rounds shifts the median as a whole, which its standard error does not show.
 * - **open**: the median misses it and the best plausible figure meets it. Neither was shown; run it again on a
 *   quieter machine or with more rounds.
 *
 * Noise adds time and never removes any, so the rule is one-sided. If a promise seems broken, noise gets the benefit of the doubt. If a
 * median meets a promise, it would also meet it on a quieter machine.
 *
 * Times scatter by factors, so their logarithms are used. A promise about growth is judged by the exponent of the power
 * law fitted to the cost at all sizes of one name, with one exponent for each round; exponents scatter by differences.
 */
import { FEWEST_SIZES } from './scaling.ts';
import { fitPowerLaw, logDeviation, robustDeviation, spreadOf } from './statistics.ts';
import { align, formatNanoseconds, formatRate, formatSpread } from './table.ts';
import type { Result, TimeResult } from './results.ts';

/** What our contender promises. Plain data, since it is sent between processes. */
export type Target =
  | { readonly of: 'rate' | 'duration'; readonly nanoseconds: number }
  | {
      readonly of: 'growth';
      readonly law: string;
      readonly exponent: number;
      /** If given, the growth is that of our cost divided by this contender's. */
      readonly beside?: string | undefined;
    };

export type Verdict = 'met' | 'missed' | 'open';

export interface Judgement {
  readonly name: string;
  /** The promise as a text, in its own unit. */
  readonly promised: string;
  readonly measured: string;
  readonly spread: string;
  readonly verdict: Verdict;
}

/** By how many standard deviations of a round the best plausible figure is better than the median. */
const PLAUSIBLE = 3;

/** Promises at least so many operations a second. */
export function atLeast(perSecond: number): Target {
  return { of: 'rate', nanoseconds: 1e9 / positive(perSecond) };
}

/** Promises that an operation takes at most so many milliseconds. */
export function within(milliseconds: number): Target {
  return { of: 'duration', nanoseconds: positive(milliseconds) * 1e6 };
}

/**
 * Promises that the cost grows no faster than `law`. The exponent allowed is that of a power law fitted to `law` at the same sizes,
 * plus `more`. The name has to be registered at three sizes or more, each time with this target. With `beside`, the cost is divided by
 * that of another contender whose own cost inevitably grows, such as a lookup in memory.
 */
export function growsAs(
  text: string,
  law: (size: number) => number,
  sizes: readonly number[],
  { more = 0, beside }: { readonly more?: number; readonly beside?: string } = {},
): Target {
  const { exponent } = fitPowerLaw(sizes.map((size) => ({ size, cost: law(size) })));
  return { of: 'growth', law: text, exponent: exponent + more, beside };
}

function positive(value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RangeError(`Expected a positive target, found ${value}`);
}

/** Judges each name that has a target, in the order in which they ran. */
export function judgeTargets(results: readonly Result[]): Judgement[] {
  const byName = new Map<string, TimeResult[]>();
  for (const result of results) {
    if (result.kind !== 'time' || !result.target) continue;
    // A growth target is judged over all sizes of a name, any other at each size
    const name = result.target.of === 'growth' ? result.name : result.key;
    byName.set(name, [...(byName.get(name) ?? []), result]);
  }
  return [...byName].map(([name, ofName]) => judge(name, ofName));
}

function judge(name: string, results: readonly TimeResult[]): Judgement {
  const [first] = results;
  const target = first?.target;
  if (!target) throw new RangeError(`Expected a target of "${name}", found none`);
  const promised = promiseOf(target);
  const rounds = target.of === 'growth' ? exponentsOf(results, target.beside) : oursOf(first);
  if (rounds.length === 0) return { name, promised, measured: '–', spread: '', verdict: 'open' };
  const spread = spreadOf(rounds);
  const { median } = spread;
  if (target.of === 'growth') {
    const deviation = robustDeviation(rounds);
    return {
      name,
      promised,
      measured: `size^${median.toFixed(2)}`,
      spread: `±${spread.deviation.toFixed(2)}`,
      verdict: verdictOf(median, median - PLAUSIBLE * deviation, target.exponent),
    };
  }
  const best = median * Math.exp(-PLAUSIBLE * logDeviation(rounds));
  return {
    name,
    promised,
    measured: target.of === 'rate' ? formatRate(median) : formatNanoseconds(median),
    spread: formatSpread(spread),
    verdict: verdictOf(median, best, target.nanoseconds),
  };
}

function promiseOf(target: Target): string {
  if (target.of === 'growth') {
    const law = target.beside === undefined ? target.law : `${target.law} × ${target.beside}`;
    return `${law}: size^${target.exponent.toFixed(2)} at most`;
  }
  return target.of === 'rate'
    ? `${formatRate(target.nanoseconds)} at least`
    : `${formatNanoseconds(target.nanoseconds)} at most`;
}

export function verdictOf(median: number, best: number, most: number): Verdict {
  if (median <= most) return 'met';
  return best > most ? 'missed' : 'open';
}

/** Our rounds; none if ours failed, since then the first contender is a peer. */
function oursOf({ contenders: [ours], ratios }: TimeResult): readonly number[] {
  return ours && ratios.length > 0 ? ours.rounds : [];
}

/** The exponent of each round; none if too few sizes ran. */
function exponentsOf(results: readonly TimeResult[], beside: string | undefined): number[] {
  const points = results.flatMap((result) => {
    const rounds =
      beside === undefined
        ? oursOf(result)
        : (result.ratios.find(({ reference }) => reference === beside)?.rounds ?? []);
    return result.size === undefined || rounds.length === 0 ? [] : [{ size: result.size, rounds }];
  });
  if (points.length < FEWEST_SIZES) return [];
  const count = Math.min(...points.map(({ rounds }) => rounds.length));
  return Array.from({ length: count }, (_, round) => {
    const costs = points.map(({ size, rounds }) => ({ size, cost: rounds[round] ?? Number.NaN }));
    return fitPowerLaw(costs).exponent;
  });
}

/** `target/signal read  15.0 M/s at least  231 M/s  ±1.2%  met`, one line each. */
export function formatTargets(judgements: readonly Judgement[]): string {
  const rows = judgements.map(({ name, promised, measured, spread, verdict }) => [
    name,
    promised,
    measured,
    spread,
    verdict === 'missed' ? 'MISSED' : verdict,
  ]);
  const head = ['target', 'promised', 'measured', '', ''];
  return ['Targets', ...align([head, ...rows])].join('\n  ');
}
