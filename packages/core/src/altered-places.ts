import { parentPointer, type Pointer, type Segment } from '@data-map/path';
import type { Change } from '@data-map/storage';

/** If at most this many positions follow an inserted or removed element, they are visited one by one, not the whole array. */
const FEW_POSITIONS = 8;

/** Whether a Change inserts, removes or moves something other than a member, and so may alter other places than its own. */
export function isShift({ op, segments }: Change): boolean {
  return op === 'move' || (op !== 'replace' && typeof segments.at(-1) === 'number');
}

/**
 * Visits the places at and below which such a Change alters the document. If elements of an array are shifted, these are the positions
 * from the first of them on, or the whole array.
 *
 * @param count how many Changes were made together, of which this is one
 */
export function forEachAltered(
  { pointer, segments, from, fromSegments }: Change,
  count: number,
  lengthOf: (array: Pointer) => number | undefined,
  visit: (place: Pointer) => void,
): void {
  const visitOne = (place: Pointer, index: Segment | undefined): void => {
    if (typeof index !== 'number') return visit(place);
    const array = parentPointer(place) ?? '';
    // No position from `end` on exists now, or existed before these Changes
    const end = (lengthOf(array) ?? Infinity) + count;
    if (end - index > FEW_POSITIONS) return visit(array);
    for (let at = index; at < end; at++) visit(`${array}/${at}`);
  };
  visitOne(pointer, segments.at(-1));
  if (from !== undefined) visitOne(from, fromSegments?.at(-1));
}
