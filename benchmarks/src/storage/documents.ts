/** The documents of the storage benchmarks, and plain functions to walk them. */
import { formatPointer } from '@data-map/path';
import type { Segment } from '@data-map/path';

/** The number of leaves in a record. */
export const LEAVES = 10;

export interface User {
  id: number;
  name: string;
  email: string;
  age: number;
  active: boolean;
  score: number;
  address: { city: string; zip: string };
  tags: string[];
}

export interface Users {
  users: User[];
}

export interface UsersById {
  users: Record<string, User>;
}

function user(id: number): User {
  return {
    id,
    name: `name ${id}`,
    email: `u${id}@example.org`,
    age: id % 90,
    active: id % 2 === 0,
    score: (id * 7) % 100,
    address: { city: id % 3 === 0 ? 'Paris' : 'Rome', zip: String(id % 1000) },
    tags: ['a', 'b'],
  };
}

/** A document made by JSON.parse, as most documents are. */
export function usersDocument(leaves: number): Users {
  const users = Array.from({ length: leaves / LEAVES }, (_, id) => user(id));
  return JSON.parse(JSON.stringify({ users })) as Users;
}

export function usersById(leaves: number): UsersById {
  const users = Object.fromEntries(
    Array.from({ length: leaves / LEAVES }, (_, id) => [`u${id}`, user(id)]),
  );
  return JSON.parse(JSON.stringify({ users })) as UsersById;
}

/** A tree of objects with ten members each: every container is narrow. */
export function narrowTree(depth: number): Record<string, unknown> {
  const members = Array.from({ length: 10 }, (_, i) => [
    `k${i}`,
    depth === 1 ? i : narrowTree(depth - 1),
  ]);
  return Object.fromEntries(members) as Record<string, unknown>;
}

/** The document as in the founding plan: a Map from pointers to leaves. */
export function flatten(document: unknown): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  const visit = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) {
      flat.set(at, value);
    } else if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) visit(value[i], `${at}/${i}`);
    } else {
      for (const [name, child] of Object.entries(value)) visit(child, at + formatPointer([name]));
    }
  };
  visit(document, '');
  return flat;
}

/** Rebuilds the nested document of users from such a Map, which is what a snapshot of it takes. */
export function unflatten(flat: ReadonlyMap<string, unknown>): unknown {
  const root: Record<string, unknown> = {};
  for (const [pointer, value] of flat) {
    const segments = pointer.slice(1).split('/');
    let at: Record<string, unknown> = root;
    for (const [i, segment] of segments.slice(0, -1).entries()) {
      at[segment] ??= /^\d+$/.test(segments[i + 1]!) ? [] : {};
      at = at[segment] as Record<string, unknown>;
    }
    at[segments.at(-1)!] = value;
  }
  return root;
}

/** Copies the strings as flat ones: V8 represents a concatenated string as a tree of parts until it is first used. */
export function flatStrings(pointers: readonly string[]): string[] {
  return JSON.parse(JSON.stringify(pointers)) as string[];
}

/** The same items in a scattered order, which is the same in every run. */
export function shuffled<T>(items: readonly T[]): T[] {
  const order = items.slice();
  let seed = 12_345;
  for (let i = order.length - 1; i > 0; i--) {
    seed = (seed * 48_271) % 2_147_483_647;
    const j = seed % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

export function pathOf(pointer: string): string[] {
  return pointer.slice(1).split('/');
}

/** Reads a path in plain JSON. Every store is checked against it. */
export function resolve(document: unknown, path: readonly Segment[]): unknown {
  let value = document;
  for (const segment of path) value = (value as Record<Segment, unknown>)[segment];
  return value;
}

export function expectSame(found: unknown, wanted: unknown, name: string): void {
  if (!Object.is(found, wanted)) {
    throw new Error(`Expected ${name} to give ${String(wanted)}, found ${String(found)}`);
  }
}
