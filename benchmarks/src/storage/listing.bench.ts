/** Listing keys: those below a prefix, those that match a pattern, and the first one. */
import data from '@mdn/browser-compat-data' with { type: 'json' };
import { FlatStore } from '@data-map/storage';
import lodash from 'lodash';

import { once } from '../once.ts';
import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { expectSame, flatten, usersDocument } from './documents.ts';

interface Contender {
  list(): Iterable<string>;
  run(): void;
}

const listing = (list: () => Iterable<string>): Contender => ({
  list,
  run() {
    let last = '';
    for (const pointer of list()) last = pointer;
    sink(last);
  },
});

function compare(
  name: string,
  operations: number,
  wanted: number,
  size: number | undefined,
  contenders: Record<string, () => Contender>,
): void {
  group(
    name,
    {
      operations,
      ...(size !== undefined && { size }),
      check: ({ list }: Contender, contender) => {
        expectSame([...list()].length, wanted, contender);
      },
    },
    contenders,
  );
}

for (const size of [1000, 100_000, 1_000_000]) {
  const document = once(() => usersDocument(size));
  const members = size / 10;
  const store = (): FlatStore => new FlatStore(document(), { freeze: false });
  compare('storage/keys of a record', 10, 10, size, {
    'data-map': () => {
      const made = store();
      return listing(() => made.keys('/users/7'));
    },
    'Map of leaves, scanned': () => {
      const flat = flatten(document());
      return listing(function* scan() {
        for (const key of flat.keys()) if (key.startsWith('/users/7/')) yield key;
      });
    },
  });
  compare('storage/all keys', size, size, size, {
    'data-map': () => {
      const made = store();
      return listing(() => made.keys());
    },
    'Map of leaves': () => {
      const flat = flatten(document());
      return listing(() => flat.keys());
    },
  });
  compare('storage/pattern /users/*/name', members, members, size, {
    'data-map': () => {
      const made = store();
      return listing(() => made.getPointersMatchingPattern('/users/*/name'));
    },
    'hand-written loop': () => listing(() => document().users.map((_, i) => `/users/${i}/name`)),
    'Map of leaves, scanned by a regular expression': () => {
      const flat = flatten(document());
      return listing(() => [...flat.keys()].filter((key) => /^\/users\/[^/]*\/name$/.test(key)));
    },
  });
  compare('storage/first of all keys', 1, 1, size, {
    'data-map': () => {
      const made = store();
      return listing(() => [made.keys().next().value ?? '']);
    },
    'flattening first': () => listing(() => [flatten(document()).keys().next().value ?? '']),
  });
}

const hits = Object.keys(data.api).filter((name) =>
  lodash.has(data.api, [name, '__compat', 'support']),
).length;
compare('storage/pattern /api/*/__compat/support, browser-compat-data', hits, hits, undefined, {
  'data-map': () => {
    const store = new FlatStore(data, { freeze: false });
    return listing(() => store.getPointersMatchingPattern('/api/*/__compat/support'));
  },
  'hand-written loop': () =>
    listing(() => {
      const found: string[] = [];
      for (const name of Object.keys(data.api)) {
        if (lodash.has(data.api, [name, '__compat', 'support'])) {
          found.push(`/api/${name}/__compat/support`);
        }
      }
      return found;
    }),
});
