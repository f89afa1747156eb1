/**
 * Whether results have moved, without listing them.
 *
 * An element that stays has another index if its array has another number of elements before it than it had. That number changes
 * only at the elements that came and at those that left, so these few are looked at and not the array: between two of them
 * all elements are shifted alike, by what came before less what left, and the weights before both tell whether there are
 * results between them. O(edits × log n) for each array, and the elements of ranges with gaps.
 *
 * To be asked when weights are up to date. A result between two edits is one that stayed, or one that came where its element
 * stayed: then the answer may be yes although nothing has moved.
 */

import type { Branch } from './item.ts';
import { formerKeyOf, keyOf } from './locations.ts';
import type { Marks } from './marks.ts';
import { itemsOf } from './members.ts';
import { type Entry, formerIndexOf, indexOf, weightBefore } from './sequence.ts';
import { isStepless } from './stages.ts';

/** Whether a result has another pointer, or was put into another place, by the changes that left these marks. */
export function hasMovedResults(marks: Marks): boolean {
  for (const { item } of marks.ghosts) {
    const { branch, parent, weight } = item;
    if (branch === undefined || parent === undefined || weight === 0 || branch.isDropped) continue;
    // An element may have come back to its index
    if (!branch.isArray || keyOf(item) !== formerKeyOf(item)) return true;
  }
  for (const [branch, edits] of marks.edits()) {
    if (!branch.isDropped && hasShiftedResult(branch, edits)) return true;
  }
  return false;
}

function hasShiftedResult(branch: Branch, edits: readonly Entry[]): boolean {
  if (!branch.isArray) return false;
  if (!isStepless(branch.rule)) {
    return itemsOf(branch).some(({ key, formerKey, weight }) => key !== formerKey && weight > 0);
  }
  const places = edits.map((entry) => ({
    now: indexOf(entry),
    was: formerIndexOf(entry),
    before: weightBefore(entry),
    entry,
  }));
  places.sort((a, b) => a.now + a.was - b.now - b.was);
  const shift = branch.from - branch.formerFrom;
  if (shift !== 0 && (places[0]?.before ?? branch.weight) > 0) return true;
  return places.some(({ now, was, before, entry }, at) => {
    const isShifted = now + entry.now + shift !== was + entry.was;
    const end = places[at + 1]?.before ?? branch.weight;
    return isShifted && end > before + entry.weight;
  });
}
