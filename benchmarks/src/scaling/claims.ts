/**
 * The claims of the documentation about growth, as targets. Each is run at all sizes from 10 to 1,000,000, and what is fitted
 * is held against the claim.
 *
 * A claim counts steps, and a machine does not: a step costs 1 ns in the nearest cache and 100 ns in memory, so that even one
 * look-up in a JavaScript Map, at random, costs several times as much among a million keys as among ten. Hence `MEMORY`, the
 * exponent that is allowed on top of the law: a factor of three over five decades. To keep the share of memory small the same
 * thousand places, all over the structure, are met again and again; what places that were never met before cost stands with
 * the benchmarks of each package. Where even so a bare Map grows by more, the claim is judged beside that Map.
 */
import { growsAs } from '../runner/target.ts';
import type { Target } from '../runner/target.ts';

export const SIZES = [10, 100, 1000, 10_000, 100_000, 1_000_000];

const MEMORY = 0.1;

/** O(1); or O(1) times what another contender takes, which meets as many places in memory and does nothing else. */
export function constant(sizes: readonly number[] = SIZES, beside?: string): Target {
  return growsAs('O(1)', () => 1, sizes, { more: MEMORY, ...(beside !== undefined && { beside }) });
}

export function logarithmic(sizes: readonly number[] = SIZES): Target {
  return growsAs('O(log n)', (size) => Math.log(size), sizes, { more: MEMORY });
}

/** The places that are met in one run. */
export const PLACES = 1000;

/** The same places in every run, without an order, all over `size` elements. */
export function placesIn(size: number, count = PLACES): number[] {
  let place = 12_345;
  return Array.from({ length: count }, () => (place = (place * 48_271) % 0x7fffffff) % size);
}

export function expectEqual(found: unknown, wanted: unknown, what: string): void {
  if (!Object.is(found, wanted)) {
    throw new Error(`Expected ${String(wanted)} as ${what}, found ${String(found)}`);
  }
}
