import { jsonEqual, type Pointer, QueryDelta } from '@data-map/path';
import type { Change } from '@data-map/storage';
import { isObject } from './is-object.ts';
import { Sameness } from './sameness.ts';

/**
 * Returns the delta without the results that were merely replaced by equal copies of themselves.
 *
 * A commit of one Change can only do that if it replaces a container, or moves an element past others that are equal to it; a
 * commit of several Changes can in any case. All other deltas are returned unchanged.
 *
 * Results may be nested in one another (`$..*`). Verdicts about nested parts are reused (`Sameness`), except where results
 * contain themselves: then each of them is compared separately.
 */
export function withoutEqual(delta: QueryDelta, changes: readonly Change[]): QueryDelta {
  if (delta.changed.length === 0) return delta;
  const [first] = changes;
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
 * Returns the delta without the pairs of a result that left a place and an equal one that entered the same place: a comparison
 * of the results before and after the commit shows no difference. A delta that reorders results is returned unchanged.
 */
export function withoutReturned(delta: QueryDelta): QueryDelta {
  const { added, removed, changed, shift } = delta;
  if (removed.length === 0 || added.length === 0 || shift === 'order') return delta;
  // The common case of a view with a limit: the result that enters is another one than the one that leaves
  const place = added[0]?.pointer;
  if (added.length === 1 && removed.every(({ pointer }) => pointer !== place)) return delta;
  const to = successors(delta);
  const back = new Set<object>();
  let sameness: Sameness | undefined;
  let last = -1;
  removed.forEach((gone, at) => {
    const nth = to[at] ?? -1;
    const come = added[nth];
    // It stands where the other did only if as many of the results that stayed, and of these pairs, precede it
    if (come === undefined || nth < last || come.index - nth !== gone.index - at) return;
    if (!isEqual((sameness ??= new Sameness()), gone.value, come.value)) return;
    last = nth;
    back.add(gone).add(come);
  });
  if (back.size === 0) return delta;
  const isElse = (node: object): boolean => !back.has(node);
  return withLists(delta, added.filter(isElse), removed.filter(isElse), changed);
}

/**
 * Returns for each removed result the index in `added` of the one that entered its place, if there is one. A query such as
 * `$[0, 0]` selects a place more than once: the first result that left it is paired with the first that entered it, and so on.
 */
export function successors({ added, removed }: QueryDelta): readonly (number | undefined)[] {
  if (removed.length === 0) return [];
  // By place, the first added result that is not paired yet; and for each, the next one at the same place
  const first = new Map<Pointer, number | undefined>();
  const next: (number | undefined)[] = [];
  for (let at = added.length - 1; at >= 0; at--) {
    const { pointer } = added[at]!;
    next[at] = first.get(pointer);
    first.set(pointer, at);
  }
  return removed.map(({ pointer }) => {
    const to = first.get(pointer);
    if (to !== undefined) first.set(pointer, next[to]);
    return to;
  });
}

function withLists(
  delta: QueryDelta,
  added: QueryDelta['added'],
  removed: QueryDelta['removed'],
  changed: QueryDelta['changed'],
): QueryDelta {
  // If the lists are empty now, what was shifted may be back in its place: only `moved` tells
  const isSome = added.length + removed.length + changed.length || delta.moved.length;
  return new QueryDelta(added, removed, changed, isSome ? delta.shift : 'none', () => delta.moved);
}

function isEqual(sameness: Sameness, before: unknown, after: unknown): boolean {
  return sameness.isEqual(before, after) || (sameness.isEndless && jsonEqual(before, after));
}
