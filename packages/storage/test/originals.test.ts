import fc from 'fast-check';
import { type Change, FlatStore } from '@data-map/storage';
import { expect, test } from 'vitest';
import { json } from './arbitraries.ts';
import { UNSTEADY, WIDE } from '../src/container.ts';
import { work } from '../src/entry.ts';
import { fuzz } from './fuzz.ts';
import { canonical, clone, Oracle, Refused } from './oracle.ts';
import { perform, places, type Step, step } from './steps.ts';

/** Objects just below and above the sizes at which they are kept in a Map, with containers in them. */
const wide = fc
  .tuple(fc.constantFrom(UNSTEADY, WIDE), fc.integer({ min: -2, max: 2 }), json)
  .map(([border, more, a]) => {
    const members = Array.from({ length: border + more }, (_, i) => [`k${i}`, i % 5 ? i : [a]]);
    return { a: Object.fromEntries(members), b: [a, Object.fromEntries(members)] };
  });

/** Performs a step, unless the oracle refuses it. */
function attempt(store: FlatStore, oracle: Oracle, todo: Step): readonly Change[] {
  const pool = places(oracle.doc);
  if (todo.do === 'look') store.get(pool[todo.at % pool.length]!);
  try {
    return perform(store, oracle, todo, pool);
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

/** All containers at and below some places, by pointer. */
function containers(store: FlatStore, looked: readonly string[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const top of looked) {
    for (const below of places(store.get(top))) {
      const value = store.get(top + below);
      if (typeof value === 'object' && value !== null) found.set(top + below, value);
    }
  }
  return found;
}

test('STO29: after a rollback, every container that was handed out before is back at its place by identity', () => {
  const scenario = fc.record({
    doc: fc.oneof(json, wide),
    before: fc.array(step, { maxLength: 5 }),
    parts: fc.array(fc.array(step, { maxLength: 8 }), { minLength: 1, maxLength: 3 }),
    looks: fc.array(fc.nat(), { maxLength: 3 }),
    whole: fc.boolean(),
    options: fc.record({ freeze: fc.boolean(), entries: fc.constantFrom(0, 3, undefined) }),
  });
  fuzz(
    fc.property(scenario, ({ doc, before, parts, looks, whole, options }) => {
      const store = new FlatStore(clone(doc), options);
      const oracle = new Oracle(clone(doc));
      for (const todo of before) attempt(store, oracle, todo);
      const pool = places(oracle.doc);
      const looked = whole ? [''] : looks.map((at) => pool[at % pool.length]!);
      const text = canonical(oracle.doc);
      const held = containers(store, looked);
      for (const again of [false, true]) {
        const start = clone(oracle.doc);
        store.keepOriginals(true);
        const journal: Change[] = [];
        for (const part of parts) {
          const mark = journal.length;
          const then = clone(oracle.doc);
          for (const todo of part) journal.push(...attempt(store, oracle, todo));
          // A nested savepoint that is rolled back
          if (part.length % 2 === 0) {
            store.takeBack(journal.splice(mark));
            oracle.doc = then;
          }
        }
        store.takeBack(journal);
        store.keepOriginals(false);
        oracle.doc = start;
        // In the second round, something is read after the rollback
        if (again) store.get(pool[parts.length % pool.length]!);
      }
      for (const [place, container] of held) {
        if (store.get(place) !== container) throw new Error(`Another container at "${place}"`);
      }
      expect(canonical(store.toObject())).toBe(text);
    }),
    600,
  );
});

test('STO29: a wide object is restored by identity, even if a name that is an index was added last', () => {
  // The Map of its members has that name last, the plain object has it first
  const members = Array.from({ length: WIDE + 1 }, (_, i) => [`k${i}`, { n: i }]);
  const store = new FlatStore({ wide: Object.fromEntries(members) });
  store.set('/wide/4', { n: 4 });
  const before = store.get('/wide');
  store.keepOriginals(true);
  const changes = store.set('/wide/k6/n', 7);
  store.takeBack(changes);
  store.keepOriginals(false);
  expect(store.get('/wide') === before).toBe(true);
});

test('STO29: a container that is moved and written again is still restored by identity', () => {
  const store = new FlatStore({ list: [{ n: 1 }, { n: 2 }], other: {} });
  const root = store.toObject();
  store.keepOriginals(true);
  const changes = [...store.set('/list/0/n', 5), ...store.move('/list/0', '/other/x')];
  expect(store.toObject()).toEqual({ list: [{ n: 2 }], other: { x: { n: 5 } } });
  changes.push(...store.set('/other/x/n', 6));
  store.takeBack(changes);
  store.keepOriginals(false);
  expect(store.toObject()).toBe(root);
  store.set('/list/0/n', 7);
  expect(root).toEqual({ list: [{ n: 1 }, { n: 2 }], other: {} });
  expect(store.toObject()).toEqual({ list: [{ n: 7 }, { n: 2 }], other: {} });
});

test('STO29, STO11: an object with a member that is `undefined` is restored by identity after a write to that member', () => {
  // The rollback removes the member, and the object without it used to count as another one
  for (const width of [1, 2 * WIDE]) {
    const names = Array.from({ length: width }, (_, i) => [`k${i}`, i]);
    const store = new FlatStore({ user: { email: undefined, ...Object.fromEntries(names) } });
    const user = store.get('/user');
    store.keepOriginals(true);
    store.takeBack([...store.set('/user/email', 'ada@x'), ...store.set('/user/k0', 5)]);
    store.keepOriginals(false);
    expect(store.get('/user')).toBe(user);
  }
});

test('STO29: a rollback makes no further copies, and originals are discarded without one', () => {
  const store = new FlatStore({ list: Array.from({ length: 1000 }, (_, n) => ({ n })) });
  const list = store.get('/list');
  const before = work.copies;
  for (let i = 0; i < 10; i++) {
    store.keepOriginals(true);
    store.takeBack([...store.set(`/list/${i}/n`, -1), ...store.set('/list/0/n', i + 5)]);
    store.keepOriginals(false);
  }
  // One copy for each element; the list is copied once, when it is read
  expect(work.copies - before).toBe(10);
  expect(store.get('/list')).toBe(list);
  expect(work.copies - before).toBe(11);
  store.keepOriginals(true);
  const changes = store.set('/list/0/n', 9);
  store.keepOriginals(false);
  store.takeBack(changes);
  expect(store.get('/list')).toEqual(list);
  expect(store.get('/list')).not.toBe(list);
});

test('STO29, STO31: a long array whose elements were kept by slot is restored by identity, too', () => {
  const store = new FlatStore({ list: Array.from({ length: 5000 }, (_, n) => ({ n })) });
  const list = store.get('/list');
  for (let round = 0; round < 2; round++) {
    store.keepOriginals(true);
    const changes: Change[] = [];
    for (let i = 0; i < 100; i++) {
      changes.push(...store.delete('/list/0'), ...store.insert('/list', i, { n: -i }));
      changes.push(...store.set(`/list/${i}/n`, i), ...store.move('/list/7', '/list/4000'));
    }
    const { moves } = work;
    store.takeBack(changes);
    expect(work.moves).toBe(moves);
    store.keepOriginals(false);
    expect(store.get('/list')).toBe(list);
  }
});
