import type { CompatData } from '@mdn/browser-compat-data';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolvePointer } from '@data-map/path';
import { FlatStore, PrefixIndex } from '@data-map/storage';
import { expect, test } from 'vitest';

const file = createRequire(import.meta.url).resolve('@mdn/browser-compat-data');
const data = JSON.parse(readFileSync(file, 'utf8')) as CompatData;

/** Every hundredth leaf of a real document of some 16 MB. */
const sample = (store: FlatStore): string[] => {
  const found: string[] = [];
  let count = 0;
  for (const pointer of store.keys()) if (count++ % 100 === 0) found.push(pointer);
  return found;
};

test('STO26: browser-compat-data is read, written and restored leaf by leaf, and the adopted document stays unchanged', () => {
  const store = new FlatStore(data, { freeze: false });
  const pointers = sample(store);
  expect(pointers.length).toBeGreaterThan(1000);
  expect(
    pointers.filter((pointer) => store.get(pointer) !== resolvePointer(data, pointer)),
  ).toEqual([]);
  const before = store.snapshot();
  for (const [i, pointer] of pointers.entries()) store.set(pointer, `changed ${i}`);
  const changed = store.toObject();
  for (const [i, pointer] of pointers.entries()) {
    if (resolvePointer(changed, pointer) !== `changed ${i}`) throw new Error(pointer);
  }
  expect(before.toObject()).toBe(data);
  // All writes are undone, and containers without writes were never copied
  expect(store.setDeep('', data)).toHaveLength(pointers.length);
  expect(store.setDeep('', data)).toEqual([]);
  expect(resolvePointer(changed, '/browsers/chrome/releases')).not.toBeUndefined();
});

test('PFX1 PFX2 PFX4: an index of its leaves gives the same answers as a scan of all pointers', () => {
  const index = new PrefixIndex();
  for (const pointer of sample(new FlatStore(data))) index.add(pointer);
  const all = [...index.keys()];
  expect(all).toHaveLength(index.size);
  const below = all.filter((pointer) => pointer.startsWith('/css/properties/'));
  expect(index.getByPrefix('/css/properties').toSorted()).toEqual(below.toSorted());
  const shape = /^\/api\/[^/]*\/__compat\/(?:.*\/)?version_added$/;
  expect(index.getByPrefixPattern('/api/*/__compat/**/version_added').toSorted()).toEqual(
    all.filter((pointer) => shape.test(pointer)).toSorted(),
  );
});
