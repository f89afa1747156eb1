/**
 * The claims of the documentation about growth, as targets. Each is measured at all sizes from 10 to 1,000,000, and the fitted exponent
 * is compared with the claim.
 *
 * A claim counts steps, but on a real machine a step takes 1 ns if its data is in the L1 cache and 100 ns if it is in main memory. So even one
 * random lookup in a JavaScript Map costs several times as much among a million keys as among ten. Hence `MEMORY`, the
 * exponent that is allowed in addition to the law: a factor of three over five decades. To reduce the effect of memory, the benchmarks use the same
 * thousand places again and again, spread over the whole structure. (The benchmarks of each package measure places that are used for the first time.)
 * If even a bare Map grows by more than that, the claim is judged relative to that Map.
 */
import { growsAs } from '../runner/target.ts';
import type { Target } from '../runner/target.ts';

export const SIZES = [10, 100, 1000, 10_000, 100_000, 1_000_000];

const MEMORY = 0.1;

/** Claims O(1), or O(1) times the cost of another contender that only does the same memory accesses. */
export function constant(sizes: readonly number[] = SIZES, beside?: string): Target {
  return growsAs('O(1)', () => 1, sizes, { more: MEMORY, ...(beside !== undefined && { beside }) });
}

export function logarithmic(sizes: readonly number[] = SIZES): Target {
  return growsAs('O(log n)', (size) => Math.log(size), sizes, { more: MEMORY });
}

/** The number of places that one run uses. */
export const PLACES = 1000;

/** Returns the same places in every run, unordered and spread over `size` elements. */
export function placesIn(size: number, count = PLACES): number[] {
  let place = 12_345;
  return Array.from({ length: count }, () => (place = (place * 48_271) % 0x7fffffff) % size);
}

export function expectEqual(found: unknown, wanted: unknown, what: string): void {
  if (!Object.is(found, wanted)) {
    throw new Error(`Expected ${String(wanted)} as ${what}, found ${String(found)}`);
  }
}
