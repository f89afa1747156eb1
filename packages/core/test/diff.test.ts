import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataMap } from '../src/data-map.ts';
import { diff, work } from '../src/diff.ts';
import { DisposedError, PatchError } from '../src/errors.ts';
import type { PatchOperation } from '../src/json-patch.ts';
import { applyToPlain } from './plain-patch.ts';

const json = (depth: 'small' | 'medium'): fc.Arbitrary<unknown> =>
  fc
    .letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', maxDepth: depth === 'small' ? 2 : 4, withCrossShrink: true },
        fc.constantFrom(null, true, 0, 1, 2, 'a', 'b', ''),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(
          fc.constantFrom('a', 'b', '', '__proto__', 'm~n', 'a/b', '0', '*'),
          tie('value'),
          {
            noNullPrototype: true,
            maxKeys: 5,
          },
        ),
      ),
    }))
    .value.map((value) => JSON.parse(JSON.stringify(value)));

describe('diff', () => {
  test('DM60: the patch turns the first value into the second, whatever they are', () => {
    fc.assert(
      fc.property(json('medium'), json('medium'), (before, after) => {
        expect(applyToPlain(before, diff(before, after))).toEqual(after);
      }),
      { numRuns: 2000 },
    );
  });

  test('DM60: a store has it as a method, too, until it is disposed', () => {
    const store = createDataMap<unknown>({ list: ['a'], n: 1 });
    const before = store.toObject();
    store.push('/list', 'b');
    const patch = store.diff(before, store.toObject());
    expect(patch).toEqual(diff(before, store.toObject()));
    expect(patch).toEqual([{ op: 'add', path: '/list/1', value: 'b' }]);
    store.dispose();
    expect(() => store.diff(1, 2)).toThrow(DisposedError);
  });

  test('DM60: arrays of few distinct values, where alignments are ambiguous', () => {
    const list = fc.array(fc.constantFrom<unknown>(1, 2, 3, [1], { a: 1 }, { a: 2 }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(list, list, (before, after) => {
        expect(applyToPlain({ before }, diff({ before }, { before: after }))).toEqual({
          before: after,
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('DM61: equal values have no difference, whether or not they share references', () => {
    fc.assert(
      fc.property(json('small'), (value) => {
        expect(diff(value, value)).toEqual([]);
        expect(diff(value, JSON.parse(JSON.stringify(value)))).toEqual([]);
      }),
    );
  });

  test('DM62: an inserted or removed element is one operation, wherever it is', () => {
    const list = Array.from({ length: 10_000 }, (_, i) => ({ id: i }));
    expect(diff(list, [{ id: -1 }, ...list])).toEqual([
      { op: 'add', path: '/0', value: { id: -1 } },
    ]);
    expect(diff(list, list.toSpliced(5000, 1))).toEqual([{ op: 'remove', path: '/5000' }]);
  });

  test('DM62: a changed element is compared inside', () => {
    const before = { list: [{ id: 1, text: 'a' }, { id: 2, text: 'b' }, { id: 3 }] };
    const after = { list: [{ id: 1, text: 'a' }, { id: 2, text: 'B' }, { id: 3 }] };
    expect(diff(before, after)).toEqual([{ op: 'replace', path: '/list/1/text', value: 'B' }]);
  });

  test('DM62: elements inserted at several places are aligned, not replaced one by one', () => {
    const before = ['a', 'b', 'c', 'd', 'e'];
    const after = ['x', 'a', 'b', 'y', 'c', 'e'];
    const patch = diff(before, after);
    expect(patch.map((operation) => operation.op)).toEqual(['add', 'add', 'remove']);
    expect(applyToPlain(before, patch)).toEqual(after);
  });

  test('DM62: lists too long for a table are aligned, too: a ring buffer is one removal and one addition', () => {
    // Before, every element behind the first was replaced inside from 1,002 elements on
    const records = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `n${id}`, tags: [id] }));
    const repeated = records.map(({ id }) => id % 7);
    const flags = records.map(({ id }) => id % 3 === 0);
    for (const list of [records, repeated, flags]) {
      work.cells = 0;
      const after = [...list.slice(1), -1];
      expect(diff(list, after)).toEqual([
        { op: 'remove', path: '/0' },
        { op: 'add', path: '/19999', value: -1 },
      ]);
      expect(work.cells).toBeLessThan(1_100_000);
    }
    const changed = records.with(10_000, { ...records[10_000]!, name: 'x' });
    expect(diff(records, [...changed.slice(1), -1])).toEqual([
      { op: 'remove', path: '/0' },
      { op: 'replace', path: '/9999/name', value: 'x' },
      { op: 'add', path: '/19999', value: -1 },
    ]);
    const kept = records.filter(({ id }) => id % 10 !== 5);
    expect(diff(records, kept)).toHaveLength(2000);
    expect(diff(kept, records)).toHaveLength(2000);
    // To align a reversed list would take twice as many operations
    expect(diff(repeated.toSorted(), repeated.toSorted().reverse()).length).toBeLessThan(20_000);
    expect(diff(records, JSON.parse(JSON.stringify(records.slice(1))))).toEqual([
      { op: 'remove', path: '/0' },
    ]);
    expect(diff(records, JSON.parse(JSON.stringify([...records.slice(1), -1])))).toHaveLength(2);
  });

  test('DM60: the patch is right for long lists that were edited in many places', () => {
    const edit = fc.record({
      at: fc.nat(1500),
      remove: fc.nat(60),
      add: fc.array(fc.nat(50), { maxLength: 60 }),
    });
    fc.assert(
      fc.property(
        fc.array(edit, { maxLength: 40 }),
        fc.integer({ min: 2, max: 3000 }),
        (edits, kinds) => {
          const before = Array.from({ length: 1500 }, (_, i) => (i * 7919) % kinds);
          let after = [-1, ...before, -2];
          for (const { at, remove, add } of edits) after = after.toSpliced(at, remove, ...add);
          after[0] = -3;
          work.cells = 0;
          expect(applyToPlain(before, diff(before, after))).toEqual(after);
          expect(work.cells).toBeLessThan(1_100_000);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('DM63: shared parts are not visited', () => {
    let reads = 0;
    const shared = {};
    Object.defineProperty(shared, 'x', { enumerable: true, get: () => reads++ });
    expect(diff({ shared, a: 1 }, { shared, a: 2 })).toEqual([
      { op: 'replace', path: '/a', value: 2 },
    ]);
    expect(reads).toBe(0);
  });

  test('DM63: 10,000 levels do not overflow', () => {
    const deep = (leaf: number): unknown => {
      let value: unknown = leaf;
      for (let i = 0; i < 10_000; i++) value = { value };
      return value;
    };
    const patch: PatchOperation[] = diff(deep(1), deep(2));
    expect(patch).toHaveLength(1);
    expect(patch[0]).toMatchObject({ op: 'replace', path: '/value'.repeat(10_000), value: 2 });
  });

  test('DM63: two long arrays without anything in common stay affordable', () => {
    const before = Array.from({ length: 3000 }, (_, i) => i);
    const after = Array.from({ length: 3001 }, (_, i) => -1 - i);
    expect(applyToPlain(before, diff(before, after))).toEqual(after);
  });

  test.each(['the last leaf', 'every level'])(
    'DM63: nested arrays cost no more for being deep, where %s differs',
    (where) => {
      let reads = 0;
      const nested = (levels: number, end: number): unknown => {
        let value: unknown = end;
        for (let i = 0; i < levels; i++) {
          const member = {};
          const x = where === 'every level' ? end : 0;
          Object.defineProperty(member, 'x', { enumerable: true, get: () => (reads++, x) });
          value = [member, value, 'end'];
        }
        return value;
      };
      const readsFor = (levels: number): number => {
        reads = 0;
        const patch = diff(nested(levels, 1), nested(levels, 2));
        expect(patch).toHaveLength(where === 'every level' ? levels + 1 : 1);
        return reads / levels;
      };
      expect(readsFor(400)).toBeLessThan(1.1 * readsFor(40));
    },
  );

  test('DM63: arrays nested as only elements, 10,000 levels deep, are each visited a fixed number of times', () => {
    let reads = 0;
    const nested = (levels: number, end: number): unknown => {
      let value: unknown = end;
      for (let i = 0; i < levels; i++) {
        const inner = value;
        value = Object.defineProperty([0], 0, { get: () => (reads++, inner) });
      }
      return value;
    };
    const readsFor = (levels: number): number => {
      reads = 0;
      expect(diff(nested(levels, 1), nested(levels, 2))).toHaveLength(1);
      return reads / levels;
    };
    expect(readsFor(10_000)).toBeLessThan(1.1 * readsFor(100));
  });

  test('DM60: what is not a JSON value is treated as by JSON.stringify', () => {
    const fn = (): number => 1;
    const value = fc.oneof(
      fc.constantFrom<unknown>(undefined, fn, Symbol.iterator, null, 1, 2),
      fc.array(fc.constantFrom<unknown>(undefined, null, 1, 2, fn, [undefined]), { maxLength: 4 }),
    );
    const record = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });
    fc.assert(
      fc.property(record, record, (before, after) => {
        const patch = diff(before, after);
        const store = createDataMap<unknown>(before);
        store.patch(patch);
        const wanted = JSON.stringify(after, ['a', 'b', 'c']);
        expect(JSON.stringify(store.toObject(), ['a', 'b', 'c'])).toBe(wanted);
        // It can be sent
        store.fromObject(before);
        store.patch(JSON.parse(JSON.stringify(patch)));
        expect(JSON.stringify(store.toObject(), ['a', 'b', 'c'])).toBe(wanted);
        // So can the document: a function as a member used to be replaced or removed, where a replica has no such member
        const replica = createDataMap<unknown>(JSON.parse(JSON.stringify(before)));
        replica.patch(patch);
        expect(JSON.stringify(replica.toObject(), ['a', 'b', 'c'])).toBe(wanted);
      }),
      { numRuns: 2000 },
    );
    // A hole used to make an operation without a value, which is not valid
    const sparse: unknown[] = [1, 2];
    delete sparse[0];
    expect(diff([1, 2], sparse)).toEqual([{ op: 'replace', path: '/0', value: null }]);
    expect(diff([], sparse)[0]).toEqual({ op: 'add', path: '/0', value: null });
    expect(diff({ a: undefined }, {})).toEqual([]);
    expect(diff({ a: fn, b: fn }, { b: () => 2 })).toEqual([]);
    expect(diff({ a: fn }, { a: 1 })).toEqual([{ op: 'add', path: '/a', value: 1 }]);
    expect(diff({}, { a: undefined, b: fn })).toEqual([]);
    expect(diff({ a: 1 }, { a: undefined })).toEqual([{ op: 'remove', path: '/a' }]);
    expect(diff(undefined, undefined)).toEqual([]);
    for (const none of [undefined, fn, Symbol.iterator])
      expect(() => diff({ a: 1 }, none)).toThrow(PatchError);
  });
});
