/**
 * Absolute promises: "15 million reads a second", "under 100 ms", "grows like a logarithm".
 *
 * The regression check compares ratios, because nanoseconds do not carry from machine to machine. A promise in absolute
 * figures has to be held against absolute figures all the same, and so needs a rule for noise of its own:
 *
 * - **met**: the median of the rounds keeps the promise. Half of the rounds may have been disturbed without moving it.
 * - **missed**: the best plausible figure breaks it. That is the fast edge of the scatter, `PLAUSIBLE` standard deviations
 *   of a single round better than the median. Of a round, not of the median: what disturbs a machine for as long as all
 *   rounds take shifts the median as a whole, and the standard error of the median knows nothing of it.
 * - **open**: the median breaks the promise and the best plausible figure keeps it. Neither was shown; run it again on a
 *   quieter machine or with more rounds.
 *
 * Noise adds time and never takes any away, so the rule leans to one side: noise is given the benefit of the doubt where a
 * promise seems broken, and a median that keeps one would keep it on a quieter machine all the more.
 *
 * Times scatter by factors, hence their logarithms are used. A promise of growth is judged by the exponent of the power
 * law that fits the cost at all sizes of one name, one exponent for each round; exponents scatter by differences.
 */
import { FEWEST_SIZES } from './scaling.ts';
import { fitPowerLaw, logDeviation, robustDeviation, spreadOf } from './statistics.ts';
import { align, formatNanoseconds, formatRate, formatSpread } from './table.ts';
import type { Result, TimeResult } from './results.ts';

/** What was promised of ours. Plain data: it goes from process to process. */
export type Target =
  | { readonly of: 'rate' | 'duration'; readonly nanoseconds: number }
  | {
      readonly of: 'growth';
      readonly law: string;
      readonly exponent: number;
      /** The contender whose cost ours is divided by, where growth is meant beside it. */
      readonly beside?: string | undefined;
    };

export type Verdict = 'met' | 'missed' | 'open';

export interface Judgement {
  readonly name: string;
  /** As a text, with the unit in which it was promised. */
  readonly promised: string;
  readonly measured: string;
  readonly spread: string;
  readonly verdict: Verdict;
}

/** Standard deviations of a round that the best plausible figure is away from the median. */
const PLAUSIBLE = 3;

/** At least so many operations a second. */
export function atLeast(perSecond: number): Target {
  return { of: 'rate', nanoseconds: 1e9 / positive(perSecond) };
}

/** An operation within so many milliseconds. */
export function within(milliseconds: number): Target {
  return { of: 'duration', nanoseconds: positive(milliseconds) * 1e6 };
}

/**
 * Cost that grows no faster than `law` does: the exponent allowed is the one that fits the law itself at the same sizes, and
 * `more` on top of it. For a name that is registered at three sizes or more, with this target each time. With `beside` it is the
 * cost in multiples of another contender's that grows no faster: where that one cannot help growing, as a look-up in memory.
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

/** One for each name that has a target, in the order in which they ran. */
export function judgeTargets(results: readonly Result[]): Judgement[] {
  const byName = new Map<string, TimeResult[]>();
  for (const result of results) {
    if (result.kind !== 'time' || !result.target) continue;
    // With a growth target the sizes of a name belong together, otherwise each stands for itself.
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

/** The rounds of ours; none where it failed, so that a peer stands first. */
function oursOf({ contenders: [ours], ratios }: TimeResult): readonly number[] {
  return ours && ratios.length > 0 ? ours.rounds : [];
}

/** The exponent of each round; none where too few sizes ran. */
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
