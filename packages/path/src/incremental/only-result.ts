/**
 * The second pass for the most common batch: it has marked one item, that item stands for a result, and nothing was inserted, moved or
 * removed. Then the delta has at most one node, whose index and pointer are the same before and after the batch, and nothing has to be
 * collected. It takes half the time of a `Renewal`, which does the same for any batch.
 */

import { followTail } from './build.ts';
import { NONE, QueryDelta } from './delta.ts';
import type { DocumentReader } from './document.ts';
import { BELOW_RESULT, CLEAN, type Item, REPLACED, RETEST } from './item.ts';
import { addResultsRanked, keyOf, pointerOf, segmentsOf } from './locations.ts';
import type { Segments } from '../pointer.ts';
import type { Tree } from './follow.ts';

/** What it takes to read a result. */
type Reading = Pick<Tree, 'stages' | 'document' | 'evaluation'>;

/** Re-evaluates the only marked item, which is of the last level. */
export function renewOnly(item: Item, tree: Reading): QueryDelta {
  const { mark, value: previous } = item;
  item.mark = CLEAN;
  const value = resultOf(item, mark, tree);
  item.value = value;
  const isAdded = previous === undefined;
  const isRemoved = value === undefined;
  if (
    isAdded ? isRemoved : !isRemoved && !hasChanged(previous, value, (mark & BELOW_RESULT) !== 0)
  ) {
    return new QueryDelta(NONE, NONE, NONE);
  }
  const index = addResultsRanked(item, Number(isAdded) - Number(isRemoved));
  const pointer = pointerOf(item, keyOf, tree.stages.suffix);
  if (isAdded) return new QueryDelta([{ index, pointer, value }], NONE, NONE);
  if (isRemoved) return new QueryDelta(NONE, [{ index, pointer, value: previous }], NONE);
  return new QueryDelta(NONE, NONE, [{ index, pointer, value, previous }]);
}

/**
 * Reads the result that an item of the last level stands for: `undefined` if the filter refuses the item, or the tail leads to nothing.
 *
 * @param known the value of the item, if it was already read
 */
export function resultOf(
  item: Item,
  mark: number,
  { stages: { tail }, document, evaluation }: Reading,
  known?: unknown,
): unknown {
  const test = item.branch?.rule.test;
  const location = known === undefined ? segmentsOf(item) : [];
  // Without a result it is not known whether the filter refused the item or the tail led to nothing, so the filter is tested
  const isTested =
    test !== undefined && ((mark & (RETEST | REPLACED)) !== 0 || item.value === undefined);
  if (isTested || known !== undefined) {
    const value = known ?? glimpse(document, location);
    if (value === undefined || (isTested && !test(value, evaluation()))) return undefined;
    const result = followTail(value, tail);
    // A container that was glimpsed is read again, to be kept
    if (known !== undefined || typeof result !== 'object') return result;
  }
  return document.getAt(tail.length === 0 ? location : [...location, ...tail]);
}

/** Reads a value that is tested, but not kept. */
export function glimpse(document: DocumentReader, location: Segments): unknown {
  return document.glimpseAt?.(location) ?? document.getAt(location);
}

/**
 * Whether a result that stayed counts as changed. A container in which a change was made (`isBelow`) does even if it was edited in place,
 * and so is the same object.
 */
export function hasChanged(previous: unknown, value: unknown, isBelow: boolean): boolean {
  return !Object.is(previous, value) || (isBelow && typeof value === 'object' && value !== null);
}
