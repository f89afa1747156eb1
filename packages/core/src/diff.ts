/**
 * The difference of two JSON values as a JSON Patch (RFC 6902).
 *
 * Objects are compared member by member. Arrays are first stripped of the elements that they share at both ends; what
 * is left between is aligned by a longest common subsequence (the quadratic table of Wagner and Fischer, 1974, while
 * it has at most `TABLE_LIMIT` cells; beyond that element by element). Where a removed run meets an added one, the
 * elements are paired and compared inside, so that a changed element is not sent whole. Parts that both values share
 * by reference cost nothing.
 *
 * Operations on one array are stated from its front to its back: `index` is the position that an element has after
 * all earlier operations, which is exactly what RFC 6902 asks of a patch that is applied in sequence.
 *
 * Iterative over the depth: the pairs still to compare lie on a stack, and each pair's operations are emitted where
 * the pair stands, so a nested pair is compared before anything behind it in the same array moves.
 */
import {
  escapeSegment,
  isPlainObject,
  jsonEqual,
  type Pointer,
  type Segment,
} from '@data-map/path';
import type { PatchOperation } from './json-patch.ts';

/** Above this many cells the alignment table would cost more than the operations it saves. */
const TABLE_LIMIT = 1_000_000;

type Task =
  | {
      readonly kind: 'compare';
      readonly pointer: Pointer;
      readonly before: unknown;
      readonly after: unknown;
    }
  | { readonly kind: 'emit'; readonly operation: PatchOperation };

/**
 * The patch that turns `before` into `after`; empty when they are equal. It is small, not always the smallest: a move
 * is stated as a removal and an addition.
 *
 * O(n) in the parts that are not shared by reference, plus the product of the two middles for each changed array.
 *
 * @example
 * ```ts
 * import { diff } from '@data-map/core';
 * console.log(diff({ list: [1, 2, 3] }, { list: [0, 1, 2, 3] })); // -> [ { op: 'add', path: '/list/0', value: 0 } ]
 * ```
 */
export function diff(before: unknown, after: unknown): PatchOperation[] {
  const patch: PatchOperation[] = [];
  const stack: Task[] = [{ kind: 'compare', pointer: '', before, after }];
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    if (task.kind === 'emit') {
      patch.push(task.operation);
      continue;
    }
    const next = compare(task.pointer, task.before, task.after);
    for (let i = next.length - 1; i >= 0; i--) {
      const pushed = next[i];
      if (pushed !== undefined) stack.push(pushed);
    }
  }
  return patch;
}

function compare(pointer: Pointer, before: unknown, after: unknown): Task[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return compareArrays(pointer, before, after);
  if (isPlainObject(before) && isPlainObject(after)) return compareObjects(pointer, before, after);
  return jsonEqual(before, after) ? [] : [emit({ op: 'replace', path: pointer, value: after })];
}

function compareObjects(
  pointer: Pointer,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Task[] {
  const tasks: Task[] = [];
  for (const key of Object.keys(before)) {
    const path = below(pointer, key);
    if (!Object.hasOwn(after, key)) tasks.push(emit({ op: 'remove', path }));
    else tasks.push({ kind: 'compare', pointer: path, before: before[key], after: after[key] });
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) {
      tasks.push(emit({ op: 'add', path: below(pointer, key), value: after[key] }));
    }
  }
  return tasks;
}

function compareArrays(
  pointer: Pointer,
  before: readonly unknown[],
  after: readonly unknown[],
): Task[] {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && jsonEqual(before[start], after[start])) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    jsonEqual(before[before.length - 1 - tail], after[after.length - 1 - tail])
  ) {
    tail++;
  }
  const tasks: Task[] = [];
  const removed = before.slice(start, before.length - tail);
  const added = after.slice(start, after.length - tail);
  let index = start;
  for (const run of align(removed, added)) {
    const paired = Math.min(run.removed.length, run.added.length);
    for (let i = 0; i < paired; i++) {
      const path = below(pointer, index++);
      tasks.push({ kind: 'compare', pointer: path, before: run.removed[i], after: run.added[i] });
    }
    for (let i = paired; i < run.removed.length; i++) {
      tasks.push(emit({ op: 'remove', path: below(pointer, index) }));
    }
    for (let i = paired; i < run.added.length; i++) {
      tasks.push(emit({ op: 'add', path: below(pointer, index++), value: run.added[i] }));
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

function align(before: readonly unknown[], after: readonly unknown[]): Run[] {
  if (before.length * after.length > TABLE_LIMIT || before.length === 0 || after.length === 0) {
    return [{ removed: [...before], added: [...after], kept: 0 }];
  }
  const equal = equality(before, after);
  const width = after.length + 1;
  // lengths[i * width + j]: the longest common subsequence of before[i…] and after[j…]
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] = equal(i, j)
        ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
        : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const runs: Run[] = [];
  let run: Run = { removed: [], added: [], kept: 0 };
  runs.push(run);
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
    const skipBefore = lengths[(i + 1) * width + j] ?? 0;
    const skipAfter = lengths[i * width + j + 1] ?? 0;
    if (j >= after.length || (i < before.length && skipBefore >= skipAfter)) {
      run.removed.push(before[i++]);
    } else {
      run.added.push(after[j++]);
    }
  }
  return runs;
}

/**
 * Equality by class: each element gets the number of the first element that it is equal to, so that the table compares
 * numbers. Leaves are classed by a Map, containers by their JSON text (members in one order).
 */
function equality(
  before: readonly unknown[],
  after: readonly unknown[],
): (i: number, j: number) => boolean {
  const leaves = new Map<unknown, number>();
  const containers = new Map<unknown, number>();
  const classOf = (value: unknown): number => {
    const isObject = typeof value === 'object' && value !== null;
    const classes = isObject ? containers : leaves;
    const key = isObject ? fingerprint(value) : value;
    let found = classes.get(key);
    if (found === undefined) classes.set(key, (found = leaves.size + containers.size));
    return found;
  };
  const left = before.map(classOf);
  const right = after.map(classOf);
  return (i, j) => left[i] === right[j];
}

/** What equal containers have in common: their text with sorted members; the object itself where it holds opaque values. */
function fingerprint(value: object): unknown {
  if (!Array.isArray(value) && !isPlainObject(value)) return value;
  const parts: string[] = [];
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const item = stack.pop();
    if (item instanceof Text) parts.push(item.text);
    else if (Array.isArray(item)) {
      parts.push('[');
      stack.push(new Text(']'));
      for (let i = item.length - 1; i >= 0; i--) stack.push(item[i], new Text(','));
    } else if (isPlainObject(item)) {
      parts.push('{');
      stack.push(new Text('}'));
      for (const key of Object.keys(item).sort().reverse()) {
        stack.push(item[key], new Text(`${JSON.stringify(key)}:`));
      }
    } else if (typeof item === 'object' && item !== null) {
      return value;
    } else {
      // What JSON has no text for, NaN or a bigint, must not be taken for null or a number
      const text = typeof item === 'string' ? JSON.stringify(item) : String(item);
      parts.push(typeof item === 'bigint' ? `${text}n` : text);
    }
  }
  return parts.join('');
}

/** Text among values on the fingerprint's stack. */
class Text {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function emit(operation: PatchOperation): Task {
  return { kind: 'emit', operation };
}

function below(pointer: Pointer, segment: Segment): Pointer {
  return `${pointer}/${escapeSegment(segment)}`;
}
