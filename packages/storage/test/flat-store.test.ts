import fc from 'fast-check';
import { formatPointer, matchPattern, PointerSyntaxError } from '@data-map/path';
import {
  FlatStore,
  IndexError,
  invertChange,
  LocationError,
  StorageError,
  ValueError,
} from '@data-map/storage';
import type { Change } from '@data-map/storage';
import { describe, expect, test } from 'vitest';
import { work as counts } from '../src/entry.ts';
import { json, pointer } from './arbitraries.ts';
import { fuzz, NASTY } from './fuzz.ts';
import { clone } from './oracle.ts';

const brief = (changes: readonly Change[]): unknown[] =>
  changes.map(({ op, pointer: place, from, value }) =>
    from === undefined ? [op, place, value] : [op, from, place],
  );

function caught(work: () => unknown): StorageError {
  try {
    work();
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

describe('reading', () => {
  test('STO5: a container keeps its identity until something at or below it changes', () => {
    const document = { users: [{ name: 'Ada', tags: ['x'] }, { name: 'Alan' }], limit: 3 };
    const store = new FlatStore(document);
    expect(store.get('')).toBe(document);
    const [users, ada, alan] = [store.get('/users'), store.get('/users/0'), store.get('/users/1')];
    const tags = store.get('/users/0/tags');
    store.set('/limit', 4);
    expect(store.get('/users')).toBe(users);
    store.set('/users/0/name', 'Grace');
    expect(store.get('/users')).not.toBe(users);
    expect(store.get('/users/0')).not.toBe(ada);
    expect(store.get('/users/0/tags')).toBe(tags);
    expect(store.get('/users/1')).toBe(alan);
    expect(store.get('/users')).toBe(store.get('/users'));
    expect(document).toEqual({ users: [{ name: 'Ada', tags: ['x'] }, { name: 'Alan' }], limit: 3 });
  });

  test('STO6: only own members and real elements are found', () => {
    const store = new FlatStore({ s: 'text', l: ['a'], d: new Date(0), n: null });
    for (const nothing of [
      '/toString',
      '/constructor',
      '/__proto__',
      '/__proto__/toString',
      '/s/0',
      '/s/length',
      '/l/length',
      '/l/-',
      '/l/-1',
      '/l/01',
      '/l/1e0',
      '/l/+0',
      '/l/ 0',
      '/l/4294967296',
      '/d/getTime',
      '/n/x',
    ]) {
      expect([nothing, store.get(nothing), store.has(nothing)]).toEqual([
        nothing,
        undefined,
        false,
      ]);
    }
    expect(store.get('/d')).toEqual(new Date(0));
    expect(store.has('/n')).toBe(true);
  });

  test('STO6: members added to Object.prototype are not part of any document', () => {
    Reflect.defineProperty(Object.prototype, 'intruder', { value: 1, configurable: true });
    try {
      const store = new FlatStore({ a: {} });
      expect(store.get('/a/intruder')).toBeUndefined();
      expect(store.set('/a/intruder', 1)).toHaveLength(1);
      expect(store.delete('/a/intruder')).toHaveLength(1);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'intruder');
    }
  });

  test('STO6: what an object inherits from the Object.prototype of another realm is not a member', () => {
    // Writing 1 over it used to change nothing, and a `replace` told of a value that was never there
    const foreign = Object.create(Object.assign(Object.create(null), { inherited: 1 }));
    const store = new FlatStore({ a: foreign });
    expect(store.set('/a/inherited', 1)).toMatchObject([{ op: 'add', previous: undefined }]);
    expect(store.toObject()).toEqual({ a: { inherited: 1 } });
    const other = new FlatStore({ a: foreign });
    expect(other.setDeep('/a', { inherited: 2 })).toMatchObject([{ op: 'add', value: 2 }]);
  });

  test('STO5: JSON.stringify of a store writes its document; it used to write the options', () => {
    const store = new FlatStore({ a: [1, { b: null }] });
    store.set('/a/1/b', 2);
    expect(JSON.stringify({ store })).toBe('{"store":{"a":[1,{"b":2}]}}');
  });

  test('STO6: nasty names are ordinary members, and nothing is polluted', () => {
    const store = new FlatStore();
    for (const [i, name] of NASTY.entries()) {
      expect(store.set(formatPointer([name, 'x', name]), i)).toHaveLength(1);
    }
    for (const [i, name] of NASTY.entries()) {
      const at = ['0', '-'].includes(name) ? '0' : name;
      expect(store.get(formatPointer([name, 'x', at]))).toBe(i);
      expect(store.get(formatPointer([name]))).toBe(store.getAt([name]));
    }
    expect(store.size).toBe(NASTY.length);
    expect(Object.getPrototypeOf(store.toObject())).toBe(Object.prototype);
    expect({} as Record<string, unknown>).not.toHaveProperty('polluted');
  });

  test('STO7: every method throws for a malformed pointer and changes nothing', () => {
    const store = new FlatStore({ a: 1 });
    for (const bad of ['a', '/a~2', '/~', ' /a']) {
      const uses: (() => unknown)[] = [
        () => store.get(bad),
        () => store.has(bad),
        () => store.set(bad, 2),
        () => store.delete(bad),
        () => store.insert(bad, 0, 1),
        () => store.move('/a', bad),
        () => store.move(bad, '/a'),
        () => store.splice(bad, 0),
        () => store.exchange(bad, 0, 0, [1]),
        () => store.sort(bad),
        () => store.reverse(bad),
        () => store.setDeep(bad, 2),
        () => store.keys(bad),
        () => store.entries(bad),
        () => store.sortedKeys(bad),
        () => store.getVersion(bad),
        () => store.typeAt(bad),
        () => store.arrayLength(bad),
        () => store.segmentsOf(bad),
        () => store.getObject(bad),
        () => store.snapshot().get(bad),
        () => store.snapshot().has(bad),
        () => store.snapshot().keys(bad),
        () => store.snapshot().entries(bad),
        () => store.snapshot().getPointersMatchingPattern(bad),
        () => store.getPointersMatchingPattern(bad),
      ];
      // A pattern may hold ~2
      for (const use of bad === '/a~2' ? uses.slice(0, -2) : uses) {
        expect(use).toThrow(PointerSyntaxError);
      }
    }
    expect(store.toObject()).toEqual({ a: 1 });
    expect(store.version).toBe(0);
  });
});

describe('looking without reading', () => {
  test('STO27: has is true for a leaf that is written often exactly as long as the leaf exists', () => {
    const store = new FlatStore({ list: [{ a: 1 }, { a: 2 }] });
    for (let i = 0; i < 9; i++) store.set('/list/1/a', i);
    expect(store.has('/list/1/a')).toBe(true);
    store.delete('/list/0');
    expect([store.has('/list/1/a'), store.has('/list/0/a')]).toEqual([false, true]);
    for (let i = 0; i < 9; i++) store.set('/list/0/a', i);
    store.set('/list/0/a', { b: 1 });
    expect([store.has('/list/0/a'), store.has('/list/0/a/b')]).toEqual([true, true]);
    store.delete('/list/0/a');
    expect(store.has('/list/0/a')).toBe(false);
  });

  test('STO27 STO21: arrays and plain objects are containers, everything else is a leaf', () => {
    const store = new FlatStore({
      o: {},
      l: [[]],
      n: null,
      f: false,
      d: new Date(0),
      m: new Map(),
      u: undefined,
    });
    const found = ['', '/o', '/l', '/l/0', '/n', '/f', '/d', '/m'].map((at) => store.typeAt(at));
    expect(found.join(' ')).toBe('object object array array leaf leaf leaf leaf');
    for (const at of ['/u', '/l/1', '/l/-', '/l/00', '/l/length', '/toString', '/n/x']) {
      expect(store.typeAt(at)).toBeUndefined();
    }
    store.set('', 5);
    expect(store.typeAt('')).toBe('leaf');
    store.set('', ['x']);
    expect(store.typeAt('')).toBe('array');
    store.delete('/0');
    expect(store.typeAt('/0')).toBeUndefined();
  });

  test('STO27: settledAt gives a value exactly if that needs no copy', () => {
    const document = { a: { b: [1, { c: 2 }] }, d: { e: 3 } };
    const store = new FlatStore(document);
    expect(store.settledAt([])).toBe(document);
    store.set('/a/b/1/c', 4);
    const { copies } = counts;
    for (const at of [
      [],
      ['a'],
      ['a', 'b'],
      ['a', 'b', 1],
      ['a', 'x'],
      ['a', 'b', 2],
      ['d', 'e', 'f'],
    ])
      expect(store.settledAt(at)).toBeUndefined();
    expect([store.settledAt(['a', 'b', 0]), store.settledAt(['a', 'b', 1, 'c'])]).toEqual([1, 4]);
    expect(store.settledAt(['d'])).toBe(document.d);
    expect(counts.copies).toBe(copies);
    const read = store.get('/a');
    expect([store.settledAt(['a']), store.settledAt([])]).toEqual([read, undefined]);
  });
});

describe('writing', () => {
  test('STO8: on an array an index replaces, the length and "-" append, deleting closes the gap', () => {
    const store = new FlatStore({ l: ['a', 'b'] });
    expect(brief(store.set('/l/0', 'A'))).toEqual([['replace', '/l/0', 'A']]);
    expect(brief(store.set('/l/2', 'c'))).toEqual([['add', '/l/2', 'c']]);
    expect(brief(store.set('/l/-', 'd'))).toEqual([['add', '/l/3', 'd']]);
    expect(brief(store.delete('/l/1'))).toEqual([['remove', '/l/1', undefined]]);
    expect(store.toObject()).toEqual({ l: ['A', 'c', 'd'] });
    expect(store.arrayLength('/l')).toBe(3);
    expect(store.arrayLength('')).toBeUndefined();
  });

  test('STO8: an index past the end, and a segment that is no index, throw by name and change nothing', () => {
    const store = new FlatStore({ l: ['a', 'b'] });
    const error = caught(() => store.set('/l/7', 'x'));
    expect(error).toBeInstanceOf(IndexError);
    expect(error.code).toBe('INDEX_RANGE');
    expect(error.message).toBe('Index 7 is out of range at "/l" (length 2); append with "-"');
    for (const token of [
      '01',
      '-1',
      '1e0',
      '+1',
      ' 1',
      'x',
      '',
      '4294967296',
      '__proto__',
      'length',
    ]) {
      expect(caught(() => store.set(`/l/${token}`, 1)).code).toBe('INDEX_SYNTAX');
      expect(caught(() => store.set(`/l/${token}/deep`, 1)).code).toBe('INDEX_SYNTAX');
    }
    expect(caught(() => store.set('/l/4294967294', 1)).code).toBe('INDEX_RANGE');
    expect(caught(() => store.set('/l/3/deep', 1)).code).toBe('INDEX_RANGE');
    expect(caught(() => store.splice('/l', 3, 0, 'x')).code).toBe('INDEX_RANGE');
    expect(caught(() => store.insert('/l', -1, 'x')).code).toBe('INDEX_RANGE');
    expect(caught(() => store.insert('/l', 0.5, 'x')).code).toBe('INDEX_RANGE');
    expect(store.version).toBe(0);
  });

  test('STO9: missing parents are created, as one add at the first of them', () => {
    const store = new FlatStore({});
    expect(brief(store.set('/a/b/0/c', 1))).toEqual([['add', '/a', { b: [{ c: 1 }] }]]);
    expect(brief(store.set('/a/b/-/-', 2))).toEqual([['add', '/a/b/1', [2]]]);
    expect(brief(store.set('/x/1', 3))).toEqual([['add', '/x', { 1: 3 }]]);
    expect(brief(store.set('/__proto__/p', 4))).toEqual([['add', '/__proto__', { p: 4 }]]);
    expect(brief(store.insert('/list', 0, 1, 2))).toEqual([['add', '/list', [1, 2]]]);
    expect(brief(store.insert('/other', 0))).toEqual([]);
  });

  test('STO9: a write through a leaf throws and names it', () => {
    const store = new FlatStore({ a: { s: 'text', n: null, d: new Date(0) } });
    const error = caught(() => store.set('/a/s/x/y', 1));
    expect(error).toBeInstanceOf(LocationError);
    expect(error.code).toBe('NOT_A_CONTAINER');
    expect(error.message).toBe('Expected an object or array at "/a/s" but found a string');
    expect(caught(() => store.set('/a/n/x', 1)).message).toContain('found null');
    // Regression: the message said "Expected an object or array … but found an object"
    expect(caught(() => store.set('/a/d/x', 1)).message).toContain(
      '"/a/d" but found an opaque object',
    );
    expect(caught(() => store.insert('/a', 0, 1)).code).toBe('NOT_AN_ARRAY');
    expect(caught(() => store.sort('/a/s')).code).toBe('NOT_AN_ARRAY');
    expect(caught(() => store.reverse('/nothing')).code).toBe('NOT_FOUND');
    expect(store.delete('/a/s/x')).toEqual([]);
    expect(store.version).toBe(0);
  });

  test('STO10: the root may be of every JSON type; it can be replaced but not deleted', () => {
    for (const root of [{}, [], 'text', 0, true, false, null]) {
      const store = new FlatStore(root);
      expect(store.get('')).toBe(root);
      expect(store.has('')).toBe(true);
      expect(caught(() => store.delete('')).code).toBe('ROOT');
      expect(store.set('', 'other')).toEqual([
        { op: 'replace', pointer: '', segments: [], value: 'other', previous: root },
      ]);
      expect(store.set('', [1])).toHaveLength(1);
      expect(brief(store.set('/-', 2))).toEqual([['add', '/1', 2]]);
      expect(store.fromObject({ a: 1 })).toHaveLength(1);
      expect(store.get('/a')).toBe(1);
    }
    expect(new FlatStore([1]).toObject()).toEqual([1]);
    expect(caught(() => new FlatStore([1]).move('', '/0')).code).toBe('MOVE_INTO_ITSELF');
  });

  test('STO11: values that are not JSON are refused, also as one of several arguments', () => {
    const store = new FlatStore({ l: [1] });
    for (const bad of [undefined, () => 1, Symbol('s')]) {
      const uses = [
        () => store.set('/a', bad),
        () => store.set('/l/0', bad),
        () => store.insert('/l', 0, 2, bad),
        () => store.splice('/l', 0, 1, 2, bad),
        () => store.setDeep('/l', [2, bad, 3]),
        () => store.setDeep('', bad),
        () => store.fromObject(bad),
      ];
      for (const use of bad === undefined ? uses.filter((_, i) => i !== 4) : uses) {
        expect(caught(use)).toBeInstanceOf(ValueError);
      }
    }
    expect(store.toObject()).toEqual({ l: [1] });
    expect(store.version).toBe(0);
    expect(() => new FlatStore(() => 1)).toThrow(
      'Expected a JSON value for "" but found a function',
    );
  });

  test('STO12: writing an equal leaf or the same container changes nothing; writing an equal container is a change', () => {
    const list = [1];
    const store = new FlatStore({ a: 1, z: 0, nan: Number.NaN, l: list });
    expect(store.set('/a', 1)).toEqual([]);
    expect(store.set('/z', -0)).toEqual([]);
    expect(store.set('/nan', Number.NaN)).toEqual([]);
    expect(store.set('/l', list)).toEqual([]);
    expect(store.delete('/none')).toEqual([]);
    expect(store.delete('/l/9')).toEqual([]);
    expect(store.move('/a', '/a')).toEqual([]);
    expect(store.sort('/l')).toEqual([]);
    expect(store.version).toBe(0);
    expect(store.set('/l', [1])).toHaveLength(1);
    expect(store.setDeep('/l', [1])).toEqual([]);
  });

  test('STO12: setDeep replaces arrays with holes or undefined as a whole, and equal ones not at all', () => {
    const store = new FlatStore({ z: 1, a: [1, 2, 3] }, { freeze: false });
    // Regression: z was written before an index was found to be out of range
    expect(brief(store.setDeep('', { a: [1, undefined, 3], z: 2 }))).toEqual([
      ['replace', '/z', 2],
      ['replace', '/a', [1, undefined, 3]],
    ]);
    expect(store.setDeep('/a', [1, undefined, 3])).toEqual([]);
    expect(brief(store.setDeep('/a', [1, 4, 3]))).toEqual([['replace', '/a', [1, 4, 3]]]);
    // eslint-disable-next-line no-sparse-arrays -- holes are what is tested
    expect(brief(store.setDeep('/a', [1, , 3]))).toHaveLength(1);
    expect(store.version).toBe(4);
  });

  test('STO6, STO14: a member called undefined moves like any other', () => {
    const inner = new FlatStore({ a: { undefined: { x: 1 } } });
    expect(inner.move('/a/undefined', '/a')).toHaveLength(1);
    expect(inner.toObject()).toEqual({ a: { x: 1 } });
    const outer = new FlatStore({ undefined: 1 });
    outer.move('/undefined', '');
    expect(outer.toObject()).toBe(1);
  });

  test('STO26: insert takes as many values as splice', () => {
    const values = Array.from({ length: 70_000 }, () => 1);
    const store = new FlatStore({ a: [] });
    expect(store.insert('/a', 0, ...values)).toHaveLength(70_000);
  });

  test('STO15: apply refuses what is not a Change, and puts back any value that a document held', () => {
    const held = (): number => 1;
    const store = new FlatStore({ k: 1, b: 2, f: held, a: [1] }, { freeze: false });
    const replaced = store.set('/f', 2);
    for (let reads = 0; reads < 20; reads++) store.get('/f');
    store.takeBack(replaced);
    expect(store.get('/f')).toBe(held);
    const { version } = store;
    for (const wrong of [
      { op: 'frob', pointer: '/k', segments: ['k'], value: 2 },
      { op: 'move', from: '/k', pointer: '/b', segments: ['b'], value: 1 },
      { op: 'add', pointer: '/a/0.5', segments: ['a', 0.5], value: 3 },
      { op: 'add', pointer: '/a/NaN', segments: ['a', NaN], value: 3 },
    ]) {
      expect(() => store.apply({ previous: undefined, ...wrong } as Change)).toThrow(StorageError);
    }
    expect(store.version).toBe(version);
  });

  test('STO12: setDeep changes only what differs', () => {
    const store = new FlatStore({ a: { x: 1, y: [1, 2, 3] }, b: { z: 1 } });
    const b = store.get('/b');
    const changes = brief(store.setDeep('', { a: { x: 2, y: [1, 9] }, b: { z: 1 }, c: [] }));
    expect(new Set(changes)).toEqual(
      new Set([
        ['replace', '/a/x', 2],
        ['remove', '/a/y/2', undefined],
        ['replace', '/a/y/1', 9],
        ['add', '/c', []],
      ]),
    );
    expect(store.get('/b')).toBe(b);
  });
});

describe('arrays', () => {
  const letters = (): FlatStore => new FlatStore({ l: ['a', 'b', 'c', 'd'] });

  test('STO13: each operation gives the fewest Changes', () => {
    expect(brief(letters().insert('/l', 1, 'x'))).toEqual([['add', '/l/1', 'x']]);
    expect(brief(letters().insert('/l', 4, 'x', 'y'))).toEqual([
      ['add', '/l/4', 'x'],
      ['add', '/l/5', 'y'],
    ]);
    expect(brief(letters().splice('/l', 1, 2))).toEqual([
      ['remove', '/l/1', undefined],
      ['remove', '/l/1', undefined],
    ]);
    expect(
      letters()
        .splice('/l', 1, 2)
        .map(({ previous }) => previous),
    ).toEqual(['b', 'c']);
    expect(brief(letters().splice('/l', 1, 2, 'b', 'x', 'y'))).toEqual([
      ['replace', '/l/2', 'x'],
      ['add', '/l/3', 'y'],
    ]);
    expect(brief(letters().splice('/l', 2))).toHaveLength(2);
    // As in Array.prototype.splice, an omitted count removes all, and an undefined count none
    expect(brief(letters().splice('/l', 0, undefined))).toEqual([]);
    expect(brief(letters().splice('/l', 0, undefined, 'x'))).toEqual([['add', '/l/0', 'x']]);
    expect(brief(letters().move('/l/0', '/l/2'))).toEqual([['move', '/l/0', '/l/2']]);
    expect(brief(letters().move('/l/0', '/l/-'))).toEqual([['move', '/l/0', '/l/3']]);
    const [reversed] = letters().reverse('/l');
    expect([reversed?.op, Array.from(reversed?.permutation ?? [])]).toEqual([
      'replace',
      [3, 2, 1, 0],
    ]);
    const big = new FlatStore(Array.from({ length: 10_000 }, (_, i) => i));
    expect(big.insert('', 0, 'x')).toHaveLength(1);
  });

  test('STO13: sort orders numbers and texts like Array.prototype.sort, and refuses a comparison that writes', () => {
    const store = new FlatStore([10, 9, 1]);
    store.sort('');
    expect(store.toObject()).toEqual([1, 10, 9]);
    store.sort('', (a, b) => Number(a) - Number(b));
    expect(store.toObject()).toEqual([1, 9, 10]);
    const failed = caught(() =>
      store.sort('', () => {
        store.set('/0', store.version);
        return 1;
      }),
    );
    expect(failed.code).toBe('CHANGED');
    expect(() =>
      store.sort('', () => {
        throw new RangeError('mine');
      }),
    ).toThrow('mine');
  });

  test('STO14: a move onto a member removes that member first; a move into itself is refused', () => {
    const store = new FlatStore({ a: 1, b: 2, l: [{ x: 1 }, { x: 2 }] });
    expect(brief(store.move('/a', '/b'))).toEqual([
      ['remove', '/b', undefined],
      ['move', '/a', '/b'],
    ]);
    expect(caught(() => store.move('/l/0', '/l/0/x')).code).toBe('MOVE_INTO_ITSELF');
    expect(caught(() => store.move('/none', '/x')).code).toBe('NOT_FOUND');
    // The target counts as after the removal
    expect(brief(store.move('/l/0/x', '/l/1/y'))).toEqual([['move', '/l/0/x', '/l/1/y']]);
    expect(brief(store.move('/l/0', '/l/0/0'.slice(0, 4)))).toEqual([]);
    expect(brief(store.move('/l/1/x', '/l/1'))).toEqual([
      ['remove', '/l/1/x', undefined],
      ['add', '/l/1', 2],
    ]);
    expect(brief(store.move('/l', ''))).toEqual([['replace', '', [{}, 2, { y: 1 }]]]);
    // The location of the replaced member counts as before the removal
    expect(brief(new FlatStore([0, 1, { x: 2 }]).move('/0', '/1/x'))).toEqual([
      ['remove', '/2/x', undefined],
      ['move', '/0', '/1/x'],
    ]);
  });

  test('STO14: with missing parents a move is a removal and an addition', () => {
    const store = new FlatStore({ a: 1 });
    expect(brief(store.move('/a', '/b/c'))).toEqual([
      ['remove', '/a', undefined],
      ['add', '/b', { c: 1 }],
    ]);
  });

  test('STO14: a move to a place below an element that is missing after the removal is refused', () => {
    const columns = (): unknown => ({
      columns: [
        { name: 'a', cards: [] },
        { name: 'b', cards: [] },
      ],
    });
    const store = new FlatStore(columns());
    // Regression: the move created a third column that held nothing but the first one
    for (const to of ['/columns/1/cards/0', '/columns/1/cards/-', '/columns/-/cards/0']) {
      const error = caught(() => store.move('/columns/0', to));
      expect([to, error.code, error.message]).toEqual([
        to,
        'NOT_FOUND',
        expect.stringContaining('/columns/1"'),
      ]);
    }
    expect(store.get('')).toEqual(columns());
    store.move('/columns/1', '/columns/0/cards/-');
    expect(store.get('')).toEqual({ columns: [{ name: 'a', cards: [{ name: 'b', cards: [] }] }] });
  });

  test('STO15: apply applies a Change, and refuses one that does not fit', () => {
    const store = new FlatStore({ l: [1, 2], a: 1 });
    const place = { pointer: '/l/0', segments: ['l', 0], value: 1, previous: undefined } as const;
    expect(brief(store.apply({ op: 'add', ...place }))).toEqual([['add', '/l/0', 1]]);
    expect(store.get('/l')).toEqual([1, 1, 2]);
    const gone = { op: 'remove', pointer: '/x', segments: ['x'], value: undefined } as const;
    expect(caught(() => store.apply({ ...gone, previous: 1 })).code).toBe('NOT_FOUND');
    const misfits = [
      { op: 'replace', pointer: '/x', segments: ['x'] },
      { op: 'replace', pointer: '/l/3', segments: ['l', 3] },
      { op: 'replace', pointer: '/x/y', segments: ['x', 'y'] },
      { op: 'add', pointer: '/x/y', segments: ['x', 'y'] },
      { op: 'move', pointer: '/x/y', segments: ['x', 'y'], from: '/a', fromSegments: ['a'] },
    ] as const;
    for (const misfit of misfits) {
      const change = { ...misfit, value: 5, previous: undefined };
      expect(caught(() => store.apply(change)).code).toBe('NOT_FOUND');
    }
    const order = {
      op: 'replace',
      pointer: '/l',
      segments: ['l'],
      value: [],
      previous: [],
    } as const;
    for (const permutation of [
      [0, 1],
      [0, 0, 1],
      [0, 1, 3],
      [0, 1, 2, 3],
    ]) {
      expect(caught(() => store.apply({ ...order, permutation }))).toBeInstanceOf(StorageError);
    }
    expect(brief(store.apply({ ...order, permutation: [2, 0, 1] }))).toEqual([
      ['replace', '/l', [2, 1, 1]],
    ]);
  });
});

describe('listing', () => {
  const document = {
    a: { x: 1, y: [true, null] },
    empty: {},
    none: [],
    b: 'text',
    '': { '/~': 2 },
  };

  test('STO16: keys and entries are the leaves in document order, size counts them', () => {
    const store = new FlatStore(document);
    const keys = ['/a/x', '/a/y/0', '/a/y/1', '/b', '//~1~0'];
    expect([...store.keys()]).toEqual(keys);
    expect([...store.entries('/a')]).toEqual([
      ['/a/x', 1],
      ['/a/y/0', true],
      ['/a/y/1', null],
    ]);
    expect([...store.keys('/b')]).toEqual(['/b']);
    expect([...store.keys('/nothing')]).toEqual([]);
    expect(store.sortedKeys()).toEqual(keys.toSorted());
    expect(store.size).toBe(5);
    expect([...new FlatStore(1).entries()]).toEqual([['', 1]]);
    expect(new FlatStore().size).toBe(0);
  });

  test('STO16: an iterator shows the document as it was when the iterator was requested', () => {
    const store = new FlatStore({ a: 1, b: { c: 2 } });
    const keys = store.keys();
    store.set('/b/c', 3);
    store.set('/b/d', 4);
    expect(keys.next().value).toBe('/a');
    store.delete('/b');
    expect([...keys]).toEqual(['/b/c']);
  });

  test('STO16: after every step, size equals the number of keys', () => {
    const write = fc.record({ pointer, value: fc.oneof(json, fc.constant(undefined)) });
    fuzz(
      fc.property(json, fc.array(write, { maxLength: 20 }), (start, writes) => {
        const store = new FlatStore(start);
        for (const { pointer: place, value } of writes) {
          try {
            if (value === undefined) store.delete(place);
            else store.set(place, value);
          } catch {
            // The write was refused
          }
          expect([...store.keys()]).toHaveLength(store.size);
        }
      }),
      200,
    );
  });

  test('STO16: size is kept up to date as small containers are added and removed, and counted again after large ones', () => {
    let reads = 0;
    const watched = (): object =>
      Object.defineProperty({}, 'x', { enumerable: true, get: () => (reads++, 1) });
    const store = new FlatStore({ list: [watched(), watched()], by: {} }, { freeze: false });
    expect(store.size).toBe(2);
    reads = 0;
    store.insert('/list', 0, { a: [1, 2, {}], b: null });
    store.set('/by/k', [[[3]]]);
    store.set('/by/k', { deep: { er: [] }, x: 1, y: 2 });
    expect(store.size).toBe(7);
    store.delete('/list/0');
    store.move('/by/k', '/by/l');
    store.reverse('/list');
    expect(store.size).toBe(4);
    expect(reads).toBe(0);
    for (const many of [999, 1000, 1001, 5000]) {
      const size = store.size;
      store.set('/by/many', { in: Array.from({ length: many }, () => 1) });
      expect(store.size).toBe(size + many);
      store.delete('/by/many');
      expect(store.size).toBe(size);
    }
  });

  test('STO17: a pattern finds every value that it matches, containers included, in document order', () => {
    const text = fc
      .array(fc.constantFrom('*', '**', 'a', 'b', '0', '~2', '__proto__', ''), { maxLength: 4 })
      .map((segments) => segments.map((segment) => `/${segment}`).join(''));
    fuzz(
      fc.property(json, text, (start, pattern) => {
        const store = new FlatStore(start);
        const all: string[] = [];
        const visit = (value: unknown, place: (string | number)[]): void => {
          all.push(formatPointer(place));
          if (typeof value !== 'object' || value === null) return;
          if (Array.isArray(value))
            for (const [i, child] of value.entries()) visit(child, [...place, i]);
          else for (const [name, child] of Object.entries(value)) visit(child, [...place, name]);
        };
        visit(start, []);
        const found = store.getPointersMatchingPattern(pattern);
        expect(found).toEqual(all.filter((place) => matchPattern(pattern, place)));
        expect(store.snapshot().getPointersMatchingPattern(pattern)).toEqual(found);
      }),
      500,
    );
  });
});

describe('snapshots', () => {
  test('STO18: a snapshot is read like the store, and restoring it restores the identical containers', () => {
    const store = new FlatStore({ a: { b: 1 }, l: [1] });
    const snapshot = store.snapshot();
    const a = store.get('/a');
    store.set('/a/b', 2);
    store.insert('/l', 0, 0);
    expect([snapshot.get('/a/b'), snapshot.has('/a/c'), snapshot.getAt(['l', 0])]).toEqual([
      1,
      false,
      1,
    ]);
    expect([...snapshot.keys()]).toEqual(['/a/b', '/l/0']);
    expect([...snapshot.entries('/l')]).toEqual([['/l/0', 1]]);
    expect(snapshot.version).toBe(0);
    expect(store.restore(snapshot)).toHaveLength(1);
    expect(store.get('/a')).toBe(a);
    expect(store.restore(snapshot)).toEqual([]);
    expect(store.version).toBeGreaterThan(2);
    // As long as nothing is written, the snapshot is read through the store
    store.set('/a/b', 3);
    const late = store.snapshot();
    expect([late.get('/a/b'), late.has('/a/c'), late.getAt(['a', 'b'])]).toEqual([3, false, 3]);
    expect([late.get('/a'), late.getAt(['a'])]).toEqual([{ b: 3 }, store.get('/a')]);
  });

  test('STO19: with freeze, everything handed out is frozen, and writes still work', () => {
    const own = { a: [{ b: 1 }], d: new Date(0) };
    const store = new FlatStore(own, { freeze: true });
    const root = store.get('');
    expect(Object.isFrozen(root)).toBe(true);
    const [first] = store.get('/a') as { b: number }[];
    expect(() => {
      first!.b = 2;
    }).toThrow(TypeError);
    expect(Object.isFrozen(own.d)).toBe(false);
    const mine = { b: { c: 3 } };
    store.set('/a/0', mine);
    expect([Object.isFrozen(mine), Object.isFrozen(mine.b)]).toEqual([true, true]);
    store.set('/a/0/b/c', 4);
    expect(store.getAt(['a', 0, 'b'])).toEqual({ c: 4 });
    expect(Object.isFrozen(store.getAt(['a', 0, 'b']))).toBe(true);
    const free = new FlatStore({ a: {} }, { freeze: false });
    expect(Object.isFrozen(free.get('/a'))).toBe(false);
  });

  test('STO19: the segments of a Change are frozen too, because later Changes share them', () => {
    const store = new FlatStore({ a: { b: 0 }, list: [2, 1] }, { freeze: true });
    for (let i = 1; i < 20; i++) {
      const [change] = store.set('/a/b', i);
      expect(() => ((change!.segments as string[])[1] = 'c')).toThrow(TypeError);
      // Regression: the Change of a leaf that is written often was not frozen, though a pending snapshot shares it
      expect(Object.isFrozen(change)).toBe(true);
    }
    const [sorted] = store.sort('/list');
    expect(() => ((sorted!.permutation as number[])[0] = 7)).toThrow(TypeError);
    expect(() => ((sorted!.segments as string[])[0] = 'c')).toThrow(TypeError);
    expect(store.set('/a/b', -1)[0]).toMatchObject({ pointer: '/a/b', segments: ['a', 'b'] });
  });

  test('STO19: by default NODE_ENV decides, and without it nothing is frozen', () => {
    const mode = process.env['NODE_ENV'];
    const frozen = (value: string | undefined): boolean => {
      if (value === undefined) delete process.env['NODE_ENV'];
      else process.env['NODE_ENV'] = value;
      return Object.isFrozen(new FlatStore({ a: 1 }).toObject());
    };
    try {
      expect([frozen('development'), frozen('production'), frozen(undefined)]).toEqual([
        true,
        false,
        false,
      ]);
    } finally {
      process.env['NODE_ENV'] = mode;
    }
  });

  test('STO20: as long as getVersion is the same, so is the value', () => {
    const store = new FlatStore({ l: [{ n: 1 }, { n: 2 }], o: { p: 1, q: { r: 1 } } });
    // A place that is read often has a version of its own, any other that of its container
    for (let i = 0; i < 8; i++) for (const place of ['/l/0', '/o/q']) store.get(place);
    const [l0, q, p] = [
      store.getVersion('/l/0'),
      store.getVersion('/o/q'),
      store.getVersion('/o/p'),
    ];
    store.set('/l/1/n', 3);
    expect([store.getVersion('/l/0'), store.getVersion('/o/q')]).toEqual([l0, q]);
    store.insert('/l', 0, 'x');
    expect(store.getVersion('/l/0')).toBeGreaterThan(l0);
    store.set('/o/q/r', 2);
    store.set('/o/q/r', 3);
    expect(store.getVersion('/o/q')).toBe(store.version);
    expect(store.getVersion('/o')).toBe(store.version);
    expect(store.getVersion('/o/p')).toBeGreaterThanOrEqual(p);
  });

  test('STO20: writes of its neighbours do not grow the version of a leaf', () => {
    const store = new FlatStore({ a: 1, b: 2, l: [1, 2], c: { d: null } });
    const places = ['/a', '/b', '/l/0', '/l/1', '/c/d'];
    const versions = (): number[] => places.map((at) => store.getVersion(at));
    // Regression: the version of a leaf was that of its container
    const before = versions();
    store.set('/b', 3);
    store.set('/l/1', 3);
    store.set('/c/e', 3);
    store.delete('/c/e');
    store.setDeep('/c', { d: null, f: 1 });
    const after = versions();
    expect(after.map((version, i) => version > before[i]!)).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
    // Changed, and changed back
    store.set('/a', 2);
    store.set('/a', 1);
    expect(store.getVersion('/a')).toBe(store.version);
    // Deleted, then a container, then the old leaf again
    const gone = [store.delete('/c/d'), store.getVersion('/c/d')][1];
    store.set('/c/d', {});
    const container = store.getVersion('/c/d');
    store.set('/c/d', null);
    const back = store.getVersion('/c/d');
    expect([gone, container, back]).toEqual([store.version - 2, store.version - 1, store.version]);
    store.insert('/l', 0, 0);
    expect(store.getVersion('/l/1')).toBe(store.version);
  });

  test('STO20: once the version of a container was asked for, writes elsewhere do not grow it', () => {
    const store = new FlatStore({ a: { b: { c: 1 }, l: [{ n: 1 }] }, d: { e: 1 }, f: 1 });
    const versions = (...places: string[]): number[] => places.map((at) => store.getVersion(at));
    // Regression: every write anywhere grew all versions, until the places were read often or written
    const before = versions('/a', '/a/b', '/a/l/0');
    store.set('/f', 2);
    store.set('/d/e', 2);
    store.set('/g', 2);
    expect(versions('/a', '/a/b', '/a/l/0')).toEqual(before);
    store.set('/a/l/0/n', 2);
    expect(store.getVersion('/a/b')).toBe(before[1]);
    expect(versions('/a', '/a/l/0')).toEqual([store.version, store.version]);
  });
});

test('STO21: a store of Dates, Maps and class instances holds them as leaves', () => {
  class Money {
    amount = 1;
  }
  const leaves = { date: new Date(0), map: new Map([['a', 1]]), money: new Money(), big: 10n };
  const store = new FlatStore(clone({}));
  for (const [name, value] of Object.entries(leaves)) store.set(`/${name}`, value);
  expect([...store.entries()].map(([place]) => place)).toEqual(['/date', '/map', '/money', '/big']);
  expect(store.get('/money/amount')).toBeUndefined();
  expect(store.get('/money')).toBe(leaves.money);
  const bare: Record<string, unknown> = Object.create(null);
  bare['a'] = { b: 1 };
  expect(new FlatStore(bare).get('/a/b')).toBe(1);
});

test('STO13 STO26: 50,000 values are inserted at once at the right indices', () => {
  const values = Array.from({ length: 50_000 }, (_, i) => i);
  const store = new FlatStore({ list: ['first', 'second', 'last'] });
  expect(store.splice('/list', 1, 1, ...values).length).toBe(50_000);
  expect(store.get('/list')).toEqual(['first', ...values, 'last']);
  store.insert('/list', 2, ...values);
  expect(store.get('/list')).toEqual(['first', 0, ...values, ...values.slice(1), 'last']);
});

test('STO5: `getObject` gives what `get` gives', () => {
  const store = new FlatStore({ user: { name: 'Ada' } });
  expect(store.getObject('/user')).toBe(store.get('/user'));
  expect(store.getObject('/nobody')).toBe(undefined);
});

describe('elements that are undefined', () => {
  const fresh = (): FlatStore => new FlatStore({ list: [1, undefined, 3], other: [9], object: {} });

  test('STO8, STO14: they are deleted and moved like others, but only within arrays', () => {
    const store = fresh();
    expect([store.has('/list/1'), store.arrayLength('/list')]).toEqual([false, 3]);
    expect(store.move('/list/1', '/list/2').map(({ op }) => op)).toEqual(['move']);
    expect(store.get('/list')).toEqual([1, 3, undefined]);
    const [change] = store.move('/list/2', '/other/0');
    expect([store.get('/list'), store.get('/other')]).toEqual([
      [1, 3],
      [undefined, 9],
    ]);
    store.apply(invertChange(change!));
    expect(store.get('/list')).toEqual([1, 3, undefined]);
    const { version } = store;
    for (const target of ['', '/object/a', '/object/a/0', '/list/2/x']) {
      expect(() => store.move('/list/2', target)).toThrow(LocationError);
    }
    expect([store.version, store.delete('/list/3'), store.delete('/object/a')]).toEqual([
      version,
      [],
      [],
    ]);
    expect(store.delete('/list/2').map(({ op, pointer: place }) => `${op} ${place}`)).toEqual([
      'remove /list/2',
    ]);
    expect(store.get('/list')).toEqual([1, 3]);
  });

  test('STO13: undefined and holes are sorted to the end without being compared, as in arrays', () => {
    // oxlint-disable-next-line no-sparse-arrays -- a hole is what is tested
    const list = [3, undefined, 1, , 2];
    const store = new FlatStore(list);
    store.sort('', (a, b) => {
      if (a === undefined || b === undefined) throw new Error('Compared');
      return Number(a) - Number(b);
    });
    expect(store.toObject()).toEqual([1, 2, 3, undefined, undefined]);
    const texts = new FlatStore(['z', undefined, 'v']);
    texts.sort('');
    expect(texts.toObject()).toEqual(['v', 'z', undefined]);
  });
});

test('STO13: a sort after which every index holds what it held before is no Change', () => {
  const store = new FlatStore({ list: [1, 2, 1], same: ['a', 'a'] });
  const before = store.toObject();
  expect([store.reverse('/list'), store.reverse('/same'), store.version]).toEqual([[], [], 0]);
  expect(store.toObject()).toBe(before);
});

test('STO15: apply accepts undefined as an element only', () => {
  const store = new FlatStore({ a: 1 });
  for (const [op, place] of [
    ['replace', ''],
    ['replace', '/a'],
    ['add', '/b'],
  ] as const) {
    const segments = place.split('/').slice(1);
    const change = { op, pointer: place, segments, value: undefined, previous: 1 };
    expect(() => store.apply(change)).toThrow(ValueError);
  }
  expect(store.toObject()).toEqual({ a: 1 });
});

test('STO26: exchange does what splice does, with the values in an array', () => {
  const store = new FlatStore({ list: [1, 2, 3] });
  const changes = store.exchange('/list', 1, 1, ['a', 'b']);
  expect(changes.map(({ op, pointer: place }) => `${op} ${place}`)).toEqual([
    'replace /list/1',
    'add /list/2',
  ]);
  expect(store.get('/list')).toEqual([1, 'a', 'b', 3]);
  expect(
    store.exchange(
      '/list',
      0,
      0,
      Array.from({ length: 200_000 }, (_, i) => i),
    ).length,
  ).toBe(200_000);
});
