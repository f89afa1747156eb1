/**
 * Net changes: what a list of Changes comes to.
 *
 * The list is folded into a tree of the places that it touches. A place was either *written* as a whole, and then only
 * its first and last value count, or something below it changed. So a place that is written again keeps its first
 * `previous`; a write below a written place is applied to the value that was written (on a FlatStore, made for it, so
 * that k writes below do not cost k copies); writing above changed places turns them back in `previous`; and what comes
 * out as it went in disappears. In arrays indices shift, so an array keeps a script of its touched elements
 * (`array-script.ts`), by which every later index is understood. Read out in document order, the tree is the net list.
 *
 * A `move`, and a sort or reversal, fit into no tree. They stay what they are: whatever the tree knows about the places
 * that they move is read out before them and forgotten, and the rest, which they do not touch, stays in the tree. Two
 * permutations of one array in a row become one, a move and its way back nothing; then what was read out before them goes
 * back into the tree, to meet what comes after. So it does where the place in which they moved something is written as a whole right after
 * them: then they are taken off the list again. In the end a replacement by what is equal as JSON goes.
 *
 * Cost: O(the segments of all Changes), plus O(log touched elements) for each index in an array from which elements come or
 * go, amortised, and a comparison of each replaced value with its replacement, as far as they are equal and not shared.
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

/** How often, at most, all Changes may be folded into the tree again because others have cancelled out. */
const ROUNDS = 8;

/**
 * The Changes that do the same as these, in the same kind of list, with nothing in it that cancels out. Their inverses,
 * in reverse order, take all of it back. O(the segments of all Changes), times O(log n) at most where n elements of one array
 * come and go, and a comparison of each replaced value with its replacement, as far as they are equal and not shared.
 *
 * @throws ValueError when it is no array of Changes
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
    if (fits(change)) record(root, absorb(root, net, change));
    else pass(root, net, change);
    if (net.length >= length || budget < 0) continue;
    // Some are gone: what was read out before them may cancel out, too, with what came or comes after
    let end = net.length;
    while (end > 0 && fits(net[end - 1]!)) end--;
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

/** Whether a Change fits into the tree. */
function fits({ op, permutation }: Change): boolean {
  return op !== 'move' && permutation === undefined;
}

/** Folds an `add`, `remove` or `replace` into the tree. */
function record(root: Spot, change: Change): void {
  const { op, segments, value, previous } = change;
  let spot = root;
  for (const [depth, segment] of segments.entries()) {
    if (spot.written) {
      spot.fold(rebase(change, depth));
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
 * The Change, where it writes a place as a whole, in which the list ends with what moved there: that is taken off the list, since nobody
 * sees it any more, and `previous` is what was there before it.
 */
function absorb(root: Spot, net: Change[], change: Change): Change {
  const { op, segments } = change;
  const { length } = segments;
  let last = net.at(-1);
  // In what is added nothing has moved
  if (last === undefined || op === 'add' || !isInside(last, segments)) return change;
  const scope = scopeOf(root, segments, false);
  // Behind a shift, the list calls the place by another index
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

/** Whether all that a Change does is done within the value at a location. */
function isInside({ segments, fromSegments, permutation }: Change, top: Segments): boolean {
  const isBelow = (path: Segments): boolean =>
    contains(top, path) && (permutation !== undefined || path.length > top.length);
  return isBelow(segments) && (fromSegments === undefined || isBelow(fromSegments));
}

/** Puts a Change that fits into no tree on the list, after what must come before it. */
function pass(root: Spot, net: Change[], change: Change): void {
  const { op, segments, fromSegments } = change;
  const paths = fromSegments === undefined ? [segments] : [fromSegments, segments];
  const scopes = paths.map((path) => scopeOf(root, path, op === 'move'));
  const within = scopes[0];
  if (
    within?.spot.written === true &&
    scopes.every((scope) => scope?.spot === within.spot) &&
    paths.every((path) => path.length > within.depth)
  ) {
    within.spot.fold(rebase(change, within.depth));
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
 * The topmost place on the way to a location whose knowledge depends on what happens at the location: one that was
 * written, or an array whose indices are not those of the beginning, or will not be because an element of it moves.
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

/** Two neighbours as one Change or none; undefined where they stay two. */
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

/** The net changes at and below a place, in document order. */
function readOut(top: Spot, at: Segments): Change[] {
  const changes: Change[] = [];
  const pending: [Spot, Trail, Change['op'] | undefined][] = [
    [top, undefined, at.length === 0 || typeof at.at(-1) === 'number' ? 'replace' : undefined],
  ];
  for (let next; (next = pending.pop()) !== undefined;) {
    const [spot, trail, kind] = next;
    // An element that is `undefined` comes and goes like any other
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
    for (const { gap, kind: what, about } of spot.script?.items ?? []) {
      index += gap;
      const op = what === 'added' ? 'add' : what === 'removed' ? 'remove' : 'replace';
      pending.push([about, [trail, index], op]);
      if (what !== 'removed') index++;
    }
  }
  // Only where nothing is below is there a Change, so turning them round gives the order of the document
  return changes.reverse();
}

/** What a place held before all that is known about it, given what it held last. */
function originalOf(spot: Spot, last: unknown): unknown {
  if (spot.written) return spot.before;
  const below = readOut(spot, []);
  if (below.length === 0) return last;
  const store = new FlatStore(last, { freeze: false });
  for (const change of below.toReversed()) store.apply(invertChange(change));
  return store.toObject();
}

/** The Change as it is within the value at the first `depth` segments. */
function rebase(change: Change, depth: number): Change {
  const segments = change.segments.slice(depth);
  const pointer = formatPointer(segments);
  const { fromSegments } = change;
  return fromSegments === undefined
    ? { ...change, pointer, segments }
    : { ...change, pointer, segments, fromSegments: fromSegments.slice(depth) };
}
