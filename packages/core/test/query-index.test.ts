import { IncrementalQuery, parse } from '@data-map/path';
import { type Change, FlatStore } from '@data-map/storage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QueryIndex } from '../src/query-index.ts';
import { fuzz } from './fuzz.ts';

const QUERIES = [
  '$',
  '$..name',
  '$.list[*].name',
  '$.list[2].name',
  '$.list[3].x[*]',
  '$.list[5]..x',
  '$.list[1].x[0][?@]',
  "$.list[?@.n > $.limit['1']].name",
  '$.list[?@.n > $.list[0].n]',
  '$.map.a.b[*]',
  "$.map['2'].x[1:]",
  "$.map['2', 'a'].x",
  '$.limit',
  '$.map[?@.x == $.other.deep.value]',
  '$.list[-1]',
];

const document = () => ({
  list: Array.from({ length: 4 }, (_, n) => ({ n, name: `n${n}` })),
  map: { a: { b: [1, 2] }, 2: { x: [1, 2, 3] } },
  limit: { 1: 2 },
  other: { deep: { value: 1 } },
});

const POINTERS = [
  '',
  '/list',
  '/list/0',
  '/list/2',
  '/list/3/name',
  '/list/1/x/0',
  '/list/3/x',
  '/list/4/x/0',
  '/list/-',
  '/map',
  '/map/a',
  '/map/a/b',
  '/map/a/b/1',
  '/map/2/x/0',
  '/map/new',
  '/limit/1',
  '/limit',
  '/other/deep/value',
  '/other/deep',
  '/elsewhere',
];

/** Changes as the store reports them, of all kinds. */
function written(store: FlatStore, kind: number, pointer: string, other: string): Change[] {
  try {
    switch (kind) {
      case 0:
        return [...store.set(pointer, { n: 1, name: 'x', x: [1] })];
      case 1:
        return [...store.delete(pointer)];
      case 2:
        return [...store.insert('/list', Number(/\d/.exec(pointer)?.[0] ?? 0), { n: 9 })];
      case 3:
        return [...store.move(pointer, other)];
      default:
        return [...store.reverse('/list')];
    }
  } catch {
    return [];
  }
}

test('DM42: a write finds every live query that it may affect', () => {
  const step = fc.tuple(fc.nat(4), fc.constantFrom(...POINTERS), fc.constantFrom(...POINTERS));
  const batch = fc.array(step, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...QUERIES), { minLength: 1 }),
      fc.array(batch, { minLength: 1, maxLength: 5 }),
      (texts, batches) => {
        const store = new FlatStore(document());
        const index = new QueryIndex<IncrementalQuery>((array) => store.arrayLength(array));
        const queries = texts.map((text) => new IncrementalQuery(text, store));
        for (const query of queries) index.add(query, query.ast);
        for (const steps of batches) {
          const taken = new Map<IncrementalQuery, Change[]>();
          for (const [kind, pointer, other] of steps) {
            const changes = written(store, kind, pointer, other);
            for (const query of index.reach(changes)) {
              taken.set(query, [...(taken.get(query) ?? []), ...changes]);
              for (const change of changes) index.widen(query, change);
            }
          }
          for (const [query, changes] of taken) {
            query.apply(changes);
            index.narrow(query);
          }
          // What a query was not given makes no difference, now or later
          for (const query of queries) {
            const { values, pointers } = new IncrementalQuery(query.ast, store);
            expect([query.values, query.pointers]).toEqual([values, pointers]);
          }
        }
      },
    ),
    fuzz(200),
  );
});

test('DM42: a write reaches no live query whose places it is beside, nor one that was deleted', () => {
  const store = new FlatStore(document());
  const index = new QueryIndex<string>((array) => store.arrayLength(array));
  for (const text of QUERIES) index.add(text, parse(text));
  const reached = (...changes: readonly Change[]): string[] => [...index.reach(changes)];
  const deep = store.set('/other/deep/value', 2);
  expect(reached(...deep)).toEqual(['$', '$..name', '$.map[?@.x == $.other.deep.value]']);
  index.delete('$');
  index.delete('$..name');
  expect(reached(...deep)).toEqual(['$.map[?@.x == $.other.deep.value]']);
  expect(reached(...store.set('/elsewhere', 1))).toEqual([]);
  expect(reached(...store.set('/limit/1', 7), ...store.set('/map/a/b/0', 7))).toEqual([
    '$.limit',
    "$.list[?@.n > $.limit['1']].name",
    "$.map['2', 'a'].x",
    '$.map[?@.x == $.other.deep.value]',
    '$.map.a.b[*]',
  ]);
  for (const text of QUERIES) index.delete(text);
  expect(reached(...deep, ...store.set('/list', []))).toEqual([]);
});

test('DM42: queries that come and go at a place that is written again and again are reached while they are there', () => {
  const store = new FlatStore(document());
  const index = new QueryIndex<string>((array) => store.arrayLength(array));
  const changes = store.set('/other/deep/value', 2);
  const reached = (): string[] => [...index.reach(changes)];
  expect(reached()).toEqual([]);
  for (const name of ['a', 'b', 'c']) index.add(name, parse('$.other.deep.value'));
  expect(reached()).toEqual(['a', 'b', 'c']);
  index.delete('b');
  expect(reached()).toEqual(['a', 'c']);
  index.delete('a');
  index.delete('c');
  expect(reached()).toEqual([]);
  index.add('d', parse('$.other.deep.value'));
  expect(reached()).toEqual(['d']);
});

/** A store of 100 rows, the live queries 0 to 109 of one row each, and -1, another one; and which of them Changes reach. */
function rowsBeside(other: string): {
  store: FlatStore;
  reached: (changes: readonly Change[]) => number[];
} {
  const store = new FlatStore({ rows: Array.from({ length: 100 }, () => ({ cells: [1, 2] })) });
  const index = new QueryIndex<number>((array) => store.arrayLength(array));
  for (let row = 0; row < 110; row++) index.add(row, parse(`$.rows[${row}].cells[?@ > 1]`));
  index.add(-1, parse(other));
  const reached = (changes: readonly Change[]): number[] =>
    [...index.reach(changes)].toSorted((a, b) => a - b);
  return { store, reached };
}

test('DM42: a write in an array reaches the queries of that element, a shift those of the elements that it shifts', () => {
  // No shift in the rows concerns the last one
  const { store, reached } = rowsBeside('$.columns');
  // Before, each of these asked all queries below the array
  expect(reached(store.set('/rows/7/name', 'x'))).toEqual([]);
  expect(reached(store.set('/rows/7', { cells: [3] }))).toEqual([7]);
  expect(reached(store.set('/rows/7/cells/0', 5))).toEqual([7]);
  expect(reached(store.insert('/rows', 0, {}))).toHaveLength(110);
  expect(reached(store.move('/rows/3', '/rows/5'))).toEqual([3, 4, 5]);
  expect(reached(store.move('/rows/5', '/rows/3'))).toEqual([3, 4, 5]);
  expect(reached(store.move('/rows/3', '/rows/13'))).toHaveLength(110);
  expect(reached(store.set('/rows', []))).toHaveLength(110);
});

test('DM42: an insertion near the end of an array reaches only the queries of the positions behind it', () => {
  const { store, reached } = rowsBeside('$.rows[*].cells');
  // Before, each of these asked all queries below the array
  expect(reached(store.insert('/rows', 100, {}))).toEqual([-1, 100, 101]);
  expect(reached(store.insert('/rows', 99, {}, {}))).toEqual([-1, 99, 100, 101, 102, 103, 104]);
  expect(reached(store.delete('/rows/102'))).toEqual([-1, 102]);
  expect(reached(store.move('/rows/101', '/rows/100'))).toEqual([-1, 100, 101]);
});
