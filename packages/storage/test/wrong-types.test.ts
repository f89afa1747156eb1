import { PointerSyntaxError } from '@data-map/path';
import { expect, test } from 'vitest';
import { FlatStore, PrefixIndex, ValueError } from '../src/index.ts';

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
  'STO7, ALL4: %s refuses what is no text by its name, and changes nothing',
  (_, call) => {
    const store = new FlatStore({ a: 1 });
    for (const wrong of [5, null, {}]) {
      expect(() => call(store, wrong)).toThrow(PointerSyntaxError);
      expect(() => call(store, wrong)).toThrow(/^Expected a string but found (5|null|an object)$/);
    }
    expect([store.toObject(), store.version]).toEqual([{ a: 1 }, 0]);
  },
);

test('STO4, ALL4: restore refuses what is no snapshot', () => {
  const store = new FlatStore({ a: 1 });
  for (const wrong of [5, null, undefined, {}] as never[]) {
    expect(() => store.restore(wrong)).toThrow(ValueError);
    expect(() => store.restore(wrong)).toThrow(/^Expected a snapshot for "" but found /);
  }
  expect([store.toObject(), store.version]).toEqual([{ a: 1 }, 0]);
});

test('STO11: a function inside of an adopted value is a leaf like any opaque value, and JSON leaves it out', () => {
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
