import { describe, expect, test } from 'vitest';
import { verdictOf } from '../src/storm-view.ts';
import { duration, shortJson } from '../src/text.ts';

describe('a value as short JSON', () => {
  test('is its complete JSON', () => {
    const value = { a: [1, { b: null }], '': 'x' };
    const text = JSON.stringify(value, null, 1);
    expect(shortJson(value, text.length, 1)).toBe(text);
    expect(shortJson(value, text.length - 1, 1)).toBeUndefined();
    expect(shortJson([], 2)).toBe('[]');
    expect(shortJson('x', 3)).toBe('"x"');
  });

  test('is not made for a value that is wide or deep', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(shortJson(deep, 4000)).toBeUndefined();
    expect(shortJson(Array.from({ length: 1_000_000 }), 4000)).toBeUndefined();
  });
});

describe('a time', () => {
  test.each([
    [0.0421, '42 ns'],
    [0.999, '999 ns'],
    [0.9996, '1.0 µs'],
    [9.949, '9.9 µs'],
    [9.951, '10 µs'],
    [99.6, '100 µs'],
    [999.4, '999 µs'],
    [999.6, '1.0 ms'],
    [9949, '9.9 ms'],
    [9951, '10 ms'],
    [1_234_567, '1235 ms'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('%d microseconds are %s', (microseconds, text) => {
    expect(duration(microseconds)).toBe(text);
  });
});

describe('the verdict of the meter', () => {
  test('says which of the two is cheaper', () => {
    expect(verdictOf(10, 100)).toMatch(/10 times cheaper/);
    expect(verdictOf(10, 10)).toMatch(/about the same/);
    expect(verdictOf(10, 0.4)).toMatch(/asking again costs less than an update/);
    expect(verdictOf(10, Number.NaN)).toMatch(/Keep a query live/);
    expect(verdictOf(undefined, undefined)).toMatch(/Keep a query live/);
  });
});
