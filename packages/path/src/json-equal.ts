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
 * @param visit is told how many children of a container are about to be compared, and may throw: without it two values
 * that contain themselves are compared for ever
 * @example
 * ```ts
 * import { jsonEqual } from '@data-map/path';
 * console.log(jsonEqual({ a: [1], b: 2 }, { b: 2, a: [1] })); // -> true
 * console.log(jsonEqual([1, 2], [2, 1])); // -> false
 * ```
 */
export function jsonEqual(left: unknown, right: unknown, visit?: (count: number) => void): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return bothNaN(left, right);
  const pending: unknown[] = [left, right];
  while (pending.length > 0) {
    const b = pending.pop();
    const a = pending.pop();
    if (a === b) continue;
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

function bothNaN(a: unknown, b: unknown): boolean {
  return Number.isNaN(a) && Number.isNaN(b);
}
