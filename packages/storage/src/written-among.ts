/**
 * Tells which of some locations a list of Changes wrote.
 *
 * The locations are those after all Changes, but the location of each Change counts at its own time. So the Changes are
 * processed from last to first over a tree of the locations (`spot.ts`), which is transformed back step by step: an added
 * value is taken out of the tree, a moved one is put back where it came from, and the elements of a permuted array are put
 * back in order. In arrays, edit scripts (`array-script.ts`) resolve the shifted indices.
 *
 * A Change that writes marks all locations at and below its own, and detaches those below: before that Change, another value
 * was there. So each location is marked once, however many Changes there are.
 *
 * Cost: O(the segments of all Changes and locations), times O(log n) where n elements of one array are added and removed,
 * and O(touched elements) for a permutation.
 */

import type { Segments } from '@data-map/path';
import { ArrayScript } from './array-script.ts';
import type { Change } from './change.ts';
import { requireArray, requireChange } from './errors.ts';
import { memberOf, Spot } from './spot.ts';

/**
 * Tells for each location, as it is after the Changes, whether one of them wrote the value there or a container around it.
 * A value that was only moved was not written. O(the segments of all Changes and locations), times O(log n) where n elements
 * of one array are added and removed.
 *
 * @throws ValueError when `changes` is not an array of Changes, or `locations` not an array
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

/** Marks a spot and all below it as written, and detaches those below. */
function mark(top: Spot): void {
  const pending = [top];
  for (let spot; (spot = pending.pop()) !== undefined;) {
    for (const member of spot.members?.values() ?? []) pending.push(member);
    for (const { payload } of spot.script?.items ?? []) pending.push(payload);
    spot.forget();
    spot.written = true;
  }
}

/** Removes a spot from the tree and returns it. In an array, the elements after it close the gap. */
function take(root: Spot, location: Segments): Spot {
  const spot = spotAt(root, location);
  const { members, script } = spotAt(root, location.slice(0, -1));
  const key = location.at(-1)!;
  if (typeof key === 'number') script?.remove(key, () => new Spot());
  else members?.delete(key);
  return spot;
}

/** Inserts a spot into the tree. In an array, the elements from that index on shift. */
function put(root: Spot, location: Segments, spot: Spot): void {
  const above = spotAt(root, location.slice(0, -1));
  const key = location.at(-1)!;
  if (typeof key === 'number') (above.script ??= new ArrayScript()).add(key, spot, () => false);
  else (above.members ??= new Map()).set(key, spot);
}

/** Puts the elements of an array back where they were before a sort or a reversal. */
function permute(spot: Spot, permutation: ArrayLike<number>): void {
  const script = new ArrayScript<Spot>();
  let index = 0;
  for (const { gap, kind, payload } of spot.script?.items ?? []) {
    index += gap;
    if (kind !== 'removed') script.touch(permutation[index++]!, () => payload);
  }
  spot.script = script;
}

/** The spot at a location, created if there is none. */
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
