import { PointerSyntaxError } from '@data-map/path';
import { expect, test } from 'vitest';
import {
  applyChange,
  composeChanges,
  FlatStore,
  IndexError,
  invertChange,
  PrefixIndex,
  toPatch,
  ValueError,
  writtenAmong,
} from '../src/index.ts';

const calls: [string, (store: FlatStore, wrong: any) => unknown][] = [
  ['get', (store, wrong) => store.get(wrong)],
  ['has', (store, wrong) => store.has(wrong)],
  ['set', (store, wrong) => store.set(wrong, 1)],
  ['delete', (store, wrong) => store.delete(wrong)],
  ['insert', (store, wrong) => store.insert(wrong, 0, 1)],
  ['move', (store, wrong) => store.move('/a', wrong)],
  ['sort', (store, wrong) => store.sort(wrong)],
  ['getPointersMatchingPattern', (store, wrong) => store.getPointersMatchingPattern(wrong)],
  ['PrefixIndex.set', (_, wrong) => new PrefixIndex<number>().set(wrong, 1)],
  ['PrefixIndex.getByPrefix', (_, wrong) => new PrefixIndex().getByPrefix(wrong)],
];

test.each(calls)(
  'STO7, ALL4: %s refuses a pointer that is not a string by a named error, and changes nothing',
  (_, call) => {
    const store = new FlatStore({ a: 1 });
    for (const wrong of [5, null, {}]) {
      expect(() => call(store, wrong)).toThrow(PointerSyntaxError);
      expect(() => call(store, wrong)).toThrow(/^Expected a string but found (5|null|an object)$/);
    }
    expect([store.toObject(), store.version]).toEqual([{ a: 1 }, 0]);
  },
);

test('STO4, ALL4: restore refuses an argument that is not a snapshot', () => {
  const store = new FlatStore({ a: 1 });
  for (const wrong of [5, null, undefined, {}] as never[]) {
    expect(() => store.restore(wrong)).toThrow(ValueError);
    expect(() => store.restore(wrong)).toThrow(/^Expected a snapshot for "" but found /);
  }
  expect([store.toObject(), store.version]).toEqual([{ a: 1 }, 0]);
});

const segments: [string, (wrong: any) => unknown][] = [
  ['getAt', (wrong) => new FlatStore({}).getAt(wrong)],
  ['glimpseAt', (wrong) => new FlatStore({}).glimpseAt(wrong)],
  ['settledAt', (wrong) => new FlatStore({}).settledAt(wrong)],
  ['Snapshot.getAt', (wrong) => new FlatStore({}).snapshot().getAt(wrong)],
];
const lists: [string, (wrong: any) => unknown][] = [
  ['toPatch', (wrong) => toPatch(wrong)],
  ['composeChanges', (wrong) => composeChanges(wrong)],
  ['writtenAmong', (wrong) => writtenAmong(wrong, [])],
  ['takeBack', (wrong) => new FlatStore({}).takeBack(wrong)],
];
const changes: [string, (wrong: any) => unknown][] = [
  ['invertChange', (wrong) => invertChange(wrong)],
  ['applyChange', (wrong) => applyChange({}, wrong)],
  ['apply', (wrong) => new FlatStore({}).apply(wrong)],
  ['toPatch of one', (wrong) => toPatch([wrong])],
  ['takeBack of one', (wrong) => new FlatStore({}).takeBack([wrong])],
  ['writtenAmong of one', (wrong) => writtenAmong([wrong], [])],
  ['composeChanges of two', (wrong) => composeChanges([wrong, wrong])],
];
const shapes = [
  [
    'places of writtenAmong',
    (wrong: any) => writtenAmong([], wrong),
    'an array of locations',
  ] as const,
  ...segments.map(([name, call]) => [name, call, 'an array of segments'] as const),
  ...lists.map(([name, call]) => [name, call, 'an array of Changes'] as const),
  ...changes.map(([name, call]) => [name, call, 'a Change'] as const),
];

test.each(shapes)(
  'ALL4: %s refuses an argument of the wrong type by a named error',
  (_, call, expected) => {
    for (const [wrong, found] of [
      [5, 'a number'],
      [null, 'null'],
      [undefined, 'undefined'],
      [{}, 'an object'],
      ['/a', 'a string'],
    ] as const) {
      expect(() => call(wrong)).toThrow(ValueError);
      expect(() => call(wrong)).toThrow(`Expected ${expected} for "" but found ${found}`);
    }
  },
);

test('STO11: a function inside an adopted value is a leaf like any opaque value, and JSON leaves it out', () => {
  const store = new FlatStore({});
  const f = (): void => {};
  const [change] = store.set('/a', { f, none: undefined, b: 1 });
  expect(change?.op).toBe('add');
  expect([store.get('/a/f'), store.typeAt('/a/f'), store.has('/a/none')]).toEqual([
    f,
    'leaf',
    false,
  ]);
  expect(JSON.stringify(store.toObject())).toBe('{"a":{"b":1}}');
  expect(() => store.set('/a/g', f)).toThrow(
    'Expected a JSON value for "/a/g" but found a function',
  );
});

test.each(changes)('ALL4, CHG6: %s refuses values that only look like a Change', (_, call) => {
  const replace = { op: 'replace', pointer: '/a', value: [1], previous: [2] };
  for (const wrong of [
    { ...replace, segments: '/a' },
    { ...replace, segments: ['a', null] },
    { ...replace, segments: [{}] },
    { ...replace, op: 'move', segments: ['a'], fromSegments: [Symbol('a')] },
    { ...replace, segments: ['a'], permutation: { 0: 0 } },
    { ...replace, segments: ['a'], permutation: null },
    { ...replace, op: 'move', segments: ['a'], fromSegments: '/a' },
  ]) {
    expect(() => call(wrong)).toThrow('Expected a Change for "" but found an object');
  }
});

test('ALL4: an argument that is not the function, array or entry expected is refused by a named error', () => {
  const store = new FlatStore({ list: [2, 1] });
  for (const wrong of [5, null, {}, 'x', 10n] as never[]) {
    expect(() => store.sort('/list', wrong)).toThrow(
      /^Expected a function for "\/list" but found /,
    );
    expect(() => new PrefixIndex([['/a', 1]]).walk('', 0, wrong)).toThrow(ValueError);
    expect(() => store.exchange('/list', 0, 0, wrong)).toThrow(
      /^Expected an array of values for "\/list" but found /,
    );
    expect(() => store.insert('/list', wrong === 5 ? ([] as never) : wrong, 3)).toThrow(IndexError);
  }
  for (const wrong of [5, null, {}] as never[]) {
    expect(() => new PrefixIndex(wrong)).toThrow(
      /^Expected an iterable of entries for "" but found /,
    );
  }
  for (const wrong of [null, 5, 'x'] as never[]) {
    expect(() => new FlatStore({}, wrong)).toThrow(
      /^Expected an object of options for "" but found /,
    );
  }
  // Regression: null, numeric strings and booleans were compared with 0 like numbers
  for (const wrong of [null, '5', true, -1, NaN] as never[]) {
    expect(() => new FlatStore({}, { entries: wrong })).toThrow(/^Expected at least 0 entries /);
  }
  expect([store.toObject(), store.version]).toEqual([{ list: [2, 1] }, 0]);
});
