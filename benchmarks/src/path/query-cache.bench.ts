/** A repeated query on an unchanged store. The lower bound is a Map by text, with a comparison of versions. */
import { deepStrictEqual } from 'node:assert';
import { compile, QueryCache, queryFlat, resolvePointer } from '@data-map/path';
import * as p3 from 'json-p3';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';

const CALLS = 1000;

const users = Array.from({ length: 1000 }, (_, id) => ({
  id,
  name: `user ${id}`,
  active: id % 2 === 0,
}));
const document = { users };
const store = {
  version: 1,
  get: (pointer: string): unknown => resolvePointer(document, pointer),
  keys: (): string[] => [],
};
const expected = users.filter(({ active }) => active).map(({ name }) => name);
const texts = ['$.users[?@.active == true].name', '$.users[0].name', '$.users[*].id', '$..name'];

interface Asker {
  run(): void;
  ask(text: string): readonly unknown[];
}

function asker(ask: (text: string) => readonly unknown[], calls: number): () => Asker {
  return () => ({
    ask,
    run() {
      for (let call = 0; call < calls; call++) sink(ask(texts[call & 3] as string));
    },
  });
}

function check({ ask }: Asker): void {
  for (let call = 0; call < 3; call++) deepStrictEqual([...ask(texts[0] as string)], expected);
}

const cache = new QueryCache();
const results = new Map<
  string,
  { readonly version: number; readonly values: readonly unknown[] }
>();

group<Asker>(
  'path/query repeated, store unchanged',
  { operations: CALLS, check },
  {
    'data-map': asker((text) => queryFlat(store, text).values, CALLS),
    'data-map QueryCache': asker((text) => cache.query(store, text).values, CALLS),
    'a Map by hand': asker((text) => {
      const known = results.get(text);
      if (known?.version === store.version) return known.values;
      const values = compile(text).values(document);
      results.set(text, { version: store.version, values });
      return values;
    }, CALLS),
  },
);

group<Asker>(
  'path/query repeated, against no cache',
  { operations: 4, check },
  {
    'data-map': asker((text) => queryFlat(store, text).values, 4),
    'json-p3': asker((text) => p3.jsonpath.query(text, document).values(), 4),
  },
);
