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
 * from the first of them on, for a move inside the array those between its two ends, or the whole array.
 *
 * @param count how many Changes were made together, of which this is one
 */
export function forEachAltered(
  { pointer, segments, from, fromSegments }: Change,
  count: number,
  lengthOf: (array: Pointer) => number | undefined,
  visit: (place: Pointer) => void,
): void {
  const visitFrom = (place: Pointer, index: Segment | undefined, last?: number): void => {
    if (typeof index !== 'number') return visit(place);
    const array = parentPointer(place) ?? '';
    // No position from `end` on exists now, or existed before these Changes
    const end = last === undefined ? (lengthOf(array) ?? Infinity) + count : last + 1;
    if (end - index > FEW_POSITIONS) return visit(array);
    for (let at = index; at < end; at++) visit(`${array}/${at}`);
  };
  const index = segments.at(-1);
  const fromIndex = fromSegments?.at(-1);
  if (from === undefined) return visitFrom(pointer, index);
  const isInside = parentPointer(from) === parentPointer(pointer);
  if (isInside && typeof index === 'number' && typeof fromIndex === 'number')
    return visitFrom(pointer, Math.min(index, fromIndex), Math.max(index, fromIndex));
  visitFrom(pointer, index);
  visitFrom(from, fromIndex);
}
