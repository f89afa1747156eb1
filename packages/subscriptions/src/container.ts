import { parseArrayIndex, resolveSegment } from '@data-map/path';

/** A plain object or an array: what has locations below it. */
export type Container = Record<string, unknown> | readonly unknown[];

export function isContainer(value: unknown): value is Container {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The child of a container that starts at index `base` if it is an array; `undefined` where there is none. */
export function childAt(container: unknown, name: string, base: number): unknown {
  if (base === 0 || !Array.isArray(container)) return resolveSegment(container, name);
  const index = parseArrayIndex(name);
  return index >= base ? container[index - base] : undefined;
}

/** Adds or overwrites a member; `__proto__` is a name like any other. */
export function setMember(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else {
    object[key] = value;
  }
}
