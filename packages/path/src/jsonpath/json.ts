/**
 * What counts as a container: arrays and plain objects. Everything else is a leaf, opaque values such as
 * Date, Map and instances of classes included: nothing is looked up in them.
 *
 * `undefined` is not JSON: a member or element that holds it does not exist.
 */

const objectPrototype: object = Object.prototype;

/** Whether a non-null object was written as a literal or parsed, in any realm. An array is not. O(1). */
export function isPlain(object: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(object);
  return prototype === objectPrototype || prototype === null || isForeignPlain(object, prototype);
}

/** The slow part of `isPlain`: the prototype of a literal of another realm has no prototype itself. */
function isForeignPlain(object: object, prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && !Array.isArray(object);
}

/**
 * Whether a value is a plain object: what JSON calls an object, written as a literal or parsed, in this realm or another, or
 * made without a prototype. Arrays, class instances, Date and Map are none. O(1).
 *
 * @example
 * ```ts
 * import { isPlainObject } from '@data-map/path';
 * console.log(isPlainObject({}), isPlainObject([]), isPlainObject(new Date(0))); // -> true false false
 * ```
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && isPlain(value);
}

/** Whether a name could be found in a plain object without being a member of it. */
export function isInherited(name: string): boolean {
  return name in objectPrototype;
}

/** The own member of that name, or `undefined`. O(1). */
export function memberOf(value: unknown, name: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The element at an index, counted from the end when negative, or `undefined`. O(1). */
export function elementOf(value: unknown, index: number): unknown {
  if (!Array.isArray(value)) return undefined;
  const at = index < 0 ? value.length + index : index;
  return at >= 0 && at < value.length ? value[at] : undefined;
}

/** What is in a container, nothing where the value is none. O(members). */
export function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isPlainObject(value) ? Object.values(value) : [];
}

/** The child of a container: an element where the key is a number, else a member. O(1). */
export function childOf(value: unknown, key: string | number): unknown {
  return typeof key === 'number' ? elementOf(value, key) : memberOf(value, key);
}
