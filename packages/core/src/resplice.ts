import { PersistentVector } from '@data-map/arrays';

/** Turns the vector of `before` into that of `after` by replacing what lies between their common prefix and suffix. O(length). */
export function respliced<E>(
  vector: PersistentVector<E>,
  before: readonly E[],
  after: readonly E[],
): PersistentVector<E> {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  const rest = shorter - start;
  while (tail < rest && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const middle = PersistentVector.from(after.slice(start, after.length - tail));
  return vector.slice(0, start).concat(middle, vector.slice(before.length - tail));
}
