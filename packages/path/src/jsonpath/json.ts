/**
 * The JSON data model. Arrays and plain objects are containers. Everything else is a leaf, including opaque values such as Date, Map
 * and class instances: their properties are not members.
 *
 * `undefined` is not JSON: a member or element whose value is `undefined` does not exist.
 */

const objectPrototype: object = Object.prototype;

/** Whether a non-null object is a plain object, of any realm. An array is not. O(1). */
export function isPlain(object: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(object);
  return prototype === objectPrototype || prototype === null || isForeignPlain(object, prototype);
}

/** The rare case of `isPlain`: the `Object.prototype` of another realm, like this one, has no prototype itself. */
function isForeignPlain(object: object, prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && !Array.isArray(object);
}

/**
 * Whether a value is a plain object, which is what JSON calls an object: created by a literal or by `JSON.parse`, in this realm or
 * another, or without a prototype. Arrays, class instances, Date and Map are not. O(1).
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

/** Whether a plain object may inherit a property of that name, so that a read of it proves no member. */
export function isInherited(name: string): boolean {
  return name in objectPrototype;
}

/** Returns the own member of that name, or `undefined`. O(1). */
export function memberOf(value: unknown, name: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Returns the element at an index, counted from the end if negative, or `undefined`. O(1). */
export function elementOf(value: unknown, index: number): unknown {
  if (!Array.isArray(value)) return undefined;
  const at = index < 0 ? value.length + index : index;
  return at >= 0 && at < value.length ? value[at] : undefined;
}

/** Returns the children of a container; an empty list for a leaf. O(1) for arrays, O(members) for objects. */
export function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isPlainObject(value) ? Object.values(value) : [];
}

/** Returns the child of a container: an element if the key is a number, otherwise a member. O(1). */
export function childOf(value: unknown, key: string | number): unknown {
  return typeof key === 'number' ? elementOf(value, key) : memberOf(value, key);
}
