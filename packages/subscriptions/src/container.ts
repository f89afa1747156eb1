import { isPlainObject, parseArrayIndex, type Segment } from '@data-map/path';

/** A plain object or an array: a value with locations below it. */
export type Container = Record<string, unknown> | readonly unknown[];

export function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isPlainObject(value);
}

/** How a walk treats a value. */
export type Kind = 'leaf' | 'array' | 'object';

export function kindOf(value: unknown): Kind {
  if (!isContainer(value)) return 'leaf';
  return Array.isArray(value) ? 'array' : 'object';
}

/**
 * Returns a member of a value whose kind is known, or `undefined` if there is none.
 *
 * @param base if the value is a slice of an array: the index of its first element
 */
export function memberOf(value: unknown, kind: Kind, key: Segment, base: number): unknown {
  if (kind === 'leaf') return undefined;
  if (kind === 'object') return ownMember(value as Record<string, unknown>, String(key));
  const index = (typeof key === 'number' ? key : parseArrayIndex(key)) - base;
  const array = value as readonly unknown[];
  return index >= 0 && index < array.length ? array[index] : undefined;
}

/** Checks for ownership only where there is a value: a plain object may inherit more than `Object.prototype` of this realm has. */
function ownMember(object: Record<string, unknown>, name: string): unknown {
  const value = object[name];
  return value === undefined || Object.hasOwn(object, name) ? value : undefined;
}

/** Returns a member of a value of unknown kind; see `memberOf`. */
export function childAt(container: unknown, name: string, base: number): unknown {
  return memberOf(container, kindOf(container), name, base);
}
