/**
 * Net changes: folds a list of Changes into an equivalent list in which nothing cancels out.
 *
 * The `add`, `remove` and `replace` Changes are folded into a tree of the places that they touch (`spot.ts`). A place was
 * either *written* as a whole, and then only its first and its last value count, or something below it changed:
 * - A place that is written again keeps its first `previous`.
 * - A write below a written place is applied to the value that was written there, on a FlatStore of its own, so that k
 *   writes below do not cost k copies.
 * - A write above changed places replaces them; its `previous` is the value with these changes undone.
 * - A place whose last value equals its first disappears.
 * - Indices of arrays shift, so an array has an edit script (`array-script.ts`), which resolves every later index.
 *
 * Read out in document order, the tree is the net list:
 *
 *     replace /a/x 1 → 2                         root ── a ── x  written 1 → 3
 *     add     /l/0 'new'                               └─ l   script: added at 0
 *     replace /a/x 2 → 3     folds into    ──►   replace /a/x 1 → 3, add /l/0 'new'
 *
 * A `move`, a sort and a reversal do not fit into a tree. They are appended to the net list as they are. Before that, what
 * the tree knows about the places that they move is read out to the list and forgotten; the rest stays in the tree. Later
 * Changes can make such a Change disappear from the list again: two permutations of one array in a row become one, a move
 * and the move back become none, and a write of the whole value in which they moved something absorbs them. Then what was
 * read out before them is folded into the tree again, where it may cancel out with what follows.
 *
 * In the end, each `replace` by a value that is equal as JSON is dropped.
 *
 * Cost: O(the segments of all Changes), plus O(log touched elements) amortised for each index in an array to which elements
 * were added or from which they were removed, O(n) for a permutation of n elements, and a comparison of each replaced value
 * with its replacement, as far as the two are equal and not shared.
 */

import { formatPointer, jsonEqual } from '@data-map/path';
import type { Segments } from '@data-map/path';
import { ArrayScript } from './array-script.ts';
import { invertChange } from './change.ts';
import type { Change } from './change.ts';
import { contains } from './container.ts';
import { requireArray, requireChange } from './errors.ts';
import { FlatStore } from './flat-store.ts';
import { memberOf, Spot } from './spot.ts';
import { follow, type Trail } from './trail.ts';

/** How often, on average, a Change may be folded into the tree again because others after it have cancelled out. */
const ROUNDS = 8;

/**
 * Returns the net effect of a list of Changes: an equivalent list in which nothing cancels out. The inverses of the result,
 * in reverse order, undo the whole list. A single Change is returned as it is. O(the segments of all Changes), times
 * O(log n) where n elements of one array are added and removed, plus a comparison of each replaced value with its
 * replacement, as far as the two are equal and not shared.
 *
 * @throws ValueError when the argument is not an array of Changes
 * @example
 * ```ts
 * import { composeChanges, FlatStore } from '@data-map/storage';
 * const store = new FlatStore({ todos: ['ship'], limit: 3 });
 * const journal = [...store.set('/limit', 4), ...store.insert('/todos', 0, 'rest'), ...store.set('/limit', 5)];
 * for (const { op, pointer, previous, value } of composeChanges(journal)) console.log(op, pointer, previous, value);
 * // -> replace /limit 3 5
 * // -> add /todos/0 undefined rest
 * ```
 */
export function composeChanges(changes: readonly Change[]): readonly Change[] {
  requireArray(changes, 'Changes');
  for (const change of changes) requireChange(change);
  if (changes.length < 2) return changes;
  const root = new Spot();
  const net: Change[] = [];
  let budget = ROUNDS * changes.length;
  for (const change of changes) {
    const { length } = net;
    if (fitsTree(change)) record(root, absorb(root, net, change));
    else appendToNet(root, net, change);
    if (net.length >= length || budget < 0) continue;
    // The list got shorter. What was read out before the Changes that disappeared may now cancel out, too: fold it again
    let end = net.length;
    while (end > 0 && fitsTree(net[end - 1]!)) end--;
    const again = [...net.splice(end), ...readOut(root, [])];
    root.forget();
    for (const each of again) record(root, each);
    budget -= again.length;
  }
  for (const change of readOut(root, [])) net.push(change);
  return net.filter(
    (change) => change.op !== 'replace' || !jsonEqual(change.value, change.previous),
  );
}

/** Whether a Change can be folded into the tree: whether it moves nothing. */
function fitsTree({ op, permutation }: Change): boolean {
  return op !== 'move' && permutation === undefined;
}

/** Folds an `add`, `remove` or `replace` into the tree. */
function record(root: Spot, change: Change): void {
  const { op, segments, value, previous } = change;
  let spot = root;
  for (const [depth, segment] of segments.entries()) {
    if (spot.written) {
      spot.applyBelow(rebase(change, depth));
      return;
    }
    if (typeof segment === 'string') {
      spot = memberOf(spot, segment);
      continue;
    }
    const script = (spot.script ??= new ArrayScript());
    if (depth < segments.length - 1 || op === 'replace') {
      spot = script.touch(segment, () => new Spot());
    } else if (op === 'add') {
      const added = new Spot().write(undefined, value);
      script.add(segment, added, ({ before }) => jsonEqual(before, value));
      return;
    } else {
      script.remove(segment, (found) =>
        new Spot().write(found === undefined ? previous : originalOf(found, previous), undefined),
      );
      return;
    }
  }
  spot.write(originalOf(spot, previous), value);
}

/**
 * Returns the Change, or one that absorbs the end of the list: if the last Changes of the list only moved things within the
 * value that this Change replaces or removes, they have no net effect. They are removed from the list, and `previous`
 * becomes the value before them.
 */
function absorb(root: Spot, net: Change[], change: Change): Change {
  const { op, segments } = change;
  const { length } = segments;
  let last = net.at(-1);
  // An `add` replaces no value in which something could have moved
  if (last === undefined || op === 'add' || !isInside(last, segments)) return change;
  const scope = scopeOf(root, segments, false);
  // Below an array whose indices have shifted since, the list names the same place by another index
  if (scope?.spot.written === true || (scope?.depth ?? length) < length) return change;
  const original = originalOf(scope?.spot ?? new Spot(), change.previous);
  const store = new FlatStore(original, { freeze: false });
  for (; last !== undefined && isInside(last, segments); last = net.at(-1)) {
    store.apply(invertChange(rebase(last, length)));
    net.pop();
  }
  scope?.spot.forget();
  return { ...change, previous: store.toObject() };
}

/** Whether a Change only affects the inside of the value at a location. */
function isInside({ segments, fromSegments, permutation }: Change, top: Segments): boolean {
  const isBelow = (path: Segments): boolean =>
    contains(top, path) && (permutation !== undefined || path.length > top.length);
  return isBelow(segments) && (fromSegments === undefined || isBelow(fromSegments));
}

/**
 * Appends a Change that does not fit into the tree to the list, after reading out the places that it moves. If all of it
 * lies below one written place, it is applied to the value there instead.
 */
function appendToNet(root: Spot, net: Change[], change: Change): void {
  const { op, segments, fromSegments } = change;
  const paths = fromSegments === undefined ? [segments] : [fromSegments, segments];
  const scopes = paths.map((path) => scopeOf(root, path, op === 'move'));
  const within = scopes[0];
  if (
    within?.spot.written === true &&
    scopes.every((scope) => scope?.spot === within.spot) &&
    paths.every((path) => path.length > within.depth)
  ) {
    within.spot.applyBelow(rebase(change, within.depth));
    return;
  }
  let alone = true;
  for (const path of paths) {
    const scope = scopeOf(root, path, op === 'move');
    if (scope === undefined) continue;
    for (const pending of readOut(scope.spot, path.slice(0, scope.depth))) {
      net.push(pending);
      alone = false;
    }
    scope.spot.forget();
  }
  const last = net.at(-1);
  const joined = alone && last !== undefined ? join(last, change) : undefined;
  if (joined === undefined) net.push(change);
  else net.splice(-1, 1, ...joined);
}

/**
 * The topmost spot at or above a location whose state would be invalidated by a Change there: a written place; an array
 * whose indices differ from those before all Changes, or will differ because the Change moves (`moves`) an element of it;
 * else the spot at the location itself. Undefined if nothing at the location was touched.
 */
function scopeOf(
  root: Spot,
  path: Segments,
  moves: boolean,
): { spot: Spot; depth: number } | undefined {
  let spot: Spot | undefined = root;
  for (const [depth, segment] of path.entries()) {
    const { written, script }: Spot = spot;
    const shifts: boolean =
      script !== undefined && (script.shifts > 0 || (moves && depth === path.length - 1));
    if (written || shifts) return { spot, depth };
    spot = typeof segment === 'number' ? script?.peek(segment) : spot.members?.get(segment);
    if (spot === undefined) return undefined;
  }
  return { spot, depth: path.length };
}

/** Merges two adjacent Changes of the list into one or none; undefined if they stay two. */
function join(last: Change, next: Change): Change[] | undefined {
  if (last.permutation !== undefined && next.permutation !== undefined) {
    if (last.pointer !== next.pointer) return undefined;
    const first = last.permutation;
    const permutation = Array.from(next.permutation, (from) => first[from]!);
    if (permutation.every((from, to) => from === to)) return [];
    return [{ ...next, previous: last.previous, permutation }];
  }
  return last.from === next.pointer && next.from === last.pointer ? [] : undefined;
}

/** The net changes at and below a spot, whose location is `at`, in document order. */
function readOut(top: Spot, at: Segments): Change[] {
  const changes: Change[] = [];
  const pending: [Spot, Trail, Change['op'] | undefined][] = [
    [top, undefined, at.length === 0 || typeof at.at(-1) === 'number' ? 'replace' : undefined],
  ];
  for (let next; (next = pending.pop()) !== undefined;) {
    const [spot, trail, kind] = next;
    // By kind, not by value: an element that is `undefined` is added and removed like any other
    if (spot.written || kind === 'add' || kind === 'remove') {
      const { before: previous, after: value } = spot;
      const op =
        kind ?? (previous === undefined ? 'add' : value === undefined ? 'remove' : 'replace');
      const segments = follow(at, trail);
      changes.push({ op, pointer: formatPointer(segments), segments, value, previous });
    }
    if (spot.members !== undefined) {
      for (const [name, member] of spot.members) pending.push([member, [trail, name], undefined]);
    }
    let index = 0;
    for (const { gap, kind: what, payload } of spot.script?.items ?? []) {
      index += gap;
      const op = what === 'added' ? 'add' : what === 'removed' ? 'remove' : 'replace';
      pending.push([payload, [trail, index], op]);
      if (what !== 'removed') index++;
    }
  }
  // The stack yields siblings in reverse. A spot with a Change has no children, so reversing gives document order
  return changes.reverse();
}

/** The value of a spot before all Changes, given its value after them. */
function originalOf(spot: Spot, last: unknown): unknown {
  if (spot.written) return spot.before;
  const below = readOut(spot, []);
  if (below.length === 0) return last;
  const store = new FlatStore(last, { freeze: false });
  for (const change of below.toReversed()) store.apply(invertChange(change));
  return store.toObject();
}

/** The Change relative to the value at its first `depth` segments. */
function rebase(change: Change, depth: number): Change {
  const segments = change.segments.slice(depth);
  const pointer = formatPointer(segments);
  const { fromSegments } = change;
  return fromSegments === undefined
    ? { ...change, pointer, segments }
    : { ...change, pointer, segments, fromSegments: fromSegments.slice(depth) };
}
