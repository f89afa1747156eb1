/** The data that crosses package boundaries: the Changes of storage have the form that the others expect. */
import type { QueryChange } from '@data-map/path';
import { type Change, FlatStore } from '@data-map/storage';
import type { ChangeRecord } from '@data-map/subscriptions';
import { describe, expect, expectTypeOf, test } from 'vitest';

const brief = (changes: readonly Change[]): unknown[] =>
  changes.map(({ op, segments, value, previous, fromSegments }) =>
    fromSegments === undefined ? [op, segments, previous, value] : [op, fromSegments, segments],
  );

describe('Changes', () => {
  test('SEAM1: numbers name elements of arrays, strings members of objects', () => {
    const store = new FlatStore({ list: [{ '0': 'a' }], '0': { '1': 'b' } });
    expect(brief(store.set('/list/0/0', 'c'))).toEqual([['replace', ['list', 0, '0'], 'a', 'c']]);
    expect(brief(store.set('/0/1', 'd'))).toEqual([['replace', ['0', '1'], 'b', 'd']]);
  });

  test('SEAM3: add and remove shift an array, and create or remove a member; add never replaces', () => {
    const store = new FlatStore({ list: [1, 2], o: { a: 1 } });
    expect(brief(store.insert('/list', 0, 0))).toEqual([['add', ['list', 0], undefined, 0]]);
    expect(brief(store.delete('/list/1'))).toEqual([['remove', ['list', 1], 1, undefined]]);
    expect(brief(store.set('/o/b', 2))).toEqual([['add', ['o', 'b'], undefined, 2]]);
    expect(brief(store.set('/o/a', 3))).toEqual([['replace', ['o', 'a'], 1, 3]]);
    expect(store.toObject()).toEqual({ list: [0, 2], o: { a: 3, b: 2 } });
  });

  test('SEAM4: a move onto a member removes that member first', () => {
    const store = new FlatStore({ a: 1, b: 2, list: ['x', 'y', 'z'] });
    expect(brief(store.move('/a', '/b'))).toEqual([
      ['remove', ['b'], 2, undefined],
      ['move', ['a'], ['b']],
    ]);
    expect(brief(store.move('/list/0', '/list/2'))).toEqual([['move', ['list', 0], ['list', 2]]]);
    expect(store.toObject()).toEqual({ b: 1, list: ['y', 'z', 'x'] });
  });

  test('SEAM5: a write below missing parents is one add of the first missing place', () => {
    const store = new FlatStore({});
    expect(brief(store.set('/a/0/b', 1))).toEqual([['add', ['a'], undefined, [{ b: 1 }]]]);
  });

  test('SEAM6: the values in a Change are never modified', () => {
    const store = new FlatStore({ o: { list: [1] } }, { freeze: false });
    const [replaced] = store.set('/o', { list: [2] });
    const [removed] = store.delete('/o/list');
    store.set('/o', { list: [3] });
    store.set('/o/list/0', 4);
    expect(replaced).toMatchObject({ previous: { list: [1] }, value: { list: [2] } });
    expect(removed).toMatchObject({ previous: [2] });
  });

  test('SEAM7: the root is only replaced', () => {
    expect(brief(new FlatStore({ a: 1 }).set('', [2]))).toEqual([['replace', [], { a: 1 }, [2]]]);
  });

  test('SEAM2, SEAM8: storage satisfies the interfaces that path and subscriptions declare', () => {
    expectTypeOf<Change>().toExtend<QueryChange>();
    expectTypeOf<Change>().toExtend<ChangeRecord>();
    expectTypeOf<FlatStore['getAt']>().toBeCallableWith(['a', 0]);
  });
});
