/** Tests the equivalences that `docs/migrating.md` states, with the libraries that it names. */
import { compile, createDataMap, jsonEqual, query, type Patch } from '@data-map/core';
import { enablePatches, produceWithPatches } from 'immer';
import { JSONPath } from 'jsonpath-plus';
import _ from 'lodash';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';

test('lodash: each row of the table', () => {
  const plain: any = { a: { b: [{ c: 5 }] }, n: null };
  const store = createDataMap<any>(structuredClone(plain));
  expect(store.get('/a/b/0/c') ?? 'x').toBe(_.get(plain, 'a.b[0].c', 'x'));
  expect(store.get('/a/z') ?? 'x').toBe(_.get(plain, 'a.z', 'x'));
  // The difference that the page mentions
  expect([store.get('/n') ?? 'x', _.get(plain, 'n', 'x')]).toEqual(['x', null]);
  _.set(plain, 'a.d', 1);
  store.set('/a/d', 1);
  _.update(plain, 'a.d', (value) => value + 1);
  store.update('/a/d', (value: any) => value + 1);
  expect(store.toObject()).toEqual(plain);
  _.merge(plain, { a: { e: { f: 1 } } });
  store.mergePatch({ a: { e: { f: 1 } } });
  _.unset(plain, 'a.d');
  store.delete('/a/d');
  expect(store.toObject()).toEqual(plain);
  expect(store.has('/a/d')).toBe(_.has(plain, 'a.d'));
  for (const other of [{ x: [1] }, { x: [2] }]) {
    expect(jsonEqual({ x: [1] }, other)).toBe(_.isEqual({ x: [1] }, other));
  }
});

test('immer and zustand: patches, and merging one level', () => {
  enablePatches();
  const store = createDataMap({ list: [2, 3], count: 0 });
  const patches: Patch[] = [];
  store.onCommit(({ patch }) => patches.push(patch));
  const [next, theirs] = produceWithPatches({ list: [2, 3], count: 0 }, (draft) => {
    draft.list.unshift(1);
  });
  store.unshift('/list', 1);
  expect(store.toObject()).toEqual(next);
  expect(patches).toEqual([[{ op: 'add', path: '/list/0', value: 1 }]]);
  expect(theirs.length).toBeGreaterThan(1);
  expect(theirs[0]?.path).toEqual(['list', 0]);

  const state = { a: 1, deep: { x: 1, y: 2 } as Record<string, number> };
  const zustand = createStore(() => state);
  zustand.setState({ deep: { x: 5 } });
  const ours = createDataMap(structuredClone(state));
  ours.mergePatch({ deep: { x: 5 } });
  expect(zustand.getState()).toEqual({ a: 1, deep: { x: 5 } });
  expect(ours.toObject()).toEqual({ a: 1, deep: { x: 5, y: 2 } });
});

test('jsonpath-plus: each row of the table', () => {
  const json = {
    book: [
      { price: 8, isbn: '', name: 'ab', sold: false },
      { price: 22, isbn: '1', name: 'cd', sold: true },
      { price: 9, name: 'ef' },
    ],
  };
  const theirs = (path: string, options = {}): unknown =>
    JSONPath({ path, json, eval: 'safe', ...options });
  const path = '$..price';
  expect(query(json, path)).toEqual(theirs(path));
  expect(compile(path).pointers(json)).toEqual(theirs(path, { resultType: 'pointer' }));
  const nodes = compile(path).nodes(json);
  expect(nodes.map((node) => node.path)).toEqual(theirs(path, { resultType: 'path' }));
  expect(nodes.map(({ parent }) => parent?.value)).toEqual(theirs(path, { resultType: 'parent' }));
  expect(compile('$.book[0].price').first(json)).toBe(theirs('$.book[0].price', { wrap: false }));
  for (const [there, here] of [
    ['$..book[(@.length-1)]', '$..book[-1]'],
    ['$.book[?(@.sold)]', '$.book[?@.sold == true]'],
    ['$.book[?(@.isbn)]', '$.book[?@.isbn && @.isbn != ""]'],
    [
      '$.book[?(@.price < 10 && @.name.match(/^a/))]',
      '$.book[?@.price < 10 && search(@.name, "^a")]',
    ],
    ["$.book[?(@.name === 'ab')]", "$.book[?@.name == 'ab']"],
  ] as const) {
    expect(query(json, here)).toEqual(theirs(there));
  }
});
