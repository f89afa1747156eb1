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
    ({ previous, value }) => !isEqual(sameness, previous, value),
  );
  if (changed.length === delta.changed.length) return delta;
  return withLists(delta, delta.added, delta.removed, changed);
}

/**
 * The delta without the results that went while others, or they themselves, came to the same place in the same commit and are equal: nobody
 * who looks before and after sees that. Where results stand in another order among themselves, it is given back as it is.
 */
export function withoutReturned(delta: QueryDelta): QueryDelta {
  const { added, removed, changed, shift } = delta;
  const [first] = added;
  if (removed.length === 0 || first === undefined || shift === 'order') return delta;
  // The one that comes into a limit is another one than the one that goes
  if (added.length === 1 && removed.every(({ pointer }) => pointer !== first.pointer)) return delta;
  const places = new Map(added.map(({ pointer }, at) => [pointer, at]));
  const back = new Set<object>();
  let sameness: Sameness | undefined;
  let last = -1;
  removed.forEach((gone, at) => {
    const to = places.get(gone.pointer) ?? -1;
    const come = added[to];
    // As many of those that stayed are before it, and so are those that are back
    if (come === undefined || to < last || come.index - to !== gone.index - at) return;
    if (!isEqual((sameness ??= new Sameness()), gone.value, come.value)) return;
    last = to;
    back.add(gone).add(come);
  });
  if (back.size === 0) return delta;
  const isElse = (node: object): boolean => !back.has(node);
  return withLists(delta, added.filter(isElse), removed.filter(isElse), changed);
}

function withLists(
  delta: QueryDelta,
  added: QueryDelta['added'],
  removed: QueryDelta['removed'],
  changed: QueryDelta['changed'],
): QueryDelta {
  // Where nothing else is left, what was shifted may be back in its place
  const isSome = added.length + removed.length + changed.length || delta.moved.length;
  return new QueryDelta(added, removed, changed, isSome ? delta.shift : 'none', () => delta.moved);
}

function isEqual(sameness: Sameness, before: unknown, after: unknown): boolean {
  return sameness.isEqual(before, after) || (sameness.isEndless && jsonEqual(before, after));
}
