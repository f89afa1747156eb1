/** Queries against the size of the document: repeated on an unchanged store, and updated incrementally when one element changes. */
import { LRUMap } from 'mnemonist';
import { compile, IncrementalQuery, QueryCache, resolvePointer } from '@data-map/path';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { activeNames, QUERY, stepsOf, usersOf, type User } from '../path/incremental-document.ts';
import { constant, expectEqual, logarithmic, placesIn, PLACES, SIZES } from './claims.ts';

interface Asker {
  /** The number of results. */
  count(): number;
  /** The expected number of results. */
  wanted(): number;
  run(): void;
}

const check = ({ count, wanted, run }: Asker, name: string): void => {
  run();
  expectEqual(count(), wanted(), `the number of results of ${name}`);
};

for (const size of SIZES) {
  group<Asker>(
    'scaling/queries, asked again of n elements',
    { operations: PLACES, size, target: constant(), check },
    {
      'data-map': () => {
        const users = usersOf(size);
        const cache = new QueryCache();
        const store = {
          version: 1,
          get: (pointer: string): unknown => resolvePointer(users.document, pointer),
          keys: (): string[] => [],
        };
        return {
          count: () => cache.query(store, QUERY).values.length,
          wanted: () => activeNames(users).length,
          run() {
            for (let time = 0; time < PLACES; time++) sink(cache.query(store, QUERY));
          },
        };
      },
    },
  );
  const steps = stepsOf(size, 'active');
  group<Asker>(
    'scaling/queries, kept over n elements, one changes',
    { operations: steps.length, size, target: logarithmic(), check },
    {
      'data-map': () => {
        const users = usersOf(size);
        const query = new IncrementalQuery(QUERY, users);
        return {
          count: () => query.length,
          wanted: () => activeNames(users).length,
          run() {
            for (const { index, changes } of steps) {
              const list = users.document.users;
              const user = list[index] as User;
              list[index] = { ...user, active: !user.active };
              sink(query.apply(changes));
            }
          },
        };
      },
    },
  );
}

/** The numbers of queries in the cache. A million compiled queries would take more than a gigabyte. */
const KNOWN = SIZES.filter((size) => size <= 100_000);
const textOf = (at: number): string => `$.users[?@.active == true && @.id < ${at}].name`;
const few = usersOf(10);
const fewUsers = {
  version: 1,
  get: (pointer: string): unknown => resolvePointer(few.document, pointer),
  keys: (): string[] => [],
};
for (const size of KNOWN) {
  const known = (ask: (text: string) => readonly unknown[]): Asker => {
    for (let at = 0; at < size; at++) ask(textOf(at));
    const texts: string[] = JSON.parse(JSON.stringify(placesIn(size).map(textOf)));
    return {
      count: () => ask(textOf(5)).length,
      wanted: () => 3,
      run() {
        for (const text of texts) sink(ask(text));
      },
    };
  };
  group<Asker>(
    'scaling/queries, hit among n known ones',
    { operations: PLACES, size, target: constant(KNOWN, 'LRUMap of results'), check },
    {
      'data-map': () => {
        const cache = new QueryCache({ capacity: size });
        return known((text) => cache.query(fewUsers, text).values);
      },
      // The structure inside our cache: a hit is a lookup and a move to the front of a list
      'LRUMap of results': () => {
        const cache = new LRUMap<string, { values: readonly unknown[] }>(size);
        return known((text) => {
          let found = cache.get(text);
          if (found === undefined) {
            cache.set(text, (found = { values: compile(text).values(few.document) }));
          }
          return found.values;
        });
      },
      'Map of results': () => {
        const cache = new Map<string, readonly unknown[]>();
        return known((text) => {
          let values = cache.get(text);
          if (values === undefined) cache.set(text, (values = compile(text).values(few.document)));
          return values;
        });
      },
    },
  );
}
