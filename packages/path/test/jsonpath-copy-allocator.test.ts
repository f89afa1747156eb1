import { describe, expect, test } from 'vitest';
import { CopyAllocator } from '../src/jsonpath/copy-allocator.ts';

const copies = new Map([
  ['read', 8],
  ['loop', 4],
]);

/** Allocates copies for a query with two reads and one loop, and returns their numbers. */
function numbers(allocator: CopyAllocator, key: string): number[] {
  const allocate = allocator.begin(key);
  return [allocate('read'), allocate('loop'), allocate('read')];
}

describe('CopyAllocator', () => {
  test('JP31: a query that is compiled again and again gets the same copies, so that other queries keep theirs', () => {
    const allocator = new CopyAllocator(copies);
    expect(numbers(allocator, 'a')).toEqual([0, 0, 1]);
    for (let round = 0; round < 100; round++) expect(numbers(allocator, 'b')).toEqual([2, 1, 3]);
    expect(numbers(allocator, 'a')).toEqual([0, 0, 1]);
    expect(numbers(allocator, 'c')).toEqual([4, 2, 5]);
  });

  test('JP31: a query whose copies were given to another one gets those that were allocated the longest ago', () => {
    const allocator = new CopyAllocator(copies);
    for (const key of ['a', 'b', 'c', 'd']) numbers(allocator, key);
    expect(numbers(allocator, 'e')).toEqual([0, 0, 1]);
    expect(numbers(allocator, 'b')).toEqual([2, 1, 3]);
    expect(numbers(allocator, 'a')).toEqual([2, 1, 3]);
    expect(numbers(allocator, 'e')).toEqual([0, 0, 1]);
  });

  test('JP31: the number of queries that are remembered is bounded', () => {
    const allocator = new CopyAllocator(copies);
    // These queries allocate nothing, so that the round-robin does not wrap around
    for (let query = 0; query < 9; query++) allocator.begin(`query ${query}`);
    expect(numbers(allocator, 'a')).toEqual([0, 0, 1]);
    expect(numbers(allocator, 'query 8')).toEqual([0, 0, 1]);
    expect(numbers(allocator, 'query 0')).toEqual([2, 1, 3]);
  });
});
