/** Pointers, against naive code, lodash and json-p3. Half of the places that are read do not exist. */
import { deepStrictEqual } from 'node:assert';
import {
  formatPointer,
  matchPattern,
  parsePattern,
  parsePointer,
  resolvePointer,
} from '@data-map/path';
import { JSONPointer } from 'json-p3';
import get from 'lodash/get.js';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';

const COUNT = 1000;
const segmentLists = Array.from({ length: COUNT }, (_, id) => [
  'users',
  String(id),
  'address',
  id % 2 === 0 ? 'city' : 'state',
]);
const pointers = segmentLists.map((segments) => `/${segments.join('/')}`);
const escaped = pointers.map((pointer) => pointer.replace('address', 'home~1office'));
const dotted = segmentLists.map((segments) => segments.join('.'));
const document = {
  users: Array.from({ length: COUNT }, (_, id) => ({ address: { city: `city ${id}` } })),
};

function naiveParse(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/~1/gu, '/').replace(/~0/gu, '~'));
}

interface Doer {
  run(): void;
  one(index: number): unknown;
}

function doer(one: (index: number) => unknown): () => Doer {
  return () => ({
    one,
    run() {
      for (let index = 0; index < COUNT; index++) sink(one(index));
    },
  });
}

group<Doer>(
  'path/pointer parse',
  {
    operations: COUNT,
    check: ({ one }) => deepStrictEqual(one(7), ['users', '7', 'address', 'state']),
  },
  {
    'data-map': doer((index) => parsePointer(pointers[index] as string)),
    naive: doer((index) => naiveParse(pointers[index] as string)),
  },
);

group<Doer>(
  'path/pointer parse, with an escape',
  {
    operations: COUNT,
    check: ({ one }) => deepStrictEqual(one(7), ['users', '7', 'home/office', 'state']),
  },
  {
    'data-map': doer((index) => parsePointer(escaped[index] as string)),
    naive: doer((index) => naiveParse(escaped[index] as string)),
  },
);

group<Doer>(
  'path/pointer format',
  { operations: COUNT, check: ({ one }) => deepStrictEqual(one(7), pointers[7]) },
  {
    'data-map': doer((index) => formatPointer(segmentLists[index] as string[])),
    naive: doer((index) =>
      (segmentLists[index] as string[])
        .map((segment) => `/${segment.replace(/~/gu, '~0').replace(/\//gu, '~1')}`)
        .join(''),
    ),
  },
);

group<Doer>(
  'path/pointer resolve, depth 4',
  {
    operations: COUNT,
    check({ one }) {
      deepStrictEqual([one(8), one(7) ?? undefined], ['city 8', undefined]);
    },
  },
  {
    'data-map': doer((index) => resolvePointer(document, pointers[index] as string)),
    naive: doer((index) => {
      let value: unknown = document;
      for (const key of naiveParse(pointers[index] as string)) {
        value = (value as Record<string, unknown> | undefined)?.[key];
      }
      return value;
    }),
    'json-p3': doer((index) => new JSONPointer(pointers[index] as string).resolve(document, null)),
    'lodash, a path': doer((index) => get(document, dotted[index] as string)),
  },
);

const pattern = '/users/*/**/city';
const wildcards = parsePattern(pattern);
const expression = /^\/users\/[^/]*(?:\/[^/]*)*\/city$/u;

group<Doer>(
  'path/pattern match',
  { operations: COUNT, check: ({ one }) => deepStrictEqual([one(8), one(7)], [true, false]) },
  {
    'data-map': doer((index) => matchPattern(wildcards, segmentLists[index] as string[])),
    'data-map, texts': doer((index) => matchPattern(pattern, pointers[index] as string)),
    'RegExp by hand': doer((index) => expression.test(pointers[index] as string)),
  },
);
