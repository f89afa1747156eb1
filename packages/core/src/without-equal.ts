import { jsonEqual, QueryDelta } from '@data-map/path';
import type { Change } from '@data-map/storage';
import { isObject } from './is-object.ts';
import { Sameness } from './sameness.ts';

/**
 * The delta without results that were replaced by equal copies of themselves, which are no changes. Only what was written as a whole, or more than
 * once, can be one, and an array in which an element was moved past others that are equal to it. Results may lie in one another (`$..*`), and what was found out about one serves for those in it; but where
 * results contain themselves, each is compared anew.
 */
export function withoutEqual(delta: QueryDelta, changes: readonly Change[]): QueryDelta {
  const [first] = changes;
  if (delta.changed.length === 0) return delta;
  const canBeEqual = first?.op === 'replace' ? isObject(first.value) : first?.op === 'move';
  if (changes.length < 2 && !canBeEqual) return delta;
  const sameness = new Sameness();
  const changed = delta.changed.filter(
    ({ previous, value }) =>
      !sameness.isEqual(previous, value) && !(sameness.isEndless && jsonEqual(previous, value)),
  );
  if (changed.length === delta.changed.length) return delta;
  const { added, removed } = delta;
  // Where nothing else is left, what was shifted may be back in its place
  const isSome = added.length + removed.length + changed.length || delta.moved.length;
  return new QueryDelta(added, removed, changed, isSome ? delta.shift : 'none', () => delta.moved);
}
