/**
 * Results that were replaced by equal copies of themselves, which are no changes.
 *
 * Results may lie in one another (`$..*`), and then all of them up to the root are other objects when one is. Comparing each
 * with what it was would go down to the same leaf again and again. So the results are gone through from the last, which mostly means from
 * the inside, and the pairs that were found unequal are remembered: whatever holds such a pair is unequal, too.
 */
import { isPlainObject, jsonEqual, QueryDelta } from '@data-map/path';
import type { Change } from '@data-map/storage';

/** The delta without equal copies. Only what was written as a whole, or more than once, can be one. */
export function withoutEqual(delta: QueryDelta, changes: readonly Change[]): QueryDelta {
  const [first] = changes;
  if (delta.changed.length === 0 || first === undefined) return delta;
  const isLeaf = typeof first.value !== 'object' || first.value === null;
  if (changes.length === 1 && (first.op !== 'replace' || isLeaf)) return delta;
  const unequal = new Map<unknown, unknown>();
  const changed = delta.changed.toReversed().filter(({ previous, value }) => {
    if (!holds(unequal, previous, value) && jsonEqual(previous, value)) return false;
    unequal.set(value, previous);
    return true;
  });
  if (changed.length === delta.changed.length) return delta;
  const { added, removed, shift } = delta;
  return new QueryDelta(added, removed, changed.reverse(), shift, () => delta.moved);
}

/** Whether one of the pairs stands in two containers, in the same place. */
function holds(pairs: ReadonlyMap<unknown, unknown>, before: unknown, after: unknown): boolean {
  if (pairs.size === 0) return false;
  if (Array.isArray(before) && Array.isArray(after)) {
    return after.some((value, index) => isOneOf(pairs, before[index], value));
  }
  if (!isPlainObject(before) || !isPlainObject(after)) return false;
  return Object.keys(after).some(
    (name) => Object.hasOwn(before, name) && isOneOf(pairs, before[name], after[name]),
  );
}

function isOneOf(pairs: ReadonlyMap<unknown, unknown>, before: unknown, after: unknown): boolean {
  return before !== after && pairs.has(after) && pairs.get(after) === before;
}
