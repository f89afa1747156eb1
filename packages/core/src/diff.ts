/**
 * The difference of two JSON values as a JSON Patch (RFC 6902).
 *
 * Objects are compared member by member. Arrays are first stripped of the elements that they share at both ends; what
 * is left between is aligned by a longest common subsequence (the quadratic table of Wagner and Fischer, 1974, while
 * it has at most `TABLE_LIMIT` cells; beyond that element by element). Where a removed run meets an added one, the
 * elements are paired and compared inside, so that a changed element is not sent whole. Parts that both values share
 * by reference cost nothing, and no part is compared twice (`sameness.ts`).
 *
 * Operations on one array are stated from its front to its back: `index` is the position that an element has after
 * all earlier operations, which is exactly what RFC 6902 asks of a patch that is applied in sequence.
 *
 * Iterative over the depth: the pairs still to compare lie on a stack, and each pair's operations are emitted where
 * the pair stands, so a nested pair is compared before anything behind it in the same array moves.
 *
 * Where both values contain themselves there is no end of pairs, and the patch replaces the whole.
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
import { Sameness } from './sameness.ts';

/** Above this many cells the alignment table would cost more than the operations it saves. */
const TABLE_LIMIT = 1_000_000;

/** Two values to be compared. */
interface Pair {
  readonly pointer: Pointer;
  readonly before: unknown;
  readonly after: unknown;
  readonly depth: number;
}

/** What comes next: an operation of the patch, or what may come to several. */
type Task = PatchOperation | Pair;

/**
 * The patch that turns `before` into `after`; empty when they are equal. It is small, not always the smallest: a move
 * is stated as a removal and an addition.
 *
 * O(n) in the parts that are not shared by reference, plus the product of the two middles for each changed array. What
 * is no JSON value (`undefined`, functions, symbols) is taken as `JSON.stringify` takes it: a member is none, an element
 * is `null`. Of two values that contain themselves and are not equal, it replaces the whole.
 *
 * @throws PatchError when `after` as a whole is no JSON value
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
    if (old === undefined) addMember(tasks, path, value);
    else if (!isJson(value)) tasks.push({ op: 'remove', path });
    else tasks.push({ pointer: path, before: old, after: value, depth });
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) addMember(tasks, below(pointer, key), after[key]);
  }
  return tasks;
}

/** A member without a JSON value is none, as for `JSON.stringify`. */
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
  // An element without a JSON value is null, as for `JSON.stringify`, and so is a hole, which `map` would leave
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

/** Elements to take out and to put in at one position, and how many equal ones follow before the next run. */
interface Run {
  readonly removed: unknown[];
  readonly added: unknown[];
  kept: number;
}

function align(sameness: Sameness, before: readonly unknown[], after: readonly unknown[]): Run[] {
  const cells = before.length * after.length;
  // One and one are known to be different
  if (cells > TABLE_LIMIT || cells < 2)
    return [{ removed: [...before], added: [...after], kept: 0 }];
  const left = before.map((value) => sameness.classOf(value));
  const right = after.map((value) => sameness.classOf(value));
  const equal = (i: number, j: number): boolean => left[i] === right[j];
  const width = after.length + 1;
  // lengths[i * width + j]: the longest common subsequence of before[i…] and after[j…]
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] = equal(i, j)
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  let run: Run = { removed: [], added: [], kept: 0 };
  const runs = [run];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && equal(i, j)) {
      run.kept++;
      i++;
      j++;
      continue;
    }
    if (run.kept > 0) {
      run = { removed: [], added: [], kept: 0 };
      runs.push(run);
    }
    const isBeforeFirst = lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!;
    if (j >= after.length || (i < before.length && isBeforeFirst)) {
      run.removed.push(before[i++]);
    } else {
      run.added.push(after[j++]);
    }
  }
  return runs;
}

function below(pointer: Pointer, segment: Segment): Pointer {
  return `${pointer}/${escapeSegment(segment)}`;
}
