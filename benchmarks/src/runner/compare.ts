/**
 * When is a slower figure a regression?
 *
 * Nanoseconds do not carry from machine to machine, nor from one hour to the next on a machine that others use. So only
 * ratios are compared: the time of ours to the time of something that ran beside it in the same rounds of the same
 * process. Every peer of the group is such a reference, and the calibration loop is one in every group.
 *
 * Four things move a ratio although nobody changed our code, and each has its answer:
 *
 * 1. Disturbed rounds. The figure of a run is a median over rounds, so up to half of them may be off.
 * 2. Rounds that scatter. The scatter is known: it was measured for the baseline and is measured again now, and it
 *    says how far the medians may be off. A change counts only beyond `SIGMAS` standard errors of both together, and
 *    beyond `LEAST`, since compilers and memory layouts settle a little differently in every process.
 * 3. Processes that differ as wholes (where objects lie, what was inlined). The baseline is taken from several fresh
 *    processes, and the scatter between them is added to that within them. A few processes that happen to agree do not show that
 *    all do, so what is usual among all groups (`USUAL_SCATTER`) counts like one process more. And a suspicion is only a suspicion:
 *    the group is run again in further fresh processes, and the check fails only if every one of them is suspicious.
 * 4. A reference that had a bad time, or got faster. It moves the ratio to itself, a slowdown of ours moves the ratios to
 *    all. So a run is suspicious only if ours got slower by more than `LEAST` beside every reference that the baseline
 *    and the run have in common, and the steadiest of them says that scatter does not explain it. A reference that
 *    scatters widely has no veto.
 *
 * Everything is reckoned in logarithms, where twice as fast and twice as slow are equally far from equal. What a group
 * can show is bounded by its scatter, and the check prints this bound: a group that resolves nothing below a factor
 * of 2 passes with 1.5, visibly.
 *
 * Bytes per item need no reference. They compare with the baseline directly, by the same rule.
 */
import { logDeviation, median } from './statistics.ts';
import type { MemoryResult, Ratio, Result, TimeResult } from './results.ts';

/** Standard errors that a change must exceed. */
export const SIGMAS = 4;
/** The smallest change that counts, as a share: 0.15 is 15%. */
export const LEAST = 0.15;

/**
 * Standard deviation of the logarithm of a ratio between processes, as it is among the groups: robust, from 503 groups of two runs of the
 * same code, of which one in ten differed by more than a factor of 1.25 (2026-11-28).
 */
const USUAL_SCATTER = 0.1;

/** What the baseline knows of one figure: a ratio to a reference, or bytes per item. */
export interface BaselineFigure {
  /** The median of each process. */
  readonly medians: readonly number[];
  /** Standard error of such a median, in logarithms: the median over the processes. */
  readonly error: number;
}

export interface BaselineCase {
  /** The bench file, relative to the folder of all. */
  readonly file: string;
  readonly ours: string;
  /** By reference; bytes per item stand under `bytes`. */
  readonly figures: Readonly<Record<string, BaselineFigure>>;
}

/** One figure of one run against the baseline. */
export interface Comparison {
  readonly reference: string;
  /** Now divided by then: 1.5 is half as much again. */
  readonly change: number;
  /** The change from which on it would count. */
  readonly bound: number;
}

export interface Verdict {
  readonly key: string;
  readonly suspicious: boolean;
  /** Empty where baseline and run have no reference in common. */
  readonly comparisons: readonly Comparison[];
}

const BYTES = 'bytes';

/** Brings the runs of one case in several processes together. Undefined where ours failed in one of them. */
export function baselineOf(file: string, runs: readonly Result[]): BaselineCase | undefined {
  const figures: Record<string, BaselineFigure> = {};
  const [first] = runs;
  const ours = first?.contenders[0]?.name;
  if (!first || ours === undefined) return undefined;
  for (const reference of figuresOf(first).keys()) {
    const rounds = runs.map((run) => figuresOf(run).get(reference) ?? []);
    if (rounds.some((values) => values.length === 0)) continue;
    figures[reference] = {
      medians: rounds.map((values) => median(values)),
      error: median(rounds.map((values) => errorOfMedian(values))),
    };
  }
  return Object.keys(figures).length === 0 ? undefined : { file, ours, figures };
}

/** Compares one run with the baseline. */
export function judge(baseline: BaselineCase, run: Result): Verdict {
  const comparisons: Comparison[] = [];
  // What objects weigh is the same in each process
  const usual = run.kind === 'time' ? USUAL_SCATTER : 0;
  for (const [reference, rounds] of figuresOf(run)) {
    const then = Object.hasOwn(baseline.figures, reference) && baseline.figures[reference];
    if (!then || rounds.length === 0) continue;
    const scatter = Math.hypot(
      then.error / Math.sqrt(then.medians.length),
      betweenProcesses(then.medians, usual) * Math.sqrt(1 + 1 / then.medians.length),
      errorOfMedian(rounds),
    );
    comparisons.push({
      reference,
      change: median(rounds) / median(then.medians),
      bound: Math.max(1 + LEAST, Math.exp(SIGMAS * scatter)),
    });
  }
  return {
    key: run.key,
    suspicious: isSuspicious(comparisons),
    comparisons,
  };
}

function isSuspicious(comparisons: readonly Comparison[]): boolean {
  const decisive = steadiest(comparisons);
  if (!decisive || decisive.change <= decisive.bound) return false;
  return comparisons.every(({ change }) => change > 1 + LEAST);
}

/** The comparison that scatters least, and so can show the smallest change. */
export function steadiest(comparisons: readonly Comparison[]): Comparison | undefined {
  return comparisons.toSorted((a, b) => a.bound - b.bound)[0];
}

/** Standard error of the logarithm of the median: π/2 times the variance of a mean, for normal values (Laplace). */
function errorOfMedian(rounds: readonly number[]): number {
  return logDeviation(rounds) * Math.sqrt(Math.PI / 2 / rounds.length);
}

/** Expected range of n normal values in standard deviations (Tippett 1925), from n = 2 on. */
const EXPECTED_RANGE = [1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.97, 3.078];

/**
 * Standard deviation of the logarithms of the medians: from their range, since there are too few for anything else, and with the usual
 * one weighed in like that of one process more.
 */
function betweenProcesses(medians: readonly number[], usual: number): number {
  const { length } = medians;
  const logs = medians.map((value) => Math.log(value));
  const range = Math.max(...logs) - Math.min(...logs);
  const seen = length < 2 ? 0 : range / (EXPECTED_RANGE[Math.min(length, 10) - 2] ?? 3.078);
  return Math.sqrt(((length - 1) * seen ** 2 + usual ** 2) / length);
}

/** The rounds of each figure that is compared. */
function figuresOf(result: Result): ReadonlyMap<string, readonly number[]> {
  return result.kind === 'time' ? ratiosOf(result) : bytesOf(result);
}

function ratiosOf({ ratios }: TimeResult): ReadonlyMap<string, readonly number[]> {
  return new Map(ratios.map(({ reference, rounds }: Ratio) => [reference, rounds]));
}

function bytesOf({ contenders, failures }: MemoryResult): ReadonlyMap<string, readonly number[]> {
  const [ours] = contenders;
  if (!ours || failures.length > 0) return new Map();
  return new Map([[BYTES, ours.rounds]]);
}
