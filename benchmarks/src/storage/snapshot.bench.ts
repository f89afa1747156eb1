/**
 * A write, and then the document as a value: as a plain tree, or as a snapshot that is read at one place. FlatStore
 * against libraries for immutable updates, for which both are the same.
 */
import { FlatStore, Snapshot } from '@data-map/storage';
import { produce, setAutoFreeze } from 'immer';
import { fromJS, getIn, type Map as ImmutableMap } from 'immutable';
import { create } from 'mutative';

import { once } from '../once.ts';
import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import {
  expectSame,
  flatten,
  narrowTree,
  pathOf,
  resolve,
  unflatten,
  usersById,
  usersDocument,
} from './documents.ts';

// No contender freezes, as in production
setAutoFreeze(false);

interface Contender {
  /** Writes the first `count` leaves and returns the document. */
  update(count: number, value: unknown): unknown;
  read(document: unknown, path: readonly string[]): unknown;
  run(): void;
}

type Nested = Record<string, unknown>;

function contenders(
  document: () => unknown,
  pointers: readonly string[],
  writes: number,
  size: number,
  as: 'plain' | 'snapshot',
): Record<string, () => Contender> {
  const paths = pointers.map(pathOf);
  const assign = (draft: unknown, count: number, value: unknown): void => {
    for (const path of paths.slice(0, count)) {
      let at = draft as Nested;
      for (const step of path.slice(0, -1)) at = at[step] as Nested;
      at[path.at(-1)!] = value;
    }
  };
  const timed = (make: () => Omit<Contender, 'run'>) => (): Contender => {
    const contender = make();
    let value = 0;
    if (as === 'plain') {
      return { ...contender, run: () => sink(contender.update(writes, value++)) };
    }
    const { update, read } = contender;
    const path = paths[0]!;
    return { ...contender, run: () => sink(read(update(writes, value++), path)) };
  };
  return {
    'data-map': timed(() => {
      const store = new FlatStore(document(), { freeze: false });
      return {
        update(count, value) {
          for (let i = 0; i < count; i++) store.set(pointers[i]!, value);
          return as === 'plain' ? store.toObject() : store.snapshot();
        },
        read: (state, path) =>
          state instanceof Snapshot ? state.getAt(path) : resolve(state, path),
      };
    }),
    immer: timed(() => {
      let state = document();
      return {
        update: (count, value) => (state = produce(state, (draft) => assign(draft, count, value))),
        read: resolve,
      };
    }),
    mutative: timed(() => {
      let state = document() as object;
      return {
        update: (count, value) => (state = create(state, (draft) => assign(draft, count, value))),
        read: resolve,
      };
    }),
    ...(size <= 1000 &&
      as === 'plain' && {
        // A snapshot of the founding plan's store. With larger documents it takes a second
        'eager Map of leaves': timed(() => {
          const flat = flatten(document());
          return {
            update(count, value) {
              for (const pointer of pointers.slice(0, count)) flat.set(pointer, value);
              return unflatten(flat);
            },
            read: resolve,
          };
        }),
      }),
    'immutable setIn': timed(() => {
      let root = fromJS(document()) as ImmutableMap<string, unknown>;
      return {
        update(count, value) {
          root = root.withMutations((map) => {
            for (const path of paths.slice(0, count)) map.setIn(path, value);
          });
          return root;
        },
        read: (state, path) => getIn(state, path, undefined),
      };
    }),
  };
}

function compare(
  name: string,
  document: () => unknown,
  pointers: readonly string[],
  size: number,
): void {
  const check = ({ update, read }: Contender, contender: string, writes: number): void => {
    const before = update(writes, 'before');
    const after = update(writes, 'after');
    for (const pointer of pointers.slice(0, writes)) {
      expectSame(read(after, pathOf(pointer)), 'after', contender);
      expectSame(read(before, pathOf(pointer)), 'before', contender);
    }
  };
  for (const writes of [1, 100]) {
    group(
      `storage/${name}, whole document after ${writes} ${writes === 1 ? 'write' : 'writes'}`,
      {
        operations: 1,
        size,
        check: (contender: Contender, label) => check(contender, label, writes),
      },
      contenders(document, pointers, writes, size, 'plain'),
    );
  }
  group(
    `storage/${name}, a write, a snapshot and a look into it`,
    { operations: 1, size, check: (contender: Contender, label) => check(contender, label, 1) },
    contenders(document, pointers, 1, size, 'snapshot'),
  );
}

const spread = (members: number): number[] =>
  Array.from({ length: 100 }, (_, i) => (i * 7919) % members);

for (const size of [1000, 100_000, 1_000_000]) {
  const members = size / 10;
  compare(
    'array of records',
    once(() => usersDocument(size)),
    spread(members).map((i) => `/users/${i}/name`),
    size,
  );
}
for (const size of [1000, 100_000]) {
  const members = size / 10;
  compare(
    'object of records',
    once(() => usersById(size)),
    spread(members).map((i) => `/users/u${i}/name`),
    size,
  );
}
compare(
  'narrow containers',
  once(() => narrowTree(5)),
  spread(100_000).map(
    (i) => `/${[...String(i).padStart(5, '0')].map((digit) => `k${digit}`).join('/')}`,
  ),
  100_000,
);

const wide = once(() => usersById(100_000));
const LEAF = '/users/u77/name';
const RECORD = '/users/u77';
interface Record77 {
  update(value: unknown): unknown;
  run(): void;
}
group(
  'storage/object of 10,000 records, the written record alone',
  {
    operations: 100,
    check: ({ update }: Record77, name) => {
      expectSame((update('x') as { name: string }).name, 'x', name);
    },
  },
  {
    'data-map': () => {
      const store = new FlatStore(wide(), { freeze: false });
      const update = (value: unknown): unknown => {
        store.set(LEAF, value);
        return store.get(RECORD);
      };
      let value = 0;
      return {
        update,
        run: () => {
          for (let i = 0; i < 100; i++) sink(update(value++));
        },
      };
    },
    'spread of the record alone': () => {
      const users: Record<string, unknown> = { ...wide().users };
      const update = (value: unknown): unknown =>
        (users['u77'] = { ...(users['u77'] as object), name: value });
      let value = 0;
      return {
        update,
        run: () => {
          for (let i = 0; i < 100; i++) sink(update(value++));
        },
      };
    },
  },
);
