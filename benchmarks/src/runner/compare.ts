/**
 * When is a slower figure a regression?
 *
 * Absolute times are not comparable between machines, nor between two hours on a shared machine. So only
 * ratios are compared: our time divided by that of a reference that ran in the same rounds of the same
 * process. A peer of the group is a reference, and so is the calibration loop, in every group. Another contender of ours is none:
 * it would become slower together with ours, and so hide a regression.
 *
 * Four causes move a ratio without a change of our code, and each has its remedy:
 *
 * 1. Disturbed rounds. The figure of a run is a median over rounds, so up to half of them may be disturbed.
 * 2. Rounds that scatter. The scatter is measured, for the baseline and for the run, and it
 *    says how far the medians may be off. A change counts only if it exceeds `SIGMAS` standard errors of both together, and
 *    `LEAST`, since compiled code and memory layout differ a little in every process.
 * 3. Processes that differ as wholes (where objects are in memory, what was inlined). The baseline is taken from several
 *    processes, and the scatter between them is added to that within them. A few processes that happen to agree do not prove that all do, so the
 *    scatter that is usual among groups (`USUAL_SCATTER`) is weighed in like one more process. And a suspected
 *    group is run again in further processes: the check fails only if it is suspected in all of them.
 * 4. A reference that was disturbed, or became faster. It moves only the ratio to itself, while a slowdown of ours moves the ratios to
 *    all. So a group is suspected only if ours became slower by more than `LEAST` relative to every reference that the baseline
 *    and the run have in common, and scatter does not explain it for the steadiest of them. A reference that
 *    scatters widely has no veto.
 *
 * All computations use logarithms, in which twice as fast and twice as slow are equally far from equal. The scatter of a group bounds the
 * changes that it can show, and the check prints this bound. So it is visible if a group with a bound of 2 passes although it became slower by 1.5.
 *
 * Bytes per item need no reference: they are compared with the baseline directly, by the same rule.
 */
import { isOurs } from './results.ts';
import { logDeviation, median } from './statistics.ts';
import type { MemoryResult, Ratio, Result, TimeResult } from './results.ts';

/** Standard errors that a change must exceed. */
export const SIGMAS = 4;
/** The smallest change that counts, as a share: 0.15 is 15%. */
export const LEAST = 0.15;

/**
 * The usual scatter between processes: standard deviation of the logarithm of a ratio, estimated robustly from 503 groups in two runs of the
 * same code. One group in ten differed by more than a factor of 1.25 (2026-11-28).
 */
const USUAL_SCATTER = 0.1;

/** One figure of the baseline: a ratio to a reference, or bytes per item. */
export interface BaselineFigure {
  /** The median of each process. */
  readonly medians: readonly number[];
  /** Standard error of such a median, in logarithms: the median over the processes. */
  readonly error: number;
}

export interface BaselineCase {
  /** The bench file, relative to the folder of all bench files. */
  readonly file: string;
  readonly ours: string;
  /** The figures by reference. Bytes per item have the name `bytes`. */
  readonly figures: Readonly<Record<string, BaselineFigure>>;
}

/** A figure of one run compared with the baseline. */
export interface Comparison {
  readonly reference: string;
  /** The figure of the run divided by that of the baseline: 1.5 is 50% slower. */
  readonly change: number;
  /** The smallest change that would count. */
  readonly bound: number;
}

export interface Verdict {
  readonly key: string;
  readonly suspicious: boolean;
  /** Empty if baseline and run have no reference in common. */
  readonly comparisons: readonly Comparison[];
}

const BYTES = 'bytes';

/** Merges the runs of one case in several processes. Returns `undefined` if ours failed in one of them. */
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
  // Objects take the same number of bytes in every process
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

/** The comparison with the least scatter, which can show the smallest change. */
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
  const peers = ratios.filter(({ reference }) => !isOurs(reference));
  return new Map(peers.map(({ reference, rounds }: Ratio) => [reference, rounds]));
}

function bytesOf({ contenders, failures }: MemoryResult): ReadonlyMap<string, readonly number[]> {
  const [ours] = contenders;
  if (!ours || failures.length > 0) return new Map();
  return new Map([[BYTES, ours.rounds]]);
}
