import { isPlainObject, parseArrayIndex, type Segment } from '@data-map/path';

/** A plain object or an array: what has locations below it. */
export type Container = Record<string, unknown> | readonly unknown[];

export function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isPlainObject(value);
}

/** What a value is to a walk. */
export type Kind = 'leaf' | 'array' | 'object';

export function kindOf(value: unknown): Kind {
  if (!isContainer(value)) return 'leaf';
  return Array.isArray(value) ? 'array' : 'object';
}

/** The member of a value whose kind is known; of an array that starts at index `base`. */
export function memberOf(value: unknown, kind: Kind, key: Segment, base: number): unknown {
  if (kind === 'leaf') return undefined;
  if (kind === 'object') return ownMember(value as Record<string, unknown>, String(key));
  const index = (typeof key === 'number' ? key : parseArrayIndex(key)) - base;
  const array = value as readonly unknown[];
  return index >= 0 && index < array.length ? array[index] : undefined;
}

/** Asking for ownership costs several reads, so only the dozen names that objects inherit pay for it. */
function ownMember(object: Record<string, unknown>, name: string): unknown {
  return name in Object.prototype && !Object.hasOwn(object, name) ? undefined : object[name];
}

/** The child of a container that starts at index `base` if it is an array; `undefined` where there is none. */
export function childAt(container: unknown, name: string, base: number): unknown {
  return memberOf(container, kindOf(container), name, base);
}
