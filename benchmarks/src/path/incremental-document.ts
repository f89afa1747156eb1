/** A list of users in which a change replaces a user by a changed copy, and the query for the names of the active ones. */
import type { DocumentReader, QueryChange } from '@data-map/path';

export interface User {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
  readonly score: number;
}

export const QUERY = '$.users[?@.active == true].name';

export interface Users extends DocumentReader {
  readonly document: { users: User[] };
}

export function usersOf(size: number): Users {
  const users = Array.from({ length: size }, (_, id) => ({
    id,
    name: `user ${id}`,
    active: id % 2 === 0,
    score: id % 100,
  }));
  const document = { users };
  return {
    document,
    getAt: (segments) => {
      let value: unknown = document;
      for (const key of segments) value = (value as Record<string, unknown> | undefined)?.[key];
      return value;
    },
  };
}

/** Places spread over the list, in an order that defeats caches. */
export function placesOf(size: number): number[] {
  let place = 1;
  return Array.from({ length: 1000 }, () => (place = (place * 48_271) % 0x7fffffff) % size);
}

export interface Step {
  readonly index: number;
  readonly changes: readonly QueryChange[];
}

/** One change of a member of the user at each place. */
export function stepsOf(size: number, member: keyof User): Step[] {
  return placesOf(size).map((index) => ({
    index,
    changes: [{ op: 'replace', segments: ['users', index, member] }],
  }));
}

/** The names, computed by a loop. */
export function activeNames({ document }: Users): string[] {
  return document.users.filter(({ active }) => active).map(({ name }) => name);
}
