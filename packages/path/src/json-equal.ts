import { isPlainObject } from './jsonpath/json.ts';

/**
 * Whether two JSON values are equal: same type, same leaf, arrays element by element, objects by their own members in
 * any order (RFC 9535 §2.3.5.2.2, RFC 6902 §4.6).
 *
 * Parts that both sides share by reference are skipped, so comparing two versions of a document that share structure
 * costs the part in which they differ, O(n) at worst. Iterative: the pairs still to compare lie on a list, and the
 * depth of the document is not bounded by the stack. Opaque values such as Date or Map are equal only to themselves;
 * `NaN`, which JSON does not have, equals itself, and `-0` equals `0`.
 *
 * Values that contain themselves are equal when no way down tells them apart. A comparison without an end comes back to a
 * container again and again. So the container at each turn that is a power of two is kept, to be recognised when it comes back
 * (Brent, 1980). It may only stand in several places; in any case, from then on the two sides of each pair are joined into one
 * class, and a pair of one class is not compared again (Hopcroft and Karp, 1971). So there are no more pairs than
 * containers on both sides.
 *
 * @param visit is told how many children of a container are about to be compared, and may throw
 * @param known what is known to be equal: to each container that stands here as `left` or in it, the one on the other side
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
  let mark: unknown;
  let until = 1;
  let rest = until;
  let classes: Map<unknown, unknown> | undefined;
  while (pending.length > 0) {
    const b = pending.pop();
    const a = pending.pop();
    if (a === b || (known !== undefined && known.get(a) === b)) continue;
    if (classes !== undefined) {
      if (!join(a, b, classes)) continue;
    } else if (a === mark) classes = new Map();
    else if (--rest === 0) {
      mark = a;
      rest = until *= 2;
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

/** Puts the pairs of elements that still have to be compared on the list; false as soon as one pair differs. */
function pairElements(a: readonly unknown[], b: readonly unknown[], pending: unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!settled(a[i], b[i], pending)) return false;
  return true;
}

function pairMembers(
  keys: readonly string[],
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  pending: unknown[],
): boolean {
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key) || !settled(a[key], b[key], pending)) return false;
  }
  return true;
}

/** Compares leaves at once and defers containers; false where the two are certainly different. */
function settled(a: unknown, b: unknown, pending: unknown[]): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return bothNaN(a, b);
  }
  pending.push(a, b);
  return true;
}

/** Joins the classes of two; false where they are one. */
function join(a: unknown, b: unknown, classes: Map<unknown, unknown>): boolean {
  const left = classOf(a, classes);
  const right = classOf(b, classes);
  if (left !== right) classes.set(left, right);
  return left !== right;
}

/** The one that stands for a class; the way to it is halved. */
function classOf(value: unknown, classes: Map<unknown, unknown>): unknown {
  let at = value;
  for (let up; (up = classes.get(at)) !== undefined; at = up) {
    const further = classes.get(up);
    if (further !== undefined) classes.set(at, further);
  }
  return at;
}

function bothNaN(a: unknown, b: unknown): boolean {
  return Number.isNaN(a) && Number.isNaN(b);
}
