import { describe, expect, test } from 'vitest';
import { Turns } from '../src/jsonpath/turns.ts';

const copies = new Map([
  ['read', 8],
  ['loop', 4],
]);

/** The numbers of the copies that a query with two reads and one loop gets. */
function numbers(turns: Turns, key: string): number[] {
  const take = turns.begin(key);
  return [take('read'), take('loop'), take('read')];
}

describe('turns', () => {
  test('JP31: the same query compiled again and again takes the copies of one, so that others keep theirs', () => {
    const turns = new Turns(copies);
    expect(numbers(turns, 'a')).toEqual([0, 0, 1]);
    for (let round = 0; round < 100; round++) expect(numbers(turns, 'b')).toEqual([2, 1, 3]);
    expect(numbers(turns, 'a')).toEqual([0, 0, 1]);
    expect(numbers(turns, 'c')).toEqual([4, 2, 5]);
  });

  test('JP31: a query whose copies went to another one takes those that were handed out the longest ago', () => {
    const turns = new Turns(copies);
    for (const key of ['a', 'b', 'c', 'd']) numbers(turns, key);
    expect(numbers(turns, 'e')).toEqual([0, 0, 1]);
    expect(numbers(turns, 'b')).toEqual([2, 1, 3]);
    expect(numbers(turns, 'a')).toEqual([2, 1, 3]);
    expect(numbers(turns, 'e')).toEqual([0, 0, 1]);
  });

  test('JP31: what is remembered of queries is bounded', () => {
    const turns = new Turns(copies);
    // They take nothing, so that the turn does not come round
    for (let query = 0; query < 9; query++) turns.begin(`query ${query}`);
    expect(numbers(turns, 'a')).toEqual([0, 0, 1]);
    expect(numbers(turns, 'query 8')).toEqual([0, 0, 1]);
    expect(numbers(turns, 'query 0')).toEqual([2, 1, 3]);
  });
});
