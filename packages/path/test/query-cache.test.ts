import * as path from '@data-map/path';
import { expect, test } from 'vitest';
import {
  compile,
  LRUCache,
  PathLimitError,
  PathSyntaxError,
  QueryCache,
  queryFlat,
  resolvePointer,
} from '@data-map/path';
import { randomFrom, randomQuery, randomValue } from './random-documents.ts';

/** A store over a plain document that records the pointers it is asked for. */
function storeOf(document: unknown) {
  const asked: string[] = [];
  return {
    asked,
    document,
    version: 0,
    get(pointer: string): unknown {
      asked.push(pointer);
      return resolvePointer(this.document, pointer);
    },
    keys: (): string[] => [],
  };
}

/** A store that holds leaves by their pointers and nothing else. */
function leavesOf(leaves: Readonly<Record<string, unknown>>) {
  const map = new Map(Object.entries(leaves));
  return { get: (pointer: string) => map.get(pointer), keys: () => map.keys() };
}

test('QC1: a query is compiled once, whatever its text, and the least recently used one is evicted', () => {
  const cache = new QueryCache({ capacity: 2 });
  const first = cache.compile('$.a');
  cache.compile("$['__proto__']");
  expect(cache.compile('$.a')).toBe(first);
  cache.compile('$.c');
  expect(cache.size).toBe(2);
  expect(cache.compile('$.a')).toBe(first);
  cache.clear();
  expect(cache.size).toBe(0);
  expect(cache.compile('$.a')).not.toBe(first);
});

test('QC8: an LRUCache evicts the least recently used key, and takes any string as a key', () => {
  const cache = new LRUCache<number>(2);
  cache.set('__proto__', 1);
  cache.set('constructor', 2);
  expect([cache.get('__proto__'), cache.get('a'), cache.size, cache.capacity]).toEqual([
    1,
    undefined,
    2,
    2,
  ]);
  cache.set('a', 3);
  expect([cache.get('constructor'), cache.get('__proto__'), cache.get('a')]).toEqual([
    undefined,
    1,
    3,
  ]);
  cache.set('__proto__', 4);
  expect([cache.get('__proto__'), cache.get('a'), cache.size]).toEqual([4, 3, 2]);
  cache.clear();
  expect([cache.get('a'), cache.size]).toEqual([undefined, 0]);
  for (const capacity of [0, -1, 1.5, Number.NaN, 2 ** 32, '2', undefined] as number[]) {
    expect(() => new LRUCache(capacity)).toThrow(RangeError);
  }
});

test('QC1: caches of results can share the compiled queries', () => {
  const queries = new QueryCache({ capacity: 2, maxNodes: 3 });
  const caches = [new QueryCache({ queries, capacity: 1 }), new QueryCache({ queries })];
  const compiled = caches.map((cache) => cache.compile('$.a[*]'));
  expect(compiled[0]).toBe(compiled[1]);
  expect([queries, ...caches].map(({ size }) => size)).toEqual([1, 1, 1]);
  const store = storeOf({ a: [1, 2] });
  const results = caches.map((cache) => cache.query(store, '$.a[*]'));
  expect(results[0]).toEqual(results[1]);
  expect(caches[0]?.query(store, '$.a[*]')).toBe(results[0]);
  caches[0]?.clear();
  expect(caches[0]?.query(store, '$.a[*]')).not.toBe(results[0]);
  expect(caches[1]?.query(store, '$.a[*]')).toBe(results[1]);
  expect(queries.compile('$.a[*]')).toBe(compiled[0]);
  // The limits are those of the other cache
  expect(() => caches[1]?.query(storeOf([1, 2, 3, 4]), '$[*]')).toThrow(PathLimitError);
  expect(() => new QueryCache({ queries, maxNodes: 3 })).toThrow(
    new TypeError('Expected no option for queries beside "queries" but found "maxNodes"'),
  );
  expect(() => new QueryCache({ queries: new Map() as never })).toThrow(
    new TypeError('Expected a QueryCache as queries but found an object'),
  );
  // An option that is undefined counts as absent; it was refused
  const same = new QueryCache({ queries, maxNodes: undefined, functions: undefined });
  expect(same.compile('$.a[*]')).toBe(compiled[0]);
});

test('QC2: a result is cached as long as the version of the store stays the same', () => {
  const cache = new QueryCache();
  const store = storeOf({ a: [1, 2] });
  const other = storeOf({ a: [3] });
  const first = cache.query(store, '$.a[*]');
  expect(cache.query(store, '$.a[*]')).toBe(first);
  expect(store.asked.length).toBe(1);
  expect(cache.query(other, '$.a[*]').values).toEqual([3]);
  expect(cache.query(store, '$.a[*]')).toBe(first);
  store.document = { a: [4] };
  store.version++;
  expect(cache.query(store, '$.a[*]').values).toEqual([4]);
});

test('QC3: a store without a version is evaluated on every call', () => {
  const document = { a: 1 };
  const store = { get: (pointer: string) => resolvePointer(document, pointer), keys: () => [] };
  expect(queryFlat(store, '$.a').values).toEqual([1]);
  document.a = 2;
  expect(queryFlat(store, '$.a').values).toEqual([2]);
});

test('QC4: an invalid query is not cached, and a capacity must be an integer from 1 to 2**32 - 1', () => {
  const cache = new QueryCache();
  expect(() => cache.query(storeOf({}), '$[')).toThrow(PathSyntaxError);
  expect(cache.size).toBe(0);
  expect(() => new QueryCache({ capacity: 0 })).toThrow(RangeError);
  expect(() => new QueryCache({ capacity: 1.5 })).toThrow('found 1.5');
  // It said "found 1"
  expect(() => new QueryCache({ capacity: '1' as never })).toThrow('as capacity but found "1"');
  for (const capacity of [NaN, 2 ** 32, 2 ** 53 - 1, Infinity]) {
    expect(() => new QueryCache({ capacity })).toThrow(RangeError);
  }
});

test('QC5: the store is asked only for the fixed prefix and for what filters read from the root', () => {
  const store = storeOf({
    users: [{ age: 3 }, { age: 5 }],
    limits: { age: 4, other: 1 },
    rest: {},
  });
  const { values, pointers } = queryFlat(store, '$.users[?@.age > $.limits.age].age');
  expect([values, pointers]).toEqual([[5], ['/users/1/age']]);
  expect(store.asked.sort()).toEqual(['/limits/age', '/users']);
});

test('QC5: a place is read once, however often the query reads it or places in it', () => {
  const store = storeOf({ list: [1, 2], config: { limit: 1, low: { a: 0 } } });
  const asked = (text: string): unknown[] => {
    store.asked.length = 0;
    return [queryFlat(store, text).values, store.asked.toSorted()];
  };
  // `/config/limit` was read twice
  expect(asked('$.list[?@ > $.config.limit && @ >= $.config.limit]')).toEqual([
    [2],
    ['/config/limit', '/list'],
  ]);
  expect(asked('$.list[?@ > $.config.low.a && count($.config.low.*) == 1]')).toEqual([
    [1, 2],
    ['/config/low', '/list'],
  ]);
  // What is missing is missing below it as well
  expect(asked('$.list[?$.none || $.none.a.b]')).toEqual([[], ['/list', '/none']]);
  expect(asked('$.list[?$.none.a.b || $.none]')).toEqual([[], ['/list', '/none']]);
});

/** A store that knows how long its arrays are. */
function measuredStoreOf(document: unknown) {
  const lengthAt = (pointer: string): number | undefined => {
    const value = resolvePointer(document, pointer);
    return Array.isArray(value) ? value.length : undefined;
  };
  return Object.assign(storeOf(document), { arrayLength: lengthAt });
}

test('QC5: a fixed index into an array of known length reads that element, not the whole array', () => {
  // The whole array was read, and a store with pending writes in it copied it for each query
  const store = measuredStoreOf({
    list: Array.from({ length: 5000 }, (_, id) => ({ id, tags: ['a', 'b'] })),
    limits: [0, 4997],
    named: { 3: 'x' },
  });
  const asked = (text: string): unknown[] => {
    store.asked.length = 0;
    const { values, pointers } = queryFlat(store, text);
    return [values, pointers, store.asked.toSorted()];
  };
  expect(asked('$.list[3].id')).toEqual([[3], ['/list/3/id'], ['/list/3/id']]);
  expect(asked('$.list[4].tags[*]')[2]).toEqual(['/list/4/tags']);
  expect(asked('$.list[4].tags[1]')).toEqual([['b'], ['/list/4/tags/1'], ['/list/4/tags/1']]);
  expect(asked('$.list[1].tags[?@ == $.list[2].tags[0]]')).toEqual([
    ['a'],
    ['/list/1/tags/0'],
    ['/list/1/tags', '/list/2/tags/0'],
  ]);
  expect(asked('$.list[?@.id > $.limits[1]].id')[0]).toEqual([4998, 4999]);
  // Beyond the end, or not an array: the index is not fixed
  expect(asked('$.list[5000]')).toEqual([[], [], ['/list']]);
  expect(asked('$.named[3]')).toEqual([[], [], ['/named']]);
  expect(asked("$.list['3']")).toEqual([[], [], ['/list']]);
});

test.each([
  ['$.list[?$.list[2].v == 7 && $.list.length == 3]', []],
  ['$.list[?$.list.length.v || $.list[0].v == 5].v', [5, 6, 7]],
  ['$.list[?$.list.__proto__.v || $.list[2].v == 7].v', [5, 6, 7]],
  ['$.list[?$.list[2].v == 7 || $.list.__proto__.v].v', [5, 6, 7]],
  ['$.list[0][?$.list.v || $.list[0].v.w || $.list[1].v == 6]', [5]],
  ['$.other[?$.list.a.b || $.list[1].v == 6]', [1]],
])(
  'QC7: paths of one query may treat the same container as an array and as an object (%s)',
  (text, values) => {
    const document = { list: [{ v: 5 }, { v: 6 }, { v: 7 }], other: [1] };
    expect(queryFlat(measuredStoreOf(document), text).values).toEqual(values);
    expect(compile(text).values(document)).toEqual(values);
  },
);

test('QC6: a store that holds only leaves can be queried', () => {
  const store = leavesOf({
    '/users/0/name': 'Ada',
    '/users/0/tags': [],
    '/users/1/name': 'Bob',
    '/map/0': 'x',
    '/map/k': 'y',
    '/usersOfOthers/0/name': 'Eve',
  });
  expect(queryFlat(store, '$.users[-1].name')).toMatchObject({ values: ['Bob'] });
  expect(queryFlat(store, '$.users[*].name').pointers).toEqual(['/users/0/name', '/users/1/name']);
  expect(queryFlat(store, "$.map['0']").values).toEqual(['x']);
  expect(queryFlat(store, '$.users[0].tags').values).toEqual([[]]);
  expect(queryFlat(store, '$.absent[*]').values).toEqual([]);
  expect(queryFlat(store, '$..name').values).toEqual(['Ada', 'Bob', 'Eve']);
});

test('QC7: results on random stores are those of an evaluation of the whole document', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = randomFrom(seed);
    const document = randomValue(random, 4);
    const text = randomQuery(random);
    for (const store of [storeOf(document), measuredStoreOf(document)]) {
      const { values, pointers } = queryFlat(store, text);
      expect([seed, values]).toEqual([seed, compile(text).values(document)]);
      expect([seed, pointers]).toEqual([seed, compile(text).pointers(document)]);
    }
  }
});

test('QC7: null is a value, both at a fixed path and for filters', () => {
  const document = { limit: null, items: [{ p: null }, { p: 1 }] };
  const store = {
    get: (pointer: string) => path.resolvePointer(document, pointer),
    has: (pointer: string) => path.resolvePointer(document, pointer) !== undefined,
    keys: () => ['/limit', '/items/0/p', '/items/1/p'],
  };
  expect(path.queryFlat(store, '$.limit').values).toEqual([null]);
  expect(path.queryFlat(store, '$.items[?@.p==$.limit]').values).toEqual([{ p: null }]);
});

test('QC7: comparing, copying and serializing a result include its values and its pointers', () => {
  const result = queryFlat(storeOf({ list: [{ n: 1 }, { n: 2 }] }), '$.list[*].n');
  const expected = { values: [1, 2], pointers: ['/list/0/n', '/list/1/n'] };
  // The pointers were missing
  expect(result).toEqual(expected);
  expect({ ...result }).toEqual(expected);
  expect(JSON.parse(JSON.stringify(result))).toEqual(expected);
  expect(result.pointers).toBe(result.pointers);
});
