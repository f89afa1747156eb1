/**
 * The difference of two JSON values as a JSON Patch (RFC 6902).
 *
 * Objects are compared member by member. Arrays are first stripped of their common prefix and suffix. The rest is aligned by a
 * longest common subsequence (the quadratic table of Wagner and Fischer, 1974). If the table would have more than `TABLE_LIMIT`
 * cells, it is split at *anchors*: the first element of a kind on one side is taken for the first of that kind on the other, the
 * second for the second, and as many of these pairs as have one order stay, unless they are few. What is left between them is aligned by a table each,
 * as long as all these tables together keep the limit, and otherwise index by index. Where a run of removed elements meets a run
 * of added ones, they are paired and each pair is compared inside, so that a changed element is not sent as a whole. Parts that
 * both values share by reference cost nothing, and no part is compared twice (`sameness.ts`).
 *
 *     before  [A, B, c, D]        prefix A, suffix D
 *     after   [A, B', X, y, D]    pairs: B and B' at /1, c and X at /2; then add y at /3
 *
 * Operations on one array run from front to back: `index` is the position that an element has after all earlier operations,
 * which is what RFC 6902 requires of a patch that is applied in sequence.
 *
 * Iterative over the depth: pairs that are still to be compared are on a stack, together with the operations that were found.
 * A pair stands where its operations belong, so that it is compared before anything behind it in the same array moves.
 *
 * If both values contain themselves, there is no end of pairs; then the patch replaces the whole document.
 */
import {
  escapeSegment,
  goesRound,
  isPlainObject,
  jsonEqual,
  type Pointer,
  type Segment,
} from '@data-map/path';
import { PatchError } from './errors.ts';
import { isJson, type PatchOperation } from './json-patch.ts';
import { partitionPoint } from './ranking.ts';
import { Sameness } from './sameness.ts';

/** If the alignment tables of an array had more cells than this, they would cost more than the operations that they save. */
const TABLE_LIMIT = 1_000_000;

/** Counters of work, for tests that assert cost. */
export const work = { cells: 0 };

/** Two values that are still to be compared. */
interface Pair {
  readonly pointer: Pointer;
  readonly before: unknown;
  readonly after: unknown;
  readonly depth: number;
}

/** An entry of the stack: an operation that is ready, or a pair that may yield several. */
type Task = PatchOperation | Pair;

/**
 * Returns the patch that turns `before` into `after`; empty if they are equal. It is small, but not always the smallest: a
 * moved element is a removal and an addition.
 *
 * O(n) in the parts that are not shared by reference, plus, for each changed array, the product of the lengths of what
 * remains of both between the common prefix and suffix; where that exceeds a million, O(n log n). What is not a JSON value (`undefined`, functions, symbols) is treated
 * as `JSON.stringify` does: a member is left out, an element is `null`. If two values contain themselves and are not equal,
 * the patch replaces the whole document.
 *
 * @throws PatchError if `after` as a whole is not a JSON value
 * @example
 * ```ts
 * import { diff } from '@data-map/core';
 * console.log(diff({ list: [1, 2, 3] }, { list: [0, 1, 2, 3] })); // -> [ { op: 'add', path: '/list/0', value: 0 } ]
 * ```
 */
export function diff(before: unknown, after: unknown): PatchOperation[] {
  if (!isJson(after) && before !== after)
    throw new PatchError(`Found ${typeof after} to make a patch for, expected a JSON value`, -1);
  const patch: PatchOperation[] = [];
  const sameness = new Sameness();
  const marks: unknown[] = [];
  const stack: Task[] = [{ pointer: '', before, after, depth: 1 }];
  for (let task; (task = stack.pop()) !== undefined;) {
    if ('op' in task) {
      patch.push(task);
      continue;
    }
    const next = compare(sameness, task);
    if (sameness.isEndless || goesRound(task.before, task.depth, marks))
      return jsonEqual(before, after) ? [] : [{ op: 'replace', path: '', value: after }];
    for (const each of next.reverse()) stack.push(each);
  }
  return patch;
}

function compare(sameness: Sameness, { pointer, before, after, depth }: Pair): Task[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after))
    return compareArrays(sameness, pointer, before, after, depth + 1);
  if (isPlainObject(before) && isPlainObject(after))
    return compareObjects(pointer, before, after, depth + 1);
  return jsonEqual(before, after) ? [] : [{ op: 'replace', path: pointer, value: after }];
}

function compareObjects(
  pointer: Pointer,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  depth: number,
): Task[] {
  const tasks: Task[] = [];
  for (const key of Object.keys(before)) {
    const path = below(pointer, key);
    const old = before[key];
    const value = Object.hasOwn(after, key) ? after[key] : undefined;
    if (old === value) continue;
    if (!isJson(old)) addMember(tasks, path, value);
    else if (!isJson(value)) tasks.push({ op: 'remove', path });
    else tasks.push({ pointer: path, before: old, after: value, depth });
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) addMember(tasks, below(pointer, key), after[key]);
  }
  return tasks;
}

/** Adds a member, unless its value is not a JSON value. */
function addMember(tasks: Task[], path: Pointer, value: unknown): void {
  if (isJson(value)) tasks.push({ op: 'add', path, value });
}

function compareArrays(
  sameness: Sameness,
  pointer: Pointer,
  before: readonly unknown[],
  after: readonly unknown[],
  depth: number,
): Task[] {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && sameness.isEqual(before[start], after[start])) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    sameness.isEqual(before[before.length - 1 - tail], after[after.length - 1 - tail])
  ) {
    tail++;
  }
  const tasks: Task[] = [];
  const removed = before.slice(start, before.length - tail);
  // `Array.from` and not `map`, which would keep holes: those are `null`, too
  const added = Array.from(after.slice(start, after.length - tail), (value) =>
    isJson(value) ? value : null,
  );
  let index = start;
  for (const run of align(sameness, removed, added)) {
    const paired = Math.min(run.removed.length, run.added.length);
    for (let i = 0; i < paired; i++) {
      const place = below(pointer, index++);
      tasks.push({ pointer: place, before: run.removed[i], after: run.added[i], depth });
    }
    for (let i = paired; i < run.removed.length; i++) {
      tasks.push({ op: 'remove', path: below(pointer, index) });
    }
    for (let i = paired; i < run.added.length; i++) {
      tasks.push({ op: 'add', path: below(pointer, index++), value: run.added[i] });
    }
    index += run.kept;
  }
  return tasks;
}

/** Elements to remove and to add at one position, and the number of equal elements up to the next run. */
interface Run {
  readonly removed: unknown[];
  readonly added: unknown[];
  kept: number;
}

function align(sameness: Sameness, before: readonly unknown[], after: readonly unknown[]): Run[] {
  const cells = before.length * after.length;
  // Two single elements differ, or they would be part of the common prefix
  if (cells < 2) return [{ removed: [...before], added: [...after], kept: 0 }];
  const isLong = cells > TABLE_LIMIT;
  const [left, right] = isLong
    ? sameness.classesOf(before, after)
    : [
        before.map((value) => sameness.classOf(value)),
        after.map((value) => sameness.classOf(value)),
      ];
  let run: Run = { removed: [], added: [], kept: 0 };
  const runs = [run];
  let i = 0;
  let j = 0;
  let affordable = TABLE_LIMIT;
  const end: Anchor = { i: before.length, j: after.length, previous: undefined };
  const stops = isLong ? anchorsOf(left, right) : [];
  for (const stop of [...stops, end]) {
    const isEqual = (): boolean => i < stop.i && j < stop.j && left[i] === right[j];
    for (; isEqual(); i++, j++) run.kept++;
    const top = i;
    const start = j;
    const width = stop.j - start + 1;
    const needed = (stop.i - top) * (width - 1);
    const isAligned = needed <= affordable;
    if (isAligned) affordable -= needed;
    const lengths = isAligned && needed > 0 ? commonLengths(left, right, top, start, stop) : [];
    while (i < stop.i || j < stop.j) {
      if (isAligned && isEqual()) {
        run.kept++;
        i++;
        j++;
        continue;
      }
      if (run.kept > 0) runs.push((run = { removed: [], added: [], kept: 0 }));
      const at = (i - top) * width + j - start;
      // Without a table all are removed first
      const isBeforeFirst = (lengths[at + width] ?? 0) >= (lengths[at + 1] ?? 0);
      if (j >= stop.j || (i < stop.i && isBeforeFirst)) run.removed.push(before[i++]);
      else run.added.push(after[j++]);
    }
  }
  return runs;
}

/** Returns the length of the longest common subsequence of `left[i…stop.i]` and `right[j…stop.j]` for all i and j from `top` and `start` on. */
function commonLengths(
  left: readonly number[],
  right: readonly number[],
  top: number,
  start: number,
  stop: Anchor,
): Uint32Array {
  const width = stop.j - start + 1;
  const lengths = new Uint32Array((stop.i - top + 1) * width);
  work.cells += lengths.length;
  for (let i = stop.i - 1; i >= top; i--) {
    for (let j = stop.j - 1; j >= start; j--) {
      const at = (i - top) * width + j - start;
      lengths[at] =
        left[i] === right[j]
          ? lengths[at + width + 1]! + 1
          : Math.max(lengths[at + width]!, lengths[at + 1]!);
    }
  }
  return lengths;
}

/** An index of each list where both hold the same class. */
interface Anchor {
  readonly i: number;
  readonly j: number;
  /** The anchor before it in the longest chain that ends here. */
  readonly previous: Anchor | undefined;
}

/**
 * Pairs the first element of each class in one list with the first in the other, the second with the second, and so on; and returns
 * a longest chain of these pairs whose indexes increase in both lists, by patience sorting; none if the chain is so short that to replace
 * the elements index by index takes fewer operations. O(n log n).
 */
function anchorsOf(left: readonly number[], right: readonly number[]): readonly Anchor[] {
  /** The indexes of each class in `right`, the first one last. */
  const places = new Map<number, number[]>();
  for (let j = right.length; j-- > 0;) {
    const known = places.get(right[j]!);
    if (known === undefined) places.set(right[j]!, [j]);
    else known.push(j);
  }
  // Of the chains of each length: the last anchor of the one that ends first in `right`
  const ends: Anchor[] = [];
  for (const [i, each] of left.entries()) {
    const j = places.get(each)?.pop();
    if (j === undefined) continue;
    const at = partitionPoint(ends.length, (length) => ends[length]!.j < j);
    ends[at] = { i, j, previous: ends[at - 1] };
  }
  const chain: Anchor[] = [];
  for (let each = ends.at(-1); each !== undefined; each = each.previous) chain.push(each);
  return chain.length * 2 < Math.min(left.length, right.length) ? [] : chain.reverse();
}

function below(pointer: Pointer, segment: Segment): Pointer {
  return `${pointer}/${escapeSegment(segment)}`;
}
