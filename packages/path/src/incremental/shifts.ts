/**
 * Decides whether any result has moved, without listing the results.
 *
 * The index of an element that stayed has changed by the number of elements inserted in front of it less those removed there. That
 * difference is constant between two neighbouring *edits* (an arrival, or the ghost of an element that left), so it suffices to look at
 * the edits of each shifted branch, in order. The weights in front of two neighbouring edits tell whether a result lies between them.
 *
 *     before   a b c d        edits:   x inserted (index now 1, before 1)   ghost of c (index now 3, before 2)
 *     after    a x b d        shifts:  a by 0   |   b by +1   |   d by 0
 *
 * Here only a result at or below b has moved. Cost: O(e × log n) for an array with e edits, plus O(e × log e) to sort them. In a range with gaps, a place
 * counts as many indexes as the step of its slice.
 *
 * Call it when the weights are up to date, after `Renewal.finish`. A result between two edits may also be one that was added below an
 * element that stayed. So the answer can be yes though no result has moved, but only where something was added.
 */

import type { Branch } from './item.ts';
import { formerKeyOf, keyOf } from './locations.ts';
import type { Marks } from './marks.ts';
import { type Entry, formerIndexOf, indexOf, weightBefore } from './sequence.ts';
import { stepOf } from './stages.ts';

/** Whether the batch gave a result another pointer, or moved a member that holds a result to another place among its siblings. */
export function hasMovedResults(marks: Marks): boolean {
  for (const { item } of marks.ghosts) {
    const { branch, parent, weight } = item;
    if (branch === undefined || parent === undefined || weight === 0 || branch.isDropped) continue;
    // An element may have moved and come back to its index
    if (!branch.isArray || keyOf(item) !== formerKeyOf(item)) return true;
  }
  for (const [branch, edits] of marks.edits()) {
    // Where all were reordered, each item that stayed has a ghost
    if (!branch.isDropped && !branch.isReordered && hasShiftedResult(branch, edits)) return true;
  }
  return false;
}

function hasShiftedResult(branch: Branch, edits: readonly Entry[]): boolean {
  if (!branch.isArray) return false;
  const places = edits.map((entry) => ({
    now: indexOf(entry),
    was: formerIndexOf(entry),
    before: weightBefore(entry),
    entry,
  }));
  places.sort((a, b) => a.now + a.was - b.now - b.was);
  const step = stepOf(branch.rule);
  const shift = branch.from - branch.formerFrom;
  if (shift !== 0 && (places[0]?.before ?? branch.weight) > 0) return true;
  return places.some(({ now, was, before, entry }, at) => {
    const isShifted = (was + entry.was - now - entry.now) * step !== shift;
    const end = places[at + 1]?.before ?? branch.weight;
    return isShifted && end > before + entry.weight;
  });
}
