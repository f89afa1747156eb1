import { join } from 'node:path';
import { LRUMap } from 'mnemonist';
import { expect, test } from 'vitest';
import { lruMapSource } from '../scripts/lru-map-source.ts';
import { randomFrom } from './random-documents.ts';

test('QC1: the part of LRUMap that the build contains behaves like the original', async () => {
  const source = lruMapSource(join(import.meta.dirname, '../node_modules/mnemonist'));
  const module: { LRUMap: typeof LRUMap } = await import(
    `data:text/javascript,${encodeURIComponent(source)}`
  );
  const random = randomFrom(1);
  for (const capacity of [1, 2, 5, 300]) {
    const whole = new LRUMap<string, number>(capacity);
    const part = new module.LRUMap<string, number>(capacity);
    for (let step = 0; step < 2000; step++) {
      const key = `k${random(capacity * 2)}`;
      if (random(1000) === 0) for (const map of [whole, part]) map.clear();
      else if (random(2) === 0) for (const map of [whole, part]) map.set(key, step);
      else expect(part.get(key)).toBe(whole.get(key));
      expect(part.size).toBe(whole.size);
    }
  }
  expect(() => lruMapSource(join(import.meta.dirname, 'nowhere'))).toThrow('ENOENT');
});
