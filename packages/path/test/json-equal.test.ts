import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { jsonEqual } from '../src/json-equal.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('jsonEqual', () => {
  test('EQ1: agrees with a structural comparison on any two JSON values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(jsonEqual(plain(a), plain(b))).toBe(isDeepStrictEqual(plain(a), plain(b)));
        expect(jsonEqual(plain(a), plain(a))).toBe(true);
      }),
    );
  });

  test('EQ2: the order of members does not matter, the order of elements does', () => {
    expect(jsonEqual({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true);
    expect(jsonEqual([1, 2], [2, 1])).toBe(false);
  });

  test('EQ3: types are kept apart', () => {
    expect(jsonEqual([], {})).toBe(false);
    expect(jsonEqual({}, null)).toBe(false);
    expect(jsonEqual('1', 1)).toBe(false);
    expect(jsonEqual([null], [{}])).toBe(false);
    expect(jsonEqual({ a: undefined }, { b: 1 })).toBe(false);
    expect(jsonEqual(0, -0)).toBe(true);
    expect(jsonEqual([Number.NaN], [Number.NaN])).toBe(true);
  });

  test('EQ4: members are own members', () => {
    expect(jsonEqual(JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 1}'))).toBe(true);
    expect(jsonEqual(JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 2}'))).toBe(false);
    expect(jsonEqual({ toString: 1 }, { a: 1 })).toBe(false);
    expect(jsonEqual({ constructor: Object }, {})).toBe(false);
  });

  test('EQ5: opaque values are equal only to themselves', () => {
    const when = new Date(0);
    expect(jsonEqual({ when }, { when })).toBe(true);
    expect(jsonEqual({ when }, { when: new Date(0) })).toBe(false);
    expect(jsonEqual(new Map(), new Map())).toBe(false);
  });

  test('EQ6: 100,000 levels do not overflow, and shared parts are not visited', () => {
    const deep = (): unknown => {
      let value: unknown = 1;
      for (let i = 0; i < 100_000; i++) value = i % 2 === 0 ? [value] : { value };
      return value;
    };
    expect(jsonEqual(deep(), deep())).toBe(true);
    let reads = 0;
    const shared = {
      get x() {
        return reads++;
      },
    };
    expect(jsonEqual([1, shared], [1, shared])).toBe(true);
    expect(reads).toBe(0);
  });
});
