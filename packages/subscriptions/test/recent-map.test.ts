import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentMap } from '../src/recent-map.ts';
import { fuzz } from './fuzz.ts';

test('SUB7: a cached value is the last one stored, and there are never more entries than twice the capacity', () => {
  const step = fc.record({
    op: fc.constantFrom('set', 'set', 'get', 'get', 'delete'),
    key: fc.nat({ max: 40 }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(step, { maxLength: 200 }),
      (capacity, steps) => {
        const map = new RecentMap<{ at: number }>(capacity);
        const last = new Map<string, { at: number }>();
        for (const [at, { op, key: number }] of steps.entries()) {
          const key = `k${number}`;
          if (op === 'set') {
            last.set(key, { at });
            map.delete(key);
            map.set(key, number, { at });
          } else if (op === 'delete') {
            map.delete(key);
            last.delete(key);
          }
          expect([undefined, last.get(key)]).toContainEqual(map.get(key));
          expect(map.size).toBeLessThanOrEqual(2 * capacity);
        }
      },
    ),
    fuzz(200),
  );
});

test('SUB7: entries in use stay, however many keys come only once', () => {
  const map = new RecentMap<{ at: number }>(2000);
  const hot = { at: -1 };
  map.set('hot', -1, hot);
  for (let at = 0; at < 100_000; at++) {
    map.set(`once ${at}`, at, { at });
    expect(map.get('hot')).toBe(hot);
  }
  expect(map.size).toBeLessThanOrEqual(1025);
  map.clear();
  expect(map.size).toBe(0);
});
