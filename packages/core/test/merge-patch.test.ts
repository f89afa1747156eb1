import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataMap } from '../src/index.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396 §2, word for word. */
const merged = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
};

const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<unknown>(null, 1, 'a', {}, []),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', '0', '1', ''), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
}));

const nested = (levels: number, end: unknown): unknown => {
  let value = end;
  for (let i = 0; i < levels; i++) value = { a: value };
  return value;
};

describe('mergePatch', () => {
  test('DM54: is RFC 7396 whatever lies on the way, arrays as well', () => {
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const store = createDataMap<unknown>(target);
        store.mergePatch(patch);
        expect(store.toObject()).toEqual(merged(target, patch));
        const list = createDataMap<unknown>({ list: [0, { at: target }] });
        list.mergePatch(patch, '/list/1/at');
        expect(list.toObject()).toEqual({ list: [0, { at: merged(target, patch) }] });
      }),
      { numRuns: 3000 },
    );
  });

  test('DM54: finds the first level that is none, wherever in a chain it is', () => {
    const levels = 9;
    for (let depth = 0; depth <= levels; depth++) {
      for (const end of [1, [], ['x'], null, { b: 1 }]) {
        const document = nested(depth, end);
        const store = createDataMap<unknown>(document);
        const operations: unknown[] = [];
        store.onCommit(({ patch }) => operations.push(...patch));
        store.mergePatch(nested(levels, { c: 2, d: null }));
        expect(store.toObject()).toEqual(merged(document, nested(levels, { c: 2 })));
        expect(operations).toHaveLength(1);
      }
    }
  });

  test('DM54: what is no JSON value is refused, whether or not its parents are there', () => {
    for (const wrong of [undefined, () => 1, Symbol('s')]) {
      for (const [document, place] of [
        [{ a: { b: { c: 1 } } }, '/a/b/c'],
        [{ a: 1 }, '/a/b/c'],
        // Was taken over below what is not there
        [{}, '/a/b/c'],
      ] as [unknown, string][]) {
        const store = createDataMap(document);
        const patch = { first: 1, a: { x: 1, b: { c: wrong } } };
        expect(() => store.mergePatch(patch)).toThrow(`Expected a JSON value for "${place}"`);
        expect(store.toObject()).toEqual(document);
      }
    }
  });

  test('DM54: one leaf below 10,000 levels is no matter of seconds', () => {
    const store = createDataMap(nested(10_000, 1));
    const start = performance.now();
    store.mergePatch(nested(10_000, 2));
    store.mergePatch(nested(10_000, { b: 3 }));
    // It was 3 s
    expect(performance.now() - start).toBeLessThan(1000);
    expect(store.get(`${'/a'.repeat(10_000)}/b`)).toBe(3);
  });
});
