import fc from 'fast-check';
import { FlatStore, invertChange } from '@data-map/storage';
import type { Change, Snapshot } from '@data-map/storage';
import { afterEach, describe, expect, test } from 'vitest';
import { work } from '../src/entry.ts';
import { NOTES } from '../src/moment.ts';
import { json, pointer } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';
import { clone, Oracle, Refused } from './oracle.ts';
import { perform, places, step } from './steps.ts';
import type { Step } from './steps.ts';

const usual = { ...NOTES };
afterEach(() => Object.assign(NOTES, usual));

/** The number of containers that a task copies. */
function copies(task: () => void): number {
  const before = work.copies;
  task();
  return work.copies - before;
}

const wideObject = (): Record<string, { name: string }> =>
  Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`u${i}`, { name: `n${i}` }]));
const wideArray = (): { name: string }[] =>
  Array.from({ length: 5000 }, (_, i) => ({ name: `n${i}` }));

type Action =
  | Step
  | { do: 'keep'; at: number[] }
  | { do: 'read'; at: number }
  | { do: 'back'; at: number };

interface Kept {
  readonly snapshot: Snapshot;
  /** The document as JSON, whose members are in their order. */
  readonly text: string;
  /** Containers that were handed out in the state of the snapshot. */
  readonly seen: readonly (readonly [pointer: string, container: unknown])[];
}

function check({ snapshot, text, seen }: Kept, after: string): void {
  for (const [place, container] of seen) {
    if (snapshot.get(place) !== container) throw new Error(`Identity of "${place}" ${after}`);
  }
  if (JSON.stringify(snapshot.toObject()) !== text) throw new Error(`Snapshot ${after}`);
}

describe('pending snapshots', () => {
  test('STO3 STO28: a snapshot that is read late, and in any order, equals the document when it was taken', () => {
    const list = fc.array(json, { minLength: 3, maxLength: 6 });
    const action: fc.Arbitrary<Action> = fc.oneof(
      { weight: 4, arbitrary: step },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('keep' as const),
          at: fc.array(fc.nat({ max: 1_000_000 }), { maxLength: 3 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.oneof(
          fc.record({ do: fc.constant('read' as const), at: fc.nat({ max: 1000 }) }),
          fc.record({ do: fc.constant('back' as const), at: fc.nat({ max: 1000 }) }),
        ),
      },
    );
    const scenario = fc.record({
      doc: fc.oneof(json, fc.record({ a: list, b: fc.record({ a: list, c: json }) })),
      fixed: fc.array(pointer, { minLength: 3, maxLength: 6 }),
      steps: fc.array(action, { maxLength: 40 }),
      limits: fc.record({
        ofOne: fc.constantFrom(0, 1, 4, 64),
        ofChain: fc.constantFrom(0, 2, 16, 256),
      }),
      freeze: fc.boolean(),
    });
    fuzz(
      fc.property(scenario, ({ doc, fixed, steps, limits, freeze }) => {
        Object.assign(NOTES, limits);
        const store = new FlatStore(clone(doc), { freeze });
        // A store without snapshots, settled after each step: it has the expected order of members
        const twin = new FlatStore(clone(doc), { freeze: false });
        const oracle = new Oracle(doc);
        const kept: Kept[] = [];
        const history: Change[] = [];
        for (const [index, todo] of steps.entries()) {
          const pool = [...fixed, ...places(oracle.doc)];
          const after = `after step ${index} ${JSON.stringify(todo)}`;
          const { length } = kept;
          let changes: readonly Change[] = [];
          if (todo.do === 'read' || todo.do === 'back') {
            const one = kept[todo.at % Math.max(1, length)];
            if (one === undefined) continue;
            if (todo.do === 'read') {
              check(one, after);
            } else {
              changes = store.restore(one.snapshot);
              oracle.doc = clone(store.toObject());
            }
          } else if (todo.do === 'keep') {
            const seen = todo.at
              .map((at) => pool[at % pool.length]!)
              .map((place) => [place, store.get(place)] as const);
            kept.push({
              snapshot: store.snapshot(),
              text: JSON.stringify(twin.toObject()),
              seen: seen.filter(([, value]) => typeof value === 'object'),
            });
          } else if (todo.do === 'undo' && history.length > 0) {
            changes = store.apply(invertChange(history.pop()!));
            history.length = 0;
            oracle.doc = clone(store.toObject());
          } else {
            try {
              changes = perform(store, oracle, todo, pool);
            } catch (error) {
              if (!(error instanceof Refused)) throw error;
            }
          }
          for (const change of changes) twin.apply(change);
          twin.toObject();
          history.push(...changes);
        }
        for (const snapshot of kept.filter((_, i) => i % 2 === 1)) check(snapshot, 'in the end');
        for (const snapshot of kept) check(snapshot, 'in the end');
        if (JSON.stringify(store.toObject()) !== JSON.stringify(twin.toObject())) {
          throw new Error('The store itself');
        }
      }),
      2000,
    );
  });

  const edits: Record<string, (store: FlatStore) => unknown> = {
    set: (store) => store.set('/list/2/name', 'other'),
    'set again and again': (store) => {
      for (let i = 0; i < 20; i++) store.set('/list/1/name', i);
    },
    append: (store) => store.set('/list/-', 'other'),
    insert: (store) => store.insert('/list', 1, 'a', 'b'),
    delete: (store) => store.delete('/list/1'),
    'delete a member': (store) => store.delete('/list/1/name'),
    splice: (store) => store.splice('/list', 1, 3, 'a', 'b'),
    'move within': (store) => store.move('/list/1', '/list/3'),
    'move out': (store) => store.move('/list/1', '/other/x'),
    'move in': (store) => store.move(store.has('/other/a') ? '/other/a' : '/other/b', '/list/1'),
    'move to a parent that is missing': (store) => store.move('/list/1', '/other/x/y'),
    sort: (store) => store.sort('/list', (a, b) => (String(a) < String(b) ? -1 : 1)),
    reverse: (store) => store.reverse('/list'),
    setDeep: (store) => store.setDeep('/list', [1, 2, { name: 'deep' }]),
    'replace the array': (store) => store.set('/list', []),
    'replace the root': (store) => store.set('', 5),
  };
  test.each(Object.entries(edits))(
    'STO28: a snapshot does not show an edit of a dirty array after it: %s',
    (_, edit) => {
      NOTES.ofOne = 64;
      const fresh = (): FlatStore => {
        const list = Array.from({ length: 9 }, (_unused, i) => ({ name: `n${8 - i}` }));
        const store = new FlatStore({ list, other: { a: 1, b: 2 } }, { freeze: false });
        for (let i = 0; i < 9; i++) store.set('/list/1/name', `set ${i}`);
        store.insert('/list', 0, 'new');
        store.set('/other/c', 3);
        return store;
      };
      const store = fresh();
      for (let i = 0; i < 9; i++) store.set('/list/1/name', `and ${i}`);
      const first = store.snapshot();
      edit(store);
      const second = store.snapshot();
      edit(store);
      const twin = fresh();
      twin.set('/list/1/name', 'and 8');
      const before = JSON.stringify(twin.toObject());
      edit(twin);
      const after = JSON.stringify(twin.toObject());
      expect(JSON.stringify(first.toObject())).toBe(before);
      expect(JSON.stringify(second.toObject())).toBe(after);
    },
  );

  test('STO28: JSON.stringify of a snapshot writes the document when it was taken', () => {
    const store = new FlatStore({ a: [1, { b: 2 }] });
    const before = store.snapshot();
    store.set('/a/1/b', 3);
    expect(JSON.stringify({ before })).toBe('{"before":{"a":[1,{"b":2}]}}');
    expect(JSON.stringify(store.snapshot())).toBe('{"a":[1,{"b":3}]}');
  });

  test('STO28: taking a snapshot copies nothing, and reading a place copies only the dirty containers at and below it', () => {
    const store = new FlatStore({ list: wideArray(), users: wideObject() }, { freeze: false });
    store.set('/users/u5/name', 'a');
    store.set('/list/5/name', 'a');
    // The first write below the wide object puts its members into a Map
    store.toObject();
    for (let i = 0; i < 100; i++) {
      store.set('/users/u5/name', `b${i}`);
      store.set('/list/5/name', `b${i}`);
      let snapshot: Snapshot | undefined;
      // The first writes copied the two records; the snapshots copy nothing
      expect(copies(() => (snapshot = store.snapshot()))).toBe(0);
      expect(snapshot!.get('/users/u5')).toEqual({ name: `b${i}` });
      expect(copies(() => snapshot!.get('/users/u6/name'))).toBe(0);
    }
    const last = store.snapshot();
    // The root, the array and the object
    expect(copies(() => last.toObject())).toBe(3);
    expect(copies(() => last.toObject())).toBe(0);
    expect(last.toObject()).toBe(store.toObject());
  });

  test('STO28: a snapshot of a clean document costs no copy, even when it is read after a write', () => {
    const store = new FlatStore({ a: { b: { c: 1 } }, list: [1, 2, 3] }, { freeze: false });
    store.set('/a/b/c', 2);
    const document = store.toObject();
    const snapshot = store.snapshot();
    store.set('/a/b/c', 3);
    expect(copies(() => expect(snapshot.toObject()).toBe(document))).toBe(0);
    store.set('', { other: 1 });
    const replaced = store.snapshot();
    store.set('/other', 2);
    expect(replaced.toObject()).toEqual({ other: 1 });
  });

  test('STO28: a snapshot of a small document is materialized after a few notes', () => {
    const store = new FlatStore({ a: { b: 1 } }, { freeze: false });
    store.set('/a/b', 2);
    const snapshot = store.snapshot();
    // Two containers are dirty, so there may be eight notes
    expect(copies(() => [0, 1, 2, 3, 4, 5, 6, 7].map((i) => store.set('/a/b', `x${i}`)))).toBe(0);
    // The ninth materializes it: the two are copied for the store, and again to undo the notes
    expect(copies(() => store.set('/a/b', 'last'))).toBeGreaterThan(0);
    expect(copies(() => snapshot.toObject())).toBe(0);
    expect(snapshot.toObject()).toEqual({ a: { b: 2 } });
  });

  test('STO28: in an undo history of a wide document, snapshots can be read in any order', () => {
    const store = new FlatStore({ list: wideArray() }, { freeze: false });
    const history: Snapshot[] = [];
    for (let i = 0; i < 3000; i++) {
      history.push(store.snapshot());
      if (i % 3 === 0) store.insert('/list', i % 7, { name: `in${i}` });
      else if (i % 3 === 1) store.set(`/list/${(i * 31) % 5000}/name`, `at${i}`);
      else store.delete(`/list/${i % 11}`);
    }
    const twin = new FlatStore({ list: wideArray() }, { freeze: false });
    const lengths: number[] = [];
    const names: unknown[] = [];
    for (let i = 0; i < 3000; i++) {
      lengths.push((twin.get('/list') as unknown[]).length);
      names.push(twin.get('/list/5/name'));
      if (i % 3 === 0) twin.insert('/list', i % 7, { name: `in${i}` });
      else if (i % 3 === 1) twin.set(`/list/${(i * 31) % 5000}/name`, `at${i}`);
      else twin.delete(`/list/${i % 11}`);
    }
    for (const i of [2999, 2998, 2997, 1500, 3, 0, 2000]) {
      const { list } = history[i]!.toObject() as { list: unknown[] };
      expect([list.length, history[i]!.get('/list/5/name')]).toEqual([lengths[i], names[i]]);
    }
    store.restore(history[10]!);
    expect(store.get('/list/5/name')).toBe(names[10]);
  });

  test('STO28: a pending snapshot keeps no more notes than its limit', () => {
    NOTES.ofOne = 10 / 64;
    const store = new FlatStore({ list: wideArray() }, { freeze: false });
    store.insert('/list', 0, 'new');
    const snapshot = store.snapshot();
    for (let i = 0; i < 10; i++) store.insert('/list', 0, i);
    expect(copies(() => store.insert('/list', 0, 'the eleventh'))).toBeGreaterThan(0);
    expect(copies(() => snapshot.toObject())).toBe(0);
    expect(snapshot.get('/list/0')).toBe('new');
    expect(snapshot.get('/list/1')).toEqual({ name: 'n0' });
  });

  test('STO28: in a chain of unread snapshots, one is materialized when the chain has too many notes', () => {
    const store = new FlatStore({ list: wideArray() }, { freeze: false });
    store.insert('/list', 0, 'new');
    const taken: number[] = [];
    for (let i = 0; i < 2000; i++) {
      if (copies(() => store.snapshot()) > 0) taken.push(i);
      store.set('/list/0', i);
    }
    // 16 notes for each of the 64 units that a copy costs at most
    expect(taken).toEqual([1025]);
  });

  test('STO28: a long splice materializes a pending snapshot and is not noted element by element', () => {
    const store = new FlatStore({ list: wideArray() }, { freeze: false });
    store.insert('/list', 0, 'new');
    const snapshot = store.snapshot();
    store.splice('/list', 1, 3000);
    store.splice('/list', 1, 0, ...Array.from({ length: 1000 }, (_, i) => i));
    expect(store.arrayLength('/list')).toBe(3001);
    const { list } = snapshot.toObject() as { list: unknown[] };
    expect([list.length, list[0], list[5000]]).toEqual([5001, 'new', { name: 'n4999' }]);
    const later = store.snapshot();
    store.splice('/list', 1, 100);
    expect(copies(() => later.toObject())).toBe(0);
  });

  test('STO28: a snapshot has a removed member at its old position among the others', () => {
    const store = new FlatStore({ users: wideObject() }, { freeze: false });
    store.set('/users/u999/name', 'x');
    store.set('/users/new', 1);
    const snapshot = store.snapshot();
    store.delete('/users/u3');
    store.set('/users/u3', 'again');
    const names = Object.keys(snapshot.get('/users') as object);
    expect([names[3], names.at(-1)]).toEqual(['u3', 'new']);
    expect(Object.keys(store.get('/users') as object).at(-1)).toBe('u3');
  });

  test('STO3 STO19: with freeze, the document of a pending snapshot is frozen too', () => {
    const store = new FlatStore({ list: wideArray() }, { freeze: true });
    store.insert('/list', 0, { name: 'new' });
    const snapshot = store.snapshot();
    store.set('/list/0/name', 'newer');
    const document = snapshot.toObject() as { list: { name: string }[] };
    expect(document.list[0]!.name).toBe('new');
    expect([Object.isFrozen(document), Object.isFrozen(document.list)]).toEqual([true, true]);
    expect(Object.isFrozen(document.list[0])).toBe(true);
  });

  test('STO18: two snapshots of one state share one document, and another store can restore it', () => {
    const store = new FlatStore({ list: wideArray() }, { freeze: false });
    store.insert('/list', 0, 'new');
    const [one, two] = [store.snapshot(), store.snapshot()];
    store.insert('/list', 0, 'newer');
    expect([one.version, one.toObject()]).toEqual([two.version, two.toObject()]);
    expect(one.toObject()).toBe(two.toObject());
    const other = new FlatStore();
    other.restore(one);
    expect(other.toObject()).toBe(one.toObject());
  });
});
