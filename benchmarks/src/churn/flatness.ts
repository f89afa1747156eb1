/**
 * Is a heap flat? Readings after forced collections, taken every so many cycles, are still no straight line: compiled code,
 * feedback and the tables of the engine come and go in steps. So the slope is taken robustly, as the median of the slopes
 * between all pairs of readings (Theil 1950, Sen 1968), and its lower confidence bound comes from the ranks of those slopes,
 * for which no distribution of the noise need be assumed (Kendall's S: n readings that follow no trend have the variance
 * n(n−1)(2n+5)/18). A leak is claimed only where even that bound is more than `LEAST` bytes a cycle: less than the smallest
 * object that could have been left behind.
 */
export interface Flatness {
  /** Bytes a cycle. */
  readonly slope: number;
  /** With 99.9% the slope is at least this. */
  readonly atLeast: number;
  readonly leaks: boolean;
}

export interface Reading {
  readonly cycle: number;
  readonly bytes: number;
}

/** An object with two fields takes 24 bytes, and an empty one 12 to 28: half of that. */
export const LEAST = 8;
/** Readings below which the ranks say nothing. */
export const FEWEST_READINGS = 10;
/** Standard deviations of a normal distribution that 99.9% stay below. */
const CONFIDENCE = 3.09;

/** Throws a RangeError where there are too few readings. */
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
