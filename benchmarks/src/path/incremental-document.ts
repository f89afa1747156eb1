/** A list of users that changes by copies of the touched user, and the question asked of it: the names of the active ones. */
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

/** Places all over the list, in an order that no cache foresees. */
export function placesOf(size: number): number[] {
  let place = 1;
  return Array.from({ length: 1000 }, () => (place = (place * 48_271) % 0x7fffffff) % size);
}

export interface Step {
  readonly index: number;
  readonly changes: readonly QueryChange[];
}

/** One change per place, of one member of the user there. */
export function stepsOf(size: number, member: keyof User): Step[] {
  return placesOf(size).map((index) => ({
    index,
    changes: [{ op: 'replace', segments: ['users', index, member] }],
  }));
}

/** The names, by a loop. */
export function activeNames({ document }: Users): string[] {
  return document.users.filter(({ active }) => active).map(({ name }) => name);
}
