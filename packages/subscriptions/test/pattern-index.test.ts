import { PointerSyntaxError } from '@data-map/path';
import { PatternIndex } from '@data-map/subscriptions';
import { expect, test } from 'vitest';

test('SUB10: adding a value twice under the same pattern makes two registrations, each with its id', () => {
  const index = new PatternIndex<string>();
  const first = index.add('/a/*', 'x');
  const second = index.add('/a/*', 'x');
  expect(second).toBeGreaterThan(first);
  expect(index.match('/a/b')).toEqual(['x']);
  expect(index.matchEntries('/a/b')).toEqual([
    { id: first, pattern: '/a/*', value: 'x' },
    { id: second, pattern: '/a/*', value: 'x' },
  ]);
  expect(index.remove(first)).toBe(true);
  expect(index.remove(first)).toBe(false);
  expect(index.get(first)).toBeUndefined();
  expect(index.get(second)?.pattern).toBe('/a/*');
  expect(index.match('/a/b')).toEqual(['x']);
  expect(index.matchEntries('/a/b')).toHaveLength(1);
  expect(index.size).toBe(1);
});

test('SUB10: matches are in order of registration, whatever kinds of patterns they have', () => {
  const index = new PatternIndex<number>();
  for (const [at, pattern] of ['/**', '/a/b', '/a/*', '/**', '/a/b'].entries())
    index.add(pattern, at);
  expect(index.match('/a/b')).toEqual([0, 1, 2, 3, 4]);
});

test('SUB10: an invalid pattern registers nothing, and ids are not reused after clear', () => {
  const index = new PatternIndex<number>();
  const first = index.add('/a', 1);
  expect(() => index.add('a', 1)).toThrow(PointerSyntaxError);
  expect(index.size).toBe(1);
  index.clear();
  expect(index.size).toBe(0);
  expect(index.match('/a')).toEqual([]);
  expect(index.add('/a', 1)).toBeGreaterThan(first);
  expect(index.cached.pointers).toBeLessThanOrEqual(2);
});
