/**
 * Which places some Changes wrote.
 *
 * The places are named as they are after the Changes, and each Change as it was at its time. So the Changes are gone through
 * from the last one to the first, over a tree of the places, in which everything stands where it was at that time: what came in is
 * taken out, what was moved is hung in where it came from. In arrays a script of the touched elements (`array-script.ts`) does
 * that. A Change that writes marks the places at and below its own, and forgets those below, since what
 * was there before was something else; so each place is marked once, however many Changes there are.
 *
 * Cost: O(the segments of all Changes and places), times O(log n) where n elements of one array come and go, and O(length) for a
 * permutation.
 */

import type { Segments } from '@data-map/path';
import { ArrayScript } from './array-script.ts';
import type { Change } from './change.ts';
import { requireArray, requireChange } from './errors.ts';
import { memberOf, Spot } from './spot.ts';

/**
 * For each location, as it is after the Changes, whether one of them put the value there, or something that holds it. What was
 * only moved was not. O(the segments of all Changes and locations), times O(log n) at most where n elements of
 * one array come and go.
 *
 * @throws ValueError when they are no array of Changes and none of locations
 * @example
 * ```ts
 * import { FlatStore, writtenAmong } from '@data-map/storage';
 * const store = new FlatStore([{ id: 1 }, { id: 2 }]);
 * const changes = [...store.set('/1', { id: 3 }), ...store.insert('', 0, { id: 0 }), ...store.set('/1/id', 4)];
 * console.log(writtenAmong(changes, [[1], [2], [2, 'id'], [1, 'id']])); // -> [ false, true, true, true ]
 * ```
 */
export function writtenAmong(
  changes: readonly Change[],
  locations: readonly Segments[],
): boolean[] {
  requireArray(changes, 'Changes');
  requireArray(locations, 'locations');
  for (const change of changes) requireChange(change);
  const root = new Spot();
  const spots = locations.map((location) => spotAt(root, location));
  for (const { op, segments, fromSegments, permutation } of changes.toReversed()) {
    if (permutation !== undefined) permute(spotAt(root, segments), permutation);
    else if (fromSegments !== undefined) put(root, fromSegments, take(root, segments));
    else if (op === 'replace') mark(spotAt(root, segments));
    else if (op === 'add') mark(take(root, segments));
    else put(root, segments, new Spot());
  }
  return spots.map(({ written }) => written);
}

/** Marks a place and all below it. */
function mark(top: Spot): void {
  const pending = [top];
  for (let spot; (spot = pending.pop()) !== undefined;) {
    for (const member of spot.members?.values() ?? []) pending.push(member);
    for (const { about } of spot.script?.items ?? []) pending.push(about);
    spot.forget();
    spot.written = true;
  }
}

/** Takes a place out; behind it the elements of an array close the gap. */
function take(root: Spot, location: Segments): Spot {
  const spot = spotAt(root, location);
  const { members, script } = spotAt(root, location.slice(0, -1));
  const key = location.at(-1)!;
  if (typeof key === 'number') script?.remove(key, () => new Spot());
  else members?.delete(key);
  return spot;
}

/** Hangs a place in; in an array those from there on make room for it. */
function put(root: Spot, location: Segments, spot: Spot): void {
  const above = spotAt(root, location.slice(0, -1));
  const key = location.at(-1)!;
  if (typeof key === 'number') (above.script ??= new ArrayScript()).add(key, spot, () => false);
  else (above.members ??= new Map()).set(key, spot);
}

/** Puts the elements back where they were before a sort or a reversal. */
function permute(spot: Spot, permutation: ArrayLike<number>): void {
  const script = new ArrayScript<Spot>();
  let index = 0;
  for (const { gap, kind, about } of spot.script?.items ?? []) {
    index += gap;
    if (kind !== 'removed') script.touch(permutation[index++]!, () => about);
  }
  spot.script = script;
}

/** The place at a location; from now on there is one. */
function spotAt(root: Spot, location: Segments): Spot {
  let spot = root;
  for (const key of location) {
    spot =
      typeof key === 'number'
        ? (spot.script ??= new ArrayScript()).touch(key, () => new Spot())
        : memberOf(spot, key);
  }
  return spot;
}
