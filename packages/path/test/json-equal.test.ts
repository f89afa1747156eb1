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

  /** A cycle of containers, which counts how often its last link is read. */
  function ring(length: number, leaf: unknown = 1): { start: object; reads: () => number } {
    let reads = 0;
    const start: Record<string, unknown> = { leaf };
    let last = start;
    for (let at = 1; at < length; at++) last = (last['next'] = { leaf: 1 }) as typeof last;
    Object.defineProperty(last, 'next', { enumerable: true, get: () => (reads++, start) });
    return { start, reads: () => reads };
  }

  // The comparison of two copies of `o`, where `o.self = o`, never ended
  test('EQ7: cycles are equal if no path leads to a difference, even if they differ in length', () => {
    for (const [p, q] of [
      [1, 1],
      [1, 2],
      [2, 3],
      [7, 5],
      [400, 401],
      [1, 3000],
    ] as const) {
      const left = ring(p);
      const right = ring(q);
      expect(jsonEqual(left.start, right.start)).toBe(true);
      expect(left.reads() * p).toBeLessThan(10 * (p + q));
      expect(right.reads() * q).toBeLessThan(10 * (p + q));
      // One leaf of each cycle differs from the others: only cycles of the same length are equal
      expect(jsonEqual(ring(p, 2).start, ring(q, 2).start)).toBe(p === q);
    }
    const loop: unknown[] = [];
    loop.push(loop, loop);
    const wound: unknown[] = [[], []];
    (wound[0] as unknown[]).push(wound, loop);
    (wound[1] as unknown[]).push(loop, wound[0]);
    expect(jsonEqual(loop, wound)).toBe(true);
    (wound[1] as unknown[]).push(1);
    expect(jsonEqual(loop, wound)).toBe(false);
  });

  test('EQ7: agrees with the greatest bisimulation on random graphs', () => {
    type Node = Record<string, unknown>;
    const shape = fc.array(fc.record({ a: fc.nat(5), b: fc.nat(5), leaf: fc.nat({ max: 1 }) }), {
      minLength: 6,
      maxLength: 6,
    });
    const graph = (rows: readonly { a: number; b: number; leaf: number }[]): Node[] => {
      const nodes = rows.map((): Node => ({}));
      for (const [i, row] of rows.entries()) {
        const node = nodes[i]!;
        if (row.a !== i) node['a'] = nodes[row.a];
        node['b'] = [nodes[row.b], row.leaf === 0 ? null : nodes[row.a]];
      }
      return nodes;
    };
    /** The greatest bisimulation: removes pairs that differ in a leaf, in their names, or in a pair removed before, until none does. */
    const oracle = (left: readonly Node[], right: readonly Node[]): boolean => {
      const struck = new Set<string>();
      const same = (x: unknown, y: unknown): boolean => {
        const i = left.indexOf(x as Node);
        const k = right.indexOf(y as Node);
        if (i >= 0 && k >= 0) return !struck.has(`${i},${k}`);
        if (Array.isArray(x) && Array.isArray(y)) return x.every((value, at) => same(value, y[at]));
        return i < 0 && k < 0 && x === y;
      };
      for (let before = -1; before < struck.size;) {
        before = struck.size;
        for (const [i, x] of left.entries()) {
          for (const [k, y] of right.entries()) {
            const names = Object.keys(x).sort();
            if (
              names.join() !== Object.keys(y).sort().join() ||
              !names.every((name) => same(x[name], y[name]))
            )
              struck.add(`${i},${k}`);
          }
        }
      }
      return !struck.has('0,0');
    };
    let equal = 0;
    fc.assert(
      fc.property(shape, shape, fc.boolean(), (one, other, isCopy) => {
        const left = graph(one);
        const right = graph(isCopy ? one : other);
        const expected = oracle(left, right);
        if (expected) equal++;
        expect(jsonEqual(left[0], right[0])).toBe(expected);
      }),
      { numRuns: 500 },
    );
    expect(equal).toBeGreaterThan(100);
  });

  test('EQ7: parts that occur in several places are compared like any others', () => {
    const part = { a: [1, 2] };
    const other = { a: [1, 3] };
    const many = Array.from({ length: 100 }, () => part);
    const copies = Array.from({ length: 100 }, () => ({ a: [1, 2] }));
    expect(jsonEqual(many, copies)).toBe(true);
    expect(jsonEqual([...many, other], [...copies, part])).toBe(false);
    expect(jsonEqual([other, ...many], [part, ...copies])).toBe(false);
    // 40 levels with two references each: 2 ** 40 paths
    let left: unknown = 1;
    let right: unknown = 1;
    for (let level = 0; level < 40; level++) {
      left = [left, left];
      right = [right, right];
    }
    expect(jsonEqual(left, right)).toBe(true);
  });
});
