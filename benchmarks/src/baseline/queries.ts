import { IncrementalQuery, compile, queryFlat } from '@data-map/path';
import { FlatStore } from '@data-map/storage';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { NaiveFlatStore } from './naive/flat-store.ts';
import { NaiveQuery } from './naive/query-flat.ts';
import { seededRandom } from './random.ts';

const USERS = 10_000;
const LEAVES = 10;
const SIMPLE = '$.users[5000].name';
const WILDCARD = '$.users[*].name';
const COMPLEX = "$.users[?@.score > 90 && @.address.city == 'Paris'].name";

interface User {
  readonly name: string;
  readonly score: number;
  readonly address: { readonly city: string };
}

/** 10,000 users with ten leaves each. */
function makeUsers(): readonly User[] {
  const random = seededRandom(7);
  const cities = ['Paris', 'Oslo', 'Lima', 'Cairo'];
  return Array.from({ length: USERS }, (_, id) => ({
    id,
    name: `user-${id}`,
    email: `user-${id}@example.org`,
    score: random(100),
    active: random(2) === 0,
    visits: random(1000),
    role: random(10) === 0 ? 'admin' : 'member',
    address: {
      street: `${random(200)} High Street`,
      city: cities[random(4)] ?? '',
      zip: random(99_999),
    },
  }));
}

interface Asker {
  /** Queries; in groups that write, first sets the score of a user. */
  run(): unknown;
  ask(): unknown[];
  write(user: number, score: number): void;
}

/** The naive contender of one group, on a document of its own. */
function naive(path: string): Omit<Asker, 'run'> {
  const store = new NaiveFlatStore({ users: makeUsers() });
  const query = new NaiveQuery(path);
  return {
    ask: () => query.values(store),
    write: (user, score) => store.set(`/users/${user}/score`, score),
  };
}

function flat(path: string): Omit<Asker, 'run'> {
  const store = new FlatStore({ users: makeUsers() });
  return {
    ask: () => [...queryFlat(store, path).values],
    write: (user, score) => void store.set(`/users/${user}/score`, score),
  };
}

function incremental(path: string): Omit<Asker, 'run'> {
  const store = new FlatStore({ users: makeUsers() });
  const query = new IncrementalQuery(compile(path), store);
  return {
    ask: () => [...query.values],
    write: (user, score) => void query.apply(store.set(`/users/${user}/score`, score)),
  };
}

function expectedAfter(path: string, user: number, score: number): unknown[] {
  const users = makeUsers().map((one, index) =>
    index === user ? Object.assign(one, { score }) : one,
  );
  return compile(path).values({ users });
}

function askingGroup(
  name: string,
  path: string,
  operations: number,
  contenders: Record<string, (path: string) => Omit<Asker, 'run'>>,
): void {
  querying(name, path, operations, contenders, (asker) => ({
    ...asker,
    run() {
      for (let index = 0; index < operations; index++) sink(asker.ask());
    },
  }));
}

function writingGroup(
  name: string,
  path: string,
  operations: number,
  contenders: Record<string, (path: string) => Omit<Asker, 'run'>>,
): void {
  querying(name, path, operations, contenders, (asker) => {
    const random = seededRandom(3);
    return {
      ...asker,
      run() {
        for (let index = 0; index < operations; index++) {
          asker.write(random(USERS), random(100));
          sink(asker.ask());
        }
      },
    };
  });
}

function querying(
  name: string,
  path: string,
  operations: number,
  contenders: Record<string, (path: string) => Omit<Asker, 'run'>>,
  withRun: (asker: Omit<Asker, 'run'>) => Asker,
): void {
  group<Asker>(
    name,
    {
      operations,
      size: USERS * LEAVES,
      check({ ask, write }, contender) {
        for (const score of [99, 1]) {
          write(77, score);
          const wanted = JSON.stringify(expectedAfter(path, 77, score));
          if (JSON.stringify(ask()) !== wanted) throw new Error(`${contender} answers wrongly`);
        }
      },
    },
    Object.fromEntries(
      Object.entries(contenders).map(([contender, make]) => [contender, () => withRun(make(path))]),
    ),
  );
}

/** Bottleneck 2: queries on 100,000 leaves. */
export function queryGroups(): void {
  askingGroup('bottleneck/query_simple', SIMPLE, 100, { 'data-map': flat, naive });
  askingGroup('bottleneck/query_wildcard', WILDCARD, 1, { 'data-map': flat, naive });
  askingGroup('bottleneck/query_complex', COMPLEX, 1, { 'data-map': flat, naive });
  // Each query follows a write, so that no result is cached
  writingGroup('bottleneck/query_complex_after_write', COMPLEX, 1, { 'data-map': flat, naive });
  writingGroup('bottleneck/query_complex_live', COMPLEX, 1, { 'data-map': incremental, naive });
}
