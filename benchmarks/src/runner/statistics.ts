/**
 * Robust statistics of a handful of rounds.
 *
 * On a shared machine, other work disturbs a round now and then, which makes it an outlier. Outliers change means and
 * standard deviations, but not the median and the median absolute deviation (MAD), as long as more
 * than half of the rounds are undisturbed. The MAD of normally distributed values is 0.6745 times their standard deviation, hence
 * the factor 1.4826 to estimate a standard deviation (Hampel, "The influence curve and its role in robust
 * estimation", 1974).
 */

/** A summary of the rounds of one figure, in the unit of the figure. */
export interface Spread {
  readonly median: number;
  /** Median absolute deviation from the median. */
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
}

/** The standard deviation of a normal distribution divided by its MAD. */
const NORMAL_CONSISTENCY = 1.4826;

/** The middle value, or the mean of the two middle ones. @throws RangeError if there are no values */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Expected at least one value, found none');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  if (sorted.length % 2 === 1) return upper;
  return ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Median absolute deviation from the median. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}

/** A robust estimate of the standard deviation. */
export function robustDeviation(values: readonly number[]): number {
  return NORMAL_CONSISTENCY * medianAbsoluteDeviation(values);
}

export function spreadOf(values: readonly number[]): Spread {
  return {
    median: median(values),
    deviation: medianAbsoluteDeviation(values),
    min: values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    max: values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  };
}

/**
 * A robust estimate of the standard deviation of the logarithms of `ratios`: 0.1 says that a round is typically within
 * about 10% of the median. Logarithms, because a ratio of 2 and one of ½ are equally far from 1.
 */
export function logDeviation(ratios: readonly number[]): number {
  return robustDeviation(ratios.map((ratio) => Math.log(ratio)));
}

/** The ratios `ours[i] / peer[i]`. Both were measured in the same round, so drift cancels out. */
export function pairedRatios(ours: readonly number[], peer: readonly number[]): number[] {
  if (ours.length !== peer.length) {
    throw new RangeError(`Expected ${ours.length} rounds of the peer, found ${peer.length}`);
  }
  return ours.map((value, round) => value / (peer[round] ?? Number.NaN));
}

export interface PowerLaw {
  /** e in cost ≈ c · size^e: 0 is constant, 1 linear. */
  readonly exponent: number;
  /** Share of the variance of the logarithms that the law explains, 0 to 1. */
  readonly fit: number;
}

/** Least squares of log cost against log size. Needs two different sizes; all values must be positive. */
export function fitPowerLaw(
  points: readonly { readonly size: number; readonly cost: number }[],
): PowerLaw {
  const logs = points.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const meanX = logs.reduce((sum, { x }) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, { y }) => sum + y, 0) / logs.length;
  const xx = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const xy = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const yy = logs.reduce((sum, { y }) => sum + (y - meanY) ** 2, 0);
  if (!(xx > 0)) throw new RangeError('Expected costs at two different sizes at least');
  return { exponent: xy / xx, fit: yy === 0 ? 1 : (xy * xy) / (xx * yy) };
}
