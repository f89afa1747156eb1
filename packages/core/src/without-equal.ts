import { jsonEqual, QueryDelta } from '@data-map/path';
import type { Change } from '@data-map/storage';
import { isObject } from './is-object.ts';
import { Sameness } from './sameness.ts';

/**
 * The delta without the results that were replaced by equal copies of themselves: those are no changes.
 *
 * A commit of one Change can only make such a copy if it replaces a container, or moves an element past others that are equal to
 * it. A commit of several can, in any case. All other deltas are given back as they are.
 *
 * Results may lie in one another (`$..*`). What was found out about one serves for those inside of it (`Sameness`), except where
 * results contain themselves: there each is compared by itself.
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
