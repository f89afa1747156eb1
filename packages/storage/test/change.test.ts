import fc from 'fast-check';
import { applyChange, composeChanges, FlatStore, invertChange, toPatch } from '@data-map/storage';
import type { Change, PatchOperation } from '@data-map/storage';
import { describe, expect, test } from 'vitest';
import { json, pointer } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';
import { canonical, clone, naiveApply, Oracle, Refused } from './oracle.ts';
import { perform, places, step } from './steps.ts';

/** The result of a random session: the document before and after it, and all Changes in between. */
const session = fc
  .tuple(json, fc.array(pointer, { minLength: 2, maxLength: 5 }), fc.array(step, { maxLength: 20 }))
  .map(([before, fixed, steps]) => {
    const store = new FlatStore(clone(before), { freeze: true });
    const oracle = new Oracle(before);
    const journal: Change[] = [];
    for (const todo of steps) {
      try {
        journal.push(...perform(store, oracle, todo, [...fixed, ...places(oracle.doc)]));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
    return { before, journal, after: store.toObject() };
  });

const replay = (document: unknown, changes: readonly Change[]): string => {
  let replayed = document;
  for (const change of changes) replayed = naiveApply(replayed, change);
  return canonical(replayed);
};

/** The inverses of all Changes, in reverse order. */
const backwards = (changes: readonly Change[]): Change[] => changes.toReversed().map(invertChange);

/** Applies a patch literally as RFC 6902 describes, by the naive model. */
function patched(document: unknown, patch: readonly PatchOperation[]): string {
  const segments = (path: string): string[] =>
    path
      .split('/')
      .slice(1)
      .map((text) => text.replaceAll('~1', '/').replaceAll('~0', '~'));
  const changes = patch.map((operation): Change => {
    const { op, path } = operation;
    const value = 'value' in operation ? operation.value : undefined;
    const place = { op, pointer: path, segments: segments(path), value, previous: undefined };
    return 'from' in operation
      ? { ...place, from: operation.from, fromSegments: segments(operation.from) }
      : place;
  });
  return replay(document, changes);
}

describe('laws, on random sessions', () => {
  test('CHG1: an inverse undoes its Change, and the inverse of the inverse equals the Change', () => {
    fuzz(
      fc.property(session, ({ before, journal, after }) => {
        expect(replay(after, backwards(journal))).toBe(canonical(before));
        for (const change of journal) {
          const again = invertChange(invertChange(change));
          expect({ ...again, permutation: Array.from(again.permutation ?? []) }).toEqual({
            ...change,
            permutation: Array.from(change.permutation ?? []),
          });
        }
      }),
      300,
    );
  });

  test('CHG2: applyChange gives the changed document, shares the rest with the old one and does not edit that', () => {
    fuzz(
      fc.property(session, ({ before, journal }) => {
        let document: unknown = before;
        for (const change of journal) {
          const text = canonical(document);
          const next = applyChange(document, change);
          expect(canonical(next)).toBe(replay(document, [change]));
          expect(canonical(document)).toBe(text);
          expect(canonical(applyChange(next, invertChange(change)))).toBe(text);
          document = next;
        }
      }),
      200,
    );
  });

  test('CHG3: net Changes are equivalent to the list, forwards and backwards, and not more', () => {
    fuzz(
      fc.property(session, ({ before, journal, after }) => {
        const net = composeChanges(journal);
        expect(replay(before, net)).toBe(canonical(after));
        expect(replay(after, backwards(net))).toBe(canonical(before));
        expect(net.length).toBeLessThanOrEqual(journal.length);
        expect(composeChanges([...journal, ...backwards(journal)]).length).toBeLessThanOrEqual(
          2 * journal.length,
        );
      }),
      1500,
    );
  });

  test('CHG4: as long as nothing moves, no two net Changes are at one place or one inside the other', () => {
    const sets = fc.array(fc.record({ pointer, value: fc.oneof(json, fc.constant(undefined)) }), {
      maxLength: 25,
    });
    fuzz(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', '*', '__proto__'), json)),
        sets,
        (members, all) => {
          const store = new FlatStore(Object.fromEntries(members));
          const journal: Change[] = [];
          for (const { pointer: place, value } of all) {
            if (/\/(?:0|1|-|01)(?:\/|$)/.test(place) || place === '') continue;
            if (store.arrayLength(place) !== undefined) continue;
            try {
              journal.push(
                ...(value === undefined ? store.delete(place) : store.set(place, value)),
              );
            } catch {
              // A write through a leaf
            }
          }
          const pointers = composeChanges(journal).map((change) => `${change.pointer}/`);
          for (const a of pointers) {
            expect(pointers.filter((b) => b.startsWith(a))).toEqual([a]);
          }
        },
      ),
      500,
    );
  });

  test('CHG5: the JSON Patch of Changes has the same effect as the Changes', () => {
    fuzz(
      fc.property(session, ({ before, journal, after }) => {
        expect(patched(before, toPatch(journal))).toBe(canonical(after));
        expect(patched(before, toPatch(composeChanges(journal)))).toBe(canonical(after));
      }),
      500,
    );
  });

  // Regression: the removal of the target was an operation of its own
  test('CHG5: a move onto an existing member is one operation, its inverse two', () => {
    const store = new FlatStore({ a: { x: 1 }, b: [2, 3], '-': 4 });
    const changes = store.move('/a', '/b');
    expect(toPatch(changes)).toEqual([{ op: 'move', from: '/a', path: '/b' }]);
    expect(toPatch(changes.toReversed().map(invertChange))).toEqual([
      { op: 'move', from: '/b', path: '/a' },
      { op: 'add', path: '/b', value: [2, 3] },
    ]);
    // Before `/0` is removed, `/1/b` is another place: the removal must stay an operation
    const rows = new FlatStore([{ x: 1 }, { b: 2 }, {}]);
    const journal = [...rows.delete('/1/b'), ...rows.move('/0', '/1/b')];
    expect(toPatch(journal).map(({ op, path }) => `${op} ${path}`)).toEqual([
      'remove /1/b',
      'move /1/b',
    ]);
    // A move to an element inserts, it does not replace: the removal must stay as well
    const list = new FlatStore([1, 2, 3, 4]);
    expect(toPatch([...list.delete('/1'), ...list.move('/0', '/1')])).toEqual([
      { op: 'remove', path: '/1' },
      { op: 'move', from: '/0', path: '/1' },
    ]);
  });

  test('CHG5: a sort that moves up to a quarter of the elements is written as moves, one that moves more as one replace', () => {
    for (const [list, ops] of [
      [
        [7, 8, 1, 2, 3, 4, 5, 6],
        ['move', 'move'],
      ],
      [[6, 7, 8, 1, 2, 3, 4, 5], ['replace']],
    ] as const) {
      const sorted = new FlatStore(list).sort('', (a, b) => Number(a) - Number(b));
      expect(toPatch(sorted).map(({ op }) => op)).toEqual(ops);
    }
  });

  test('CHG5: the patch of any permutation gives the sorted array', () => {
    const elements = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
    fuzz(
      fc.property(elements, fc.boolean(), (list, nearly) => {
        const start = nearly ? list.toSorted((a, b) => a - b).concat([3, 20]) : list;
        const patch = toPatch(new FlatStore(start).sort('', (a, b) => Number(a) - Number(b)));
        expect(patched(start, patch)).toBe(canonical(start.toSorted((a, b) => a - b)));
        expect(nearly && start.length > 8 && patch.some(({ op }) => op !== 'move')).toBe(false);
      }),
      300,
    );
  });
});

describe('net Changes', () => {
  const after = (document: unknown, work: (store: FlatStore) => (readonly Change[])[]): Change[] =>
    composeChanges(work(new FlatStore(document)).flat()).map(
      ({ op, pointer: place, value, previous }) =>
        ({ op, pointer: place, value, previous }) as Change,
    );

  test('CHG3: a place that is written again keeps its first previous value', () => {
    expect(after({ a: 1 }, (store) => [store.set('/a', 2), store.set('/a', 3)])).toEqual([
      { op: 'replace', pointer: '/a', value: 3, previous: 1 },
    ]);
  });

  test('CHG3: a place whose last value equals its first disappears', () => {
    const list = ['x', 'y', 'z'];
    expect(after({ a: 1 }, (store) => [store.set('/a', 2), store.set('/a', 1)])).toEqual([]);
    expect(after({}, (store) => [store.set('/a', 2), store.delete('/a')])).toEqual([]);
    expect(after({ a: 1 }, (store) => [store.delete('/a'), store.set('/a', 1)])).toEqual([]);
    expect(after(list, (store) => [store.insert('', 1, 'n'), store.delete('/1')])).toEqual([]);
    expect(after(list, (store) => [store.delete('/1'), store.insert('', 1, 'y')])).toEqual([]);
    expect(after(list, (store) => [store.move('/0', '/2'), store.move('/2', '/0')])).toEqual([]);
    expect(after(list, (store) => [store.reverse(''), store.reverse('')])).toEqual([]);
  });

  test('CHG3: writes below a new container become part of its value, and a deletion undoes the writes below it in previous', () => {
    expect(
      after({}, (store) => [store.set('/a/b', 1), store.set('/a/c', 2), store.set('/a/b', 3)]),
    ).toEqual([{ op: 'add', pointer: '/a', value: { b: 3, c: 2 }, previous: undefined }]);
    expect(
      after({ a: { b: 1 } }, (store) => [
        store.set('/a/b', 2),
        store.set('/a/c', 2),
        store.delete('/a'),
      ]),
    ).toEqual([{ op: 'remove', pointer: '/a', value: undefined, previous: { b: 1 } }]);
  });

  test('CHG3: the changes of an element stay one Change while other elements are added and removed before it', () => {
    const list = [{ n: 1 }, { n: 2 }, { n: 3 }];
    expect(
      after(list, (store) => [
        store.set('/2/n', 4),
        store.insert('', 0, 'x'),
        store.set('/3/n', 5),
        store.delete('/1'),
        store.set('/2/n', 6),
      ]),
    ).toEqual([
      { op: 'add', pointer: '/0', value: 'x', previous: undefined },
      { op: 'remove', pointer: '/1', value: undefined, previous: { n: 1 } },
      { op: 'replace', pointer: '/2/n', value: 6, previous: 3 },
    ]);
  });

  test('CHG3: a move does not split the net Changes of other places', () => {
    const net = after({ a: 1, list: [1, 2] }, (store) => [
      store.set('/a', 2),
      store.move('/list/0', '/list/1'),
      store.set('/a', 3),
    ]);
    expect(net.map(({ op, pointer: place, previous }) => [op, place, previous])).toEqual([
      ['move', '/list/1', undefined],
      ['replace', '/a', 1],
    ]);
  });

  test('CHG3: 10,000 appends stay 10,000 adds, and 10,000 levels do not overflow', () => {
    const store = new FlatStore({ list: [] });
    const journal: Change[] = [];
    for (let i = 0; i < 10_000; i++) journal.push(...store.set('/list/-', i));
    expect(composeChanges(journal).length).toBe(10_000);
    const deep = '/d'.repeat(10_000);
    const down = [
      ...store.set(`${deep}/x`, 1),
      ...store.set(`${deep}/x`, 2),
      ...store.set(`${deep}/y`, 2),
    ];
    expect(composeChanges(down).length).toBe(1);
    const later = [...store.set(`${deep}/x`, 3), ...store.set(`${deep}/x`, 4)];
    expect(composeChanges(later).map(({ value, previous }) => [value, previous])).toEqual([[4, 2]]);
  });
});

test('CHG3: consecutive sorts and reversals of one array become one or none; those of two arrays stay two', () => {
  const before = { a: [3, 1, 2, 5], b: ['y', 'x'] };
  const store = new FlatStore(before);
  const twice = [...store.sort('/a', (x, y) => Number(x) - Number(y)), ...store.reverse('/a')];
  const net = composeChanges(twice);
  expect(net.length).toBe(1);
  expect(applyChange(before, net[0]!)).toEqual({ a: [5, 3, 2, 1], b: ['y', 'x'] });
  expect(applyChange(store.toObject(), invertChange(net[0]!))).toEqual(before);
  expect(composeChanges([...twice, invertChange(net[0]!)])).toEqual([]);
  const apart = [...store.reverse('/a'), ...store.reverse('/b')];
  expect(composeChanges(apart).map(({ pointer: place }) => place)).toEqual(['/a', '/b']);
});

describe('Changes that cancel out', () => {
  const net = (document: unknown, work: (store: FlatStore) => (readonly Change[])[]): string[] =>
    composeChanges(work(new FlatStore(document)).flat()).map(
      ({ op, pointer: at }) => `${op} ${at}`,
    );

  test('CHG3: replacing a value by another one that is equal as JSON is no net Change', () => {
    expect(net({ a: { b: 1 } }, (s) => [s.delete('/a'), s.set('/a', { b: 1 })])).toEqual([]);
    expect(net({ a: { b: 1 } }, (s) => [s.set('/a', { b: 2 }), s.set('/a/b', 1)])).toEqual([]);
    expect(net([[1], 2], (s) => [s.delete('/0'), s.insert('', 0, [1])])).toEqual([]);
    expect(net([[1], 2, [1]], (s) => [s.reverse(''), s.set('/1', 3)])).toEqual(['replace /1']);
  });

  test('CHG3: Changes before and after a move or reversal that cancels out are merged', () => {
    const list = [1, 2, 3];
    expect(
      net(list, (s) => [s.set('/0', 5), s.reverse(''), s.reverse(''), s.set('/0', 1)]),
    ).toEqual([]);
    expect(
      net({ list, a: 0 }, (s) => [
        s.set('/a', 1),
        s.insert('/list', 0, 7),
        s.move('/list/1', '/list/3'),
        s.move('/list/3', '/list/1'),
        s.delete('/list/0'),
      ]),
    ).toEqual(['replace /a']);
  });

  // Regression: a sort followed by a write of the array gave two replaces, even if they restored the array
  test('CHG3: what moved inside a value that is then replaced or removed as a whole is left out', () => {
    const list = [3, 1, 2];
    expect(net({ list }, (s) => [s.sort('/list'), s.set('/list', [])])).toEqual(['replace /list']);
    expect(net({ list }, (s) => [s.move('/list/0', '/list/2'), s.delete('/list')])).toEqual([
      'remove /list',
    ]);
    expect(net({ list }, (s) => [s.reverse('/list'), s.set('', { list: [...list] })])).toEqual([]);
    expect(
      net([{ list }, 0], (s) => [
        s.set('/1', 5),
        s.insert('/0/list', 0, 7),
        s.sort('/0/list'),
        s.set('/0/list/0', 9),
        s.set('/0', { list: [3, 1, 2] }),
        s.set('/1', 0),
      ]),
    ).toEqual([]);
    expect(net({ list, a: {} }, (s) => [s.move('/list/0', '/a/x'), s.set('/list', [])])).toEqual([
      'move /a/x',
      'replace /list',
    ]);
    const store = new FlatStore({ list });
    const [change] = composeChanges([
      ...store.set('/list/1', 0),
      ...store.sort('/list'),
      ...store.set('/list/0', 9),
      ...store.delete('/list'),
    ]);
    expect(change?.previous).toEqual(list);
  });

  test('CHG3: 100,000 elements written in scattered order are folded without a search for each', () => {
    const count = 100_000;
    const store = new FlatStore(Array.from({ length: count }, (_, i) => i));
    const journal: Change[] = [];
    // The step is coprime to the count, so every element is written once
    for (let i = 0, at = 0; i < count; i++, at = (at + 38_197) % count) {
      journal.push(...store.set(`/${at}`, -at - 1));
    }
    const all = composeChanges(journal);
    expect(all.map(({ pointer: at }) => at)).toEqual(
      Array.from({ length: count }, (_, i) => `/${i}`),
    );
    const gone = composeChanges([...journal, ...store.delete('/7'), ...store.set('/7', 'x')]);
    expect(gone[7]).toMatchObject({ op: 'remove', pointer: '/7', previous: 7 });
    expect(gone[8]).toMatchObject({ op: 'replace', pointer: '/7', previous: 8, value: 'x' });
  }, 15_000);

  test('CHG3, STO26: neither net Changes nor setDeep cost the square of the depth', () => {
    const nested = (leaf: number): unknown => {
      let value: unknown = leaf;
      for (let i = 0; i < 100_000; i++) value = i % 2 === 0 ? { d: value } : [value];
      return value;
    };
    const store = new FlatStore(nested(1), { freeze: false });
    const [change] = store.setDeep('', nested(2));
    expect(change?.segments.length).toBe(100_000);
    const above = change!.pointer.slice(0, -2);
    const journal = [...store.set(change!.pointer, 3), ...store.set(above, { d: 4 })];
    expect(composeChanges(journal)).toMatchObject([{ previous: { d: 2 }, value: { d: 4 } }]);
  }, 15_000);

  test('CHG3: moves and writes on many levels that are undone one by one cancel out', () => {
    const store = new FlatStore({ list: Array.from({ length: 50 }, (_, i) => i) });
    const journal: Change[] = [];
    for (let i = 0; i < 2000; i++) {
      journal.push(...store.move('/list/0', `/list/${1 + (i % 40)}`));
      journal.push(...store.set(`/list/${i % 50}`, -i));
    }
    const all = [...journal, ...journal.toReversed().map(invertChange)];
    expect(composeChanges(all)).toEqual([]);
  }, 15_000);
});

test('CHG6: a Change that was sent as JSON is applied, inverted and composed like the original', () => {
  fuzz(
    fc.property(session, ({ before, journal, after }) => {
      const sent = JSON.parse(JSON.stringify(journal)) as Change[];
      const store = new FlatStore(clone(before));
      for (const change of sent) store.apply(change);
      expect(canonical(store.toObject())).toBe(canonical(after));
      for (const change of composeChanges(sent.toReversed().map(invertChange))) store.apply(change);
      expect(canonical(store.toObject())).toBe(canonical(before));
      expect(patched(before, toPatch(sent))).toBe(canonical(after));
    }),
    200,
  );
});

test('CHG3, CHG5, STO15: the removal and return of an undefined element is kept in net Changes and patches', () => {
  const document = { list: ['a', undefined, 'b'], x: 1 };
  const store = new FlatStore(document);
  const journal = [...store.set('/x', 2), ...store.delete('/list/1')];
  expect(store.get('/list')).toEqual(['a', 'b']);
  const net = composeChanges(journal);
  expect(net.map(({ op, pointer: at }) => `${op} ${at}`)).toEqual(['replace /x', 'remove /list/1']);
  for (const change of backwards(net)) store.apply(change);
  expect(store.toObject()).toEqual(document);
  expect(toPatch(backwards(net))[0]).toEqual({ op: 'add', path: '/list/1', value: null });
});
