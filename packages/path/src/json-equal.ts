import { isPlainObject } from './jsonpath/json.ts';

/**
 * Whether two JSON values are equal: same type, same leaf, arrays element by element, objects by their own members in
 * any order (RFC 9535 §2.3.5.2.2, RFC 6902 §4.6).
 *
 * Parts that both sides share by reference are skipped, so comparing two versions of a document that share structure
 * costs the parts in which they differ, O(n) at worst. The pairs still to compare are kept on an explicit stack, so the
 * depth of the document is not bounded by the call stack. Opaque values such as Date or Map are equal only to themselves;
 * `NaN`, which JSON does not have, equals itself, and `-0` equals `0`.
 *
 * Values that contain themselves are equal if no path from both roots leads to a difference. Comparing them would never end: it
 * would return to the same containers for ever. Brent's algorithm (1980) detects that: after 1, 2, 4, … further pairs the
 * current left container becomes the checkpoint, and meeting the checkpoint again suggests a cycle. It does not prove one,
 * because a container may also occur in several places, so the answer must not depend on it. From then on the comparison
 * merges the two sides of every pair that it compares into one equivalence class, and skips pairs whose sides are already in
 * one class (Hopcroft and Karp, 1971). Every merge leaves one class less, so from then on it compares fewer pairs than there are
 * containers on both sides.
 *
 * @param visit called before a container is compared, with the number of nodes that counts: the container and its children.
 * What it throws ends the comparison
 * @param known pairs known to be equal: maps a container that occurs in `left`, or `left` itself, to its equal in `right`
 * @example
 * ```ts
 * import { jsonEqual } from '@data-map/path';
 * console.log(jsonEqual({ a: [1], b: 2 }, { b: 2, a: [1] })); // -> true
 * console.log(jsonEqual([1, 2], [2, 1])); // -> false
 * ```
 */
export function jsonEqual(
  left: unknown,
  right: unknown,
  visit?: (count: number) => void,
  known?: ReadonlyMap<unknown, unknown>,
): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return bothNaN(left, right);
  const pending: unknown[] = [left, right];
  let checkpoint: unknown;
  let interval = 1;
  let countdown = interval;
  let classes: Map<unknown, unknown> | undefined;
  while (pending.length > 0) {
    const b = pending.pop();
    const a = pending.pop();
    if (a === b || (known !== undefined && known.get(a) === b)) continue;
    if (classes !== undefined) {
      if (!union(a, b, classes)) continue;
    } else if (a === checkpoint) classes = new Map();
    else if (--countdown === 0) {
      checkpoint = a;
      countdown = interval *= 2;
    }
    if (Array.isArray(a)) {
      visit?.(a.length + 1);
      if (!Array.isArray(b) || !pairElements(a, b, pending)) return false;
    } else if (isPlainObject(a)) {
      const keys = Object.keys(a);
      visit?.(keys.length + 1);
      if (!isPlainObject(b) || !pairMembers(keys, a, b, pending)) return false;
    } else if (!bothNaN(a, b)) {
      return false;
    }
  }
  return true;
}

/** Compares elements that are leaves and pushes pairs of containers; false as soon as a pair certainly differs. */
function pairElements(a: readonly unknown[], b: readonly unknown[], pending: unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!pair(a[i], b[i], pending)) return false;
  return true;
}

/** Does the same for members; false as well where one object lacks a name of the other. */
function pairMembers(
  keys: readonly string[],
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  pending: unknown[],
): boolean {
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key) || !pair(a[key], b[key], pending)) return false;
  }
  return true;
}

/** Compares two values at once if one is a leaf, otherwise pushes them; false if they certainly differ. */
function pair(a: unknown, b: unknown, pending: unknown[]): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return bothNaN(a, b);
  }
  pending.push(a, b);
  return true;
}

/** Merges the classes of two containers (union-find); false if they are in one class already. */
function union(a: unknown, b: unknown, classes: Map<unknown, unknown>): boolean {
  const left = representative(a, classes);
  const right = representative(b, classes);
  if (left !== right) classes.set(left, right);
  return left !== right;
}

/** Returns the root of a class. Path splitting: every container on the way is linked to its grandparent. */
function representative(value: unknown, classes: Map<unknown, unknown>): unknown {
  let at = value;
  for (let parent; (parent = classes.get(at)) !== undefined; at = parent) {
    const grandparent = classes.get(parent);
    if (grandparent !== undefined) classes.set(at, grandparent);
  }
  return at;
}

function bothNaN(a: unknown, b: unknown): boolean {
  return Number.isNaN(a) && Number.isNaN(b);
}
