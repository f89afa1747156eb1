/** Adopting a document: FlatStore against an eager Map of leaves, and Immutable's `fromJS`. */
import data from '@mdn/browser-compat-data' with { type: 'json' };
import { FlatStore } from '@data-map/storage';
import { fromJS, getIn } from 'immutable';

import { once } from '../once.ts';
import { group } from '../runner/group.ts';
import { memory } from '../runner/memory.ts';
import { expectSame, flatten, usersDocument, type Users } from './documents.ts';

interface Store {
  get(pointer: string): unknown;
}

interface Contender {
  readonly store: () => Store;
  run(): unknown;
}

const eager = (document: unknown): Store => {
  const flat = flatten(document);
  return { get: (pointer) => flat.get(pointer) };
};

const immutable = (document: unknown): Store => {
  const root = fromJS(document);
  return { get: (pointer) => getIn(root, pointer.slice(1).split('/'), undefined) };
};

const lazy = (document: unknown): Store => new FlatStore(document, { freeze: false });

function contenders(document: () => unknown, large: boolean): Record<string, () => Contender> {
  const constructing = (make: (document: unknown) => Store) => (): Contender => {
    const adopted = document();
    return { store: () => make(adopted), run: () => make(adopted) };
  };
  return {
    'data-map': constructing(lazy),
    'eager Map of leaves': constructing(eager),
    ...(!large && { 'immutable fromJS': constructing(immutable) }),
  };
}

for (const size of [1000, 100_000, 1_000_000]) {
  const document = once(() => usersDocument(size));
  group(
    'storage/construct',
    {
      operations: 1,
      size,
      check: ({ store }: Contender, name) => {
        const last = size / 10 - 1;
        const made = store();
        expectSame(
          made.get(`/users/${last}/address/zip`),
          document().users[last]!.address.zip,
          name,
        );
      },
    },
    contenders(document, size > 100_000),
  );
}

group(
  'storage/construct, browser-compat-data',
  {
    operations: 1,
    check: ({ store }: Contender, name) => {
      const found = store().get('/browsers/chrome/name');
      expectSame(found, data.browsers.chrome.name, name);
    },
  },
  contenders(() => data, false),
);

interface Held {
  readonly document: Users;
  readonly store: Store | undefined;
}

for (const size of [100_000, 1_000_000]) {
  memory<Held>(
    'storage/heap for each leaf, the document included',
    {
      items: size,
      size,
      check: ({ document, store }, name) => {
        expectSame(document.users.length, size / 10, name);
        if (store !== undefined) expectSame(store.get('/users/1/id'), 1, name);
      },
    },
    {
      'data-map, adopted': (items) => {
        const document = usersDocument(items);
        return { document, store: new FlatStore(document, { freeze: false }) };
      },
      'data-map, every leaf read 8 times': (items) => {
        const document = usersDocument(items);
        const store = new FlatStore(document, { freeze: false });
        for (let round = 0; round < 8; round++) {
          for (const pointer of store.keys()) store.get(pointer);
        }
        return { document, store };
      },
      'the plain document': (items) => ({ document: usersDocument(items), store: undefined }),
      'eager Map of leaves beside it': (items) => {
        const document = usersDocument(items);
        return { document, store: eager(document) };
      },
    },
  );
}
