import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createDataMap, FlatStore, ValueError } from '../src/index.ts';
import { applyMergePatch } from '../src/merge-patch.ts';

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
  test('DM54: follows RFC 7396 whatever is on the path, arrays included', () => {
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

  test('DM54: finds the first level that is no object, wherever in a chain it is', () => {
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

  test('DM54: a large patch does what a small one does', () => {
    const filler = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, i]));
    const larger = (value: unknown, rest: object): unknown =>
      isObject(value) ? { ...value, rest } : { value, rest };
    const nothing = { ...filler, f0: null, f1: [1], f2: { x: null, y: {} } };
    fc.assert(
      fc.property(json, json, fc.constantFrom({}, filler, nothing), (target, patch, rest) => {
        const document = { list: [0, { at: larger(target, rest) }] };
        const store = createDataMap<unknown>(document);
        const wanted = merged(larger(target, rest), larger(patch, nothing));
        const small = createDataMap<unknown>(document);
        const written: unknown[] = [];
        const expected: unknown[] = [];
        store.onCommit((commit) => written.push(...commit.patch));
        small.onCommit((commit) => expected.push(...commit.patch));
        store.mergePatch(larger(patch, nothing), '/list/1/at');
        expect(store.toObject()).toEqual({ list: [0, { at: wanted }] });
        // The same patch in small pieces
        small.transaction(() => {
          for (const [key, value] of Object.entries(larger(patch, {}) as object)) {
            small.mergePatch({ [key]: value }, '/list/1/at');
          }
          for (const [key, value] of Object.entries(nothing)) {
            small.mergePatch({ rest: { [key]: value } }, '/list/1/at');
          }
        });
        expect(small.toObject()).toEqual(store.toObject());
        expect(written).toHaveLength(expected.length);
        // Objects that were written are looked up member by member, not read as a whole
        const again = createDataMap<unknown>(document);
        again.mergePatch({ rest: { f0: -1, f2: 1 }, b: { a: 7 } }, '/list/1/at');
        again.set('/list/1/at/rest/f3', { old: 1 });
        const seen = again.toObject() as typeof document;
        again.set('/list/1/at/rest/f4', -1);
        again.mergePatch(larger(patch, nothing), '/list/1/at');
        const at = merged(seen.list[1], { at: { rest: { f4: -1 } } });
        expect(again.get('/list/1')).toEqual(merged(at, { at: larger(patch, nothing) }));
      }),
      { numRuns: 100 },
    );
  });

  test('DM54: what a large patch merely repeats is not written, and its pointers are not followed', () => {
    const many = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`k${i}`, { i, list: [i] }]),
    );
    const asked: string[] = [];
    const target = {
      peek: () => expect.unreachable(),
      settled: (pointer: string) => (asked.push(pointer), many),
      isObject: (pointer: string) => (asked.push(pointer), true),
      set: (pointer: string) => asked.push(pointer),
      delete: (pointer: string) => asked.push(pointer),
    };
    applyMergePatch(target, '/at', { ...many, k7: { i: 'new', none: null }, k8: null, none: null });
    expect(asked).toEqual(['/at', '/at/k8', '/at/k7/i']);
  });

  test('DM54: a large patch does not copy containers that were written since they were read', () => {
    const members = (count: number, make: (i: number) => unknown): Record<string, unknown> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, make(i)]));
    const document = { rows: members(2000, (i) => ({ i })), flat: members(2000, (i) => i) };
    const store = createDataMap<unknown>(document);
    store.set('/rows/k7/i', 'old');
    store.set('/flat/k7', 'old');
    // Each such patch used to copy both
    const seen = vi.spyOn(FlatStore.prototype, 'get');
    store.mergePatch({ rows: members(300, () => ({ i: 'new', x: null })), flat: { k7: 'new' } });
    expect(seen).not.toHaveBeenCalled();
    seen.mockRestore();
    expect(store.toObject()).toEqual({
      rows: { ...document.rows, ...members(300, () => ({ i: 'new' })) },
      flat: { ...document.flat, k7: 'new' },
    });
  });

  test('DM54: what is not a JSON value is refused, whether or not its parents exist, in patches of any size', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i]));
    for (const rest of [{}, many]) {
      for (const wrong of [undefined, () => 1, Symbol('s')]) {
        // Below missing parents it used to be accepted
        for (const document of [{ a: { b: { c: 1 } } }, { a: 1 }, {}, many]) {
          const store = createDataMap<unknown>(document);
          const patch = { first: 1, ...rest, a: { x: 1, b: { c: wrong } } };
          const refused = new ValueError('/a/b/c', wrong);
          expect(() => store.mergePatch(patch)).toThrow(refused);
          expect(store.toObject()).toEqual(document);
        }
      }
    }
  });

  test('DM54: one leaf below 10,000 levels is found in one descent', () => {
    const asked: string[] = [];
    let document: unknown;
    const target = {
      peek: (pointer: string) => (asked.push(pointer), document),
      settled: (pointer: string) => (asked.push(pointer), document),
      isObject: (pointer: string) => (asked.push(pointer), true),
      set: (pointer: string) => asked.push(pointer),
      delete: (pointer: string) => asked.push(pointer),
    };
    document = nested(10_000, 1);
    applyMergePatch(target, '', nested(10_000, 2));
    // Each level used to be looked up by its pointer
    expect(asked).toEqual(['', '/a'.repeat(10_000)]);
    const store = createDataMap(nested(10_000, 2));
    store.mergePatch(nested(10_000, { b: 3 }));
    // Every level was written
    store.mergePatch(nested(10_000, { b: 4, c: 5 }));
    expect(store.get('/a'.repeat(10_000))).toEqual({ b: 4, c: 5 });
  });
});
