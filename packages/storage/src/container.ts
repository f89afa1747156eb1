/**
 * Plain containers: which values count as one, and how one is read, copied and written.
 *
 * The prototype is the trap of plain objects: reading finds inherited members, and assigning `__proto__` calls a setter. So
 * only own members are read, and a new member whose name is inherited is defined, not assigned (`setMember` of path).
 */

import { isPlainObject, type Segments } from '@data-map/path';

export type Members = Record<string, unknown>;
export type Container = unknown[] | Members;

/** Objects with more members than this are kept in a Map while they are written to. */
export const WIDE = 64;

/**
 * The same bound for unsteady objects: those whose members are added and removed, and those with array indices for names.
 * The engine keeps them as dictionaries, and spreading a dictionary costs up to ten times as much as a Map.
 */
export const UNSTEADY = 16;

/**
 * Arrays and plain objects are containers; everything else is a leaf, class instances, Date and Map among them.
 * An object without a prototype, and one from another realm, is plain.
 */
export function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isPlainObject(value);
}

/** Whether writing `b` over `a` changes nothing: equal leaves (`-0` equals `0`, NaN equals NaN) or the identical container. */
export function unchanged(a: unknown, b: unknown): boolean {
  return a === b || (a !== a && b !== b);
}

/** The own member of this name, undefined if there is none. */
export function readMember(object: Members, name: string): unknown {
  const value = object[name];
  return value === undefined || Object.hasOwn(object, name) ? value : undefined;
}

/** The own members of an object as a Map, in their order. */
export function membersOf(object: Members): Map<string, unknown> {
  const members = new Map<string, unknown>();
  for (const name of Object.keys(object)) members.set(name, object[name]);
  return members;
}

/**
 * Builds the plain object with these members. It is created without a prototype, so that the engine makes it a dictionary
 * at once (faster for many members) and `__proto__` is an ordinary name; the prototype is set in the end.
 */
export function fromMembers(members: ReadonlyMap<string, unknown>): Members {
  const object: Members = Object.create(null);
  // eslint-disable-next-line unicorn/no-array-for-each -- a third faster than for-of over a Map
  members.forEach((value, name) => {
    object[name] = value;
  });
  return Object.setPrototypeOf(object, Object.prototype);
}

/** `array.splice(start, count, ...values)` for any number of values: so many arguments would overflow the stack. */
export function spliceArray(
  array: unknown[],
  start: number,
  count: number,
  values: readonly unknown[],
): void {
  if (values.length < 10_000) {
    array.splice(start, count, ...values);
    return;
  }
  const rest = array.splice(start).slice(count);
  for (const value of values) array.push(value);
  for (const value of rest) array.push(value);
}

/**
 * Like `spliceArray`, but returns a copy, which takes one allocation of the right size. Splicing a copy allocates again, with room to
 * grow, and V8 allocates anything above 128 kB as a large object: with 12,000 elements that took 900 µs in place of 4.
 */
export function splicedArray(
  array: readonly unknown[],
  start: number,
  count: number,
  values: readonly unknown[],
): unknown[] {
  if (values.length < 10_000) return array.toSpliced(start, count, ...values);
  const copy = array.slice();
  spliceArray(copy, start, count, values);
  return copy;
}

/** Whether the location `inner` lies at or below the location `outer`. */
export function contains(outer: Segments, inner: Segments): boolean {
  // Without this, the missing segments of a shorter `inner` would equal a member named "undefined"
  if (outer.length > inner.length) return false;
  return outer.every((segment, i) => String(segment) === String(inner[i]));
}
