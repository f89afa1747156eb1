import fc from 'fast-check';
import { type Change, FlatStore } from '@data-map/storage';
import { expect, test } from 'vitest';
import { UNSTEADY, WIDE } from '../src/container.ts';
import { namesAt } from '../src/member-order.ts';
import { ObjectEntry } from '../src/object-entry.ts';
import { fuzz } from './fuzz.ts';

/** Sizes just below and above those at which an object changes its form. */
const size = fc
  .constantFrom(3, UNSTEADY, WIDE)
  .chain((border) => fc.integer({ min: border - 3, max: border + 3 }));

const step = fc.record({
  do: fc.constantFrom('remove', 'remove', 'remove', 'add', 'again', 'rename', 'write', 'read'),
  at: fc.nat(),
});

/** Performs a step on the store and on a copy of the expected members, and returns the Changes and the copy. */
function perform(
  store: FlatStore,
  members: ReadonlyMap<string, unknown>,
  { do: todo, at }: { do: string; at: number },
): [readonly Change[], Map<string, unknown>] {
  const after = new Map(members);
  const names = [...members.keys()];
  const name = names[at % names.length] ?? 'first';
  const pointer = `/list/0/${name}`;
  if (todo === 'read') {
    store.toObject();
    return [[], after];
  }
  if (todo === 'remove') {
    after.delete(name);
    return [store.delete(pointer), after];
  }
  if (todo === 'again' || (todo === 'rename' && names.length === 0)) {
    after.delete(name);
    after.set(name, at);
    return [[...store.delete(pointer), ...store.set(pointer, at)], after];
  }
  if (todo === 'rename') {
    const other = at % 3 === 0 ? (names[(at + 1) % names.length] ?? name) : `n${at}`;
    if (other !== name) {
      after.delete(other);
      after.delete(name);
      after.set(other, members.get(name));
    }
    return [store.move(pointer, `/list/0/${other}`), after];
  }
  const written = todo === 'add' ? `x${at}` : name;
  after.set(written, -at);
  return [store.set(`/list/0/${written}`, -at), after];
}

const textOf = (members: ReadonlyMap<string, unknown>): string =>
  JSON.stringify(Object.fromEntries(members));

test('STO29 STO3: a rollback to any savepoint restores the order of members, whatever was written before', () => {
  const steps = (maxLength: number) => fc.array(step, { maxLength });
  fuzz(
    fc.property(size, steps(6), fc.array(steps(8), { maxLength: 4 }), (count, before, parts) => {
      let members = new Map<string, unknown>(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
      const store = new FlatStore({ list: [Object.fromEntries(members)] });
      for (const todo of before) [, members] = perform(store, members, todo);
      store.keepOriginals(true);
      const journal: Change[] = [];
      const savepoints: [number, string][] = [];
      for (const part of parts) {
        savepoints.push([journal.length, textOf(members)]);
        for (const todo of part) {
          const [changes, after] = perform(store, members, todo);
          journal.push(...changes);
          members = after;
        }
      }
      for (const [mark, text] of savepoints.toReversed()) {
        const handedOut = store.get('/list/0');
        const kept = JSON.stringify(handedOut);
        store.takeBack(journal.splice(mark));
        expect(JSON.stringify(store.get('/list/0'))).toBe(text);
        expect(JSON.stringify(handedOut)).toBe(kept);
      }
    }),
    400,
  );
});

test('STO29: the order is restored in objects that moved and in objects inside removed values as well', () => {
  const document = { list: [{ a: 1, b: 2, c: { d: 1, e: 2 } }, 0], o: { f: 1, g: 2 } };
  const store = new FlatStore(structuredClone(document));
  store.keepOriginals(true);
  const journal = [
    ...store.delete('/list/0/a'),
    ...store.delete('/list/0/c/d'),
    ...store.move('/list/0', '/list/1'),
    ...store.delete('/list/1/c/e'),
    ...store.move('/o', '/list/1/b'),
    ...store.delete('/list/1/b/f'),
    ...store.move('/list/1/b', '/list/0'),
    ...store.delete('/list/2/b'),
    ...store.set('', []),
  ];
  store.takeBack(journal);
  expect(JSON.stringify(store.toObject())).toBe(JSON.stringify(document));
});

test('STO29: without keepOriginals a member that is put back is the last one', () => {
  const store = new FlatStore({ a: 1, b: 2 });
  store.keepOriginals(true);
  const [change] = store.delete('/a');
  store.keepOriginals(false);
  store.takeBack(change === undefined ? [] : [change]);
  expect(JSON.stringify(store.toObject())).toBe('{"b":2,"a":1}');
});

test('STO29: the order is restored among names that are indices, and among nasty names', () => {
  const text = '{"1":1,"7":7,"__proto__":[],"constructor":2,"":3}';
  const store = new FlatStore(JSON.parse(text));
  store.keepOriginals(true);
  store.takeBack([
    ...store.delete('/__proto__'),
    ...store.delete('/1'),
    ...store.delete('/constructor'),
    ...store.set('/1', 5),
    ...store.set('/__proto__', 5),
  ]);
  expect(JSON.stringify(store.toObject())).toBe(text);
  expect(Object.getPrototypeOf(store.toObject())).toBe(Object.prototype);
});

test('STO29: an object whose order is not saved any more stops logging added and removed names', () => {
  // Regression: the log grew until the order was saved again
  const entry = new ObjectEntry({ a: 1, b: 2, c: 3 }, 0);
  const { order, toggles } = entry.saveOrder();
  entry.own();
  for (let i = 0; i < 1000; i++) {
    entry.remove('a');
    entry.add('a', i);
  }
  expect(order.toggled.length).toBeLessThanOrEqual(order.names.length + 1);
  expect([...namesAt({ order, toggles })]).toEqual(['a', 'b', 'c']);
  expect([...namesAt(entry.saveOrder())]).toEqual(['b', 'c', 'a']);
});
