import { isPlainObject, parseArrayIndex, resolveSegment, type Segment } from '@data-map/path';

/** A plain object or an array: what has locations below it. */
export type Container = Record<string, unknown> | readonly unknown[];

export function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isPlainObject(value);
}

/** What a value is to a walk. */
export const Kind = { Leaf: 0, Array: 1, Object: 2 } as const;
export type KindOf = (typeof Kind)[keyof typeof Kind];

export function kindOf(value: unknown): KindOf {
  if (!isContainer(value)) return Kind.Leaf;
  return Array.isArray(value) ? Kind.Array : Kind.Object;
}

/** The member of a value whose kind is known; of an array that starts at index `base`. */
export function memberOf(value: unknown, kind: KindOf, key: Segment, base: number): unknown {
  if (kind === Kind.Leaf) return undefined;
  if (kind === Kind.Object) return ownMember(value as Record<string, unknown>, String(key));
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
  if (base === 0 || !Array.isArray(container)) return resolveSegment(container, name);
  const index = parseArrayIndex(name);
  return index >= base ? container[index - base] : undefined;
}
