/**
 * Decides whether a heap is flat. Readings after forced collections, taken every n cycles, are not a straight line: compiled code,
 * type feedback and internal tables of V8 grow and shrink in steps. So the slope is estimated robustly, as the median of the slopes
 * between all pairs of readings (Theil 1950, Sen 1968). Its lower confidence bound follows from the ranks of those slopes,
 * without an assumption about the distribution of the noise (Kendall's S: for n readings without a trend its variance is
 * n(n−1)(2n+5)/18). A leak is reported only if even that bound exceeds `LEAST` bytes a cycle, which is less than the smallest
 * object that could leak.
 */
export interface Flatness {
  /** The estimated slope, in bytes a cycle. */
  readonly slope: number;
  /** The lower bound of the slope, with 99.9% confidence. */
  readonly atLeast: number;
  readonly leaks: boolean;
}

export interface Reading {
  readonly cycle: number;
  readonly bytes: number;
}

/** The smallest slope that counts as a leak, in bytes a cycle. An object with two fields takes 24 bytes, an empty one 12 to 28. */
export const LEAST = 8;
/** With fewer readings the ranks are not significant. */
export const FEWEST_READINGS = 10;
/** The one-sided 99.9% quantile of the normal distribution. */
const CONFIDENCE = 3.09;

/** Estimates the slope of the readings. @throws RangeError if there are too few */
export function flatnessOf(readings: readonly Reading[]): Flatness {
  const count = readings.length;
  if (count < FEWEST_READINGS) {
    throw new RangeError(`Expected at least ${FEWEST_READINGS} readings, found ${count}`);
  }
  const slopes: number[] = [];
  for (const [index, later] of readings.entries()) {
    for (const earlier of readings.slice(0, index)) {
      slopes.push((later.bytes - earlier.bytes) / (later.cycle - earlier.cycle));
    }
  }
  slopes.sort((a, b) => a - b);
  const pairs = slopes.length;
  const deviation = Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const rank = Math.floor((pairs - CONFIDENCE * deviation) / 2);
  const atLeast = slopes[Math.max(0, rank)] ?? Number.NaN;
  return { slope: slopes[pairs >> 1] ?? Number.NaN, atLeast, leaks: atLeast > LEAST };
}
