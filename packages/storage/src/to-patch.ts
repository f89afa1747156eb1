/**
 * Changes as JSON Patch (RFC 6902).
 *
 * Each Change becomes one operation, with two exceptions.
 *
 * - A `remove` that only makes room for the member that the next Change moves there is left out: a `move` operation onto an
 *   existing member replaces it.
 * - A sort or reversal becomes the moves of the elements that are out of order. A longest increasing subsequence of the
 *   permutation (found by patience sorting in O(n log n)) stays, and each other element moves once, to its place behind its
 *   new predecessor. If more than a quarter of the elements would move, one `replace` of the array is the smaller patch.
 *
 *     permutation [4, 0, 1, 2, 3]     0 1 2 3 stay, one move from /4 to /0
 */

import { IndirectionLayer } from '@data-map/arrays';
import { joinPointer } from '@data-map/path';
import type { Pointer } from '@data-map/path';
import { contains } from './container.ts';
import type { Change } from './change.ts';
import { requireArray, requireChange } from './errors.ts';

/** One operation of a JSON Patch, of the kinds that Changes need. RFC 6902 §4. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: Pointer; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Pointer }
  | { readonly op: 'move'; readonly from: Pointer; readonly path: Pointer };

/** Moves are written only if there are at least this many elements for each. */
const ELEMENTS_PER_MOVE = 4;

/**
 * Converts Changes to a JSON Patch. Values are shared with the Changes, not copied. O(1) for each Change, O(n log n) for a
 * permutation of n elements. Compose the Changes first to get the smallest patch.
 *
 * @throws ValueError when the argument is not an array of Changes
 * @example
 * ```ts
 * import { FlatStore, toPatch } from '@data-map/storage';
 * const store = new FlatStore({ list: ['b', 'c', 'd', 'e', 'a'] });
 * console.log(toPatch(store.insert('/list', 0, 'x'))); // -> [ { op: 'add', path: '/list/0', value: 'x' } ]
 * store.delete('/list/0');
 * console.log(toPatch(store.sort('/list'))); // -> [ { op: 'move', from: '/list/4', path: '/list/0' } ]
 * ```
 */
export function toPatch(changes: readonly Change[]): PatchOperation[] {
  requireArray(changes, 'Changes');
  const patch: PatchOperation[] = [];
  let last: Change | undefined;
  for (const change of changes) {
    requireChange(change);
    const { op, pointer: path, value, from, permutation } = change;
    if (op === 'remove') patch.push({ op, path });
    else if (op === 'move') {
      if (last !== undefined && makesRoom(last, change)) patch.pop();
      patch.push({ op, from: from ?? path, path });
    } else if (permutation === undefined || !pushMoves(patch, path, permutation)) {
      // An element that is `undefined`: JSON writes null for it
      patch.push({ op, path, value: value === undefined ? null : value });
    }
    last = change;
  }
  return patch;
}

/** Whether a Change removes the member that the next one moves to: the `move` replaces it (RFC 6902 §4.1, §4.4). */
function makesRoom(
  { op, segments: gone }: Change,
  { segments, fromSegments = [] }: Change,
): boolean {
  if (op !== 'remove' || typeof gone.at(-1) === 'number') return false;
  if (gone.length !== segments.length || !contains(segments, gone)) return false;
  // A target below an array from which the move takes an element has another index before the move
  return typeof fromSegments.at(-1) !== 'number' || !contains(fromSegments.slice(0, -1), segments);
}

/** Adds the moves that make up a permutation to the patch; adds none and returns false if they are too many. */
function pushMoves(
  patch: PatchOperation[],
  array: Pointer,
  permutation: ArrayLike<number>,
): boolean {
  const { length } = permutation;
  const stays = longestIncreasing(permutation);
  const moving = stays.reduce((count, stay) => count - stay, length);
  if (moving * ELEMENTS_PER_MOVE > length) return false;
  const positions = new IndirectionLayer(length);
  let behind = -1; // the current index of the element that must come right before
  for (let i = 0; i < length; i++) {
    const from = positions.logical(permutation[i]!);
    if (stays[i] === 1) {
      behind = from;
      continue;
    }
    const to = from < behind ? behind : behind + 1;
    if (from !== to) {
      positions.move(from, to);
      patch.push({ op: 'move', from: joinPointer(array, from), path: joinPointer(array, to) });
    }
    behind = to;
  }
  return true;
}

/** Marks with 1 the members of a longest increasing subsequence. */
function longestIncreasing(values: ArrayLike<number>): Uint8Array {
  const { length } = values;
  // tails[k] is the index of the smallest value that ends a subsequence of length k + 1
  const tails = new Int32Array(length);
  const before = new Int32Array(length);
  let longest = 0;
  for (let i = 0; i < length; i++) {
    let low = 0;
    for (let high = longest; low < high;) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]!]! < values[i]!) low = middle + 1;
      else high = middle;
    }
    before[i] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = i;
    if (low === longest) longest++;
  }
  const marks = new Uint8Array(length);
  for (let at = longest > 0 ? tails[longest - 1]! : -1; at >= 0; at = before[at]!) marks[at] = 1;
  return marks;
}
