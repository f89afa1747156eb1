import { formatPointer, type Segments } from '@data-map/path';
import { FlatStore } from '@data-map/storage';
import {
  SubscriptionEngine,
  type ChangeRecord,
  type SubscriptionEvent,
} from '@data-map/subscriptions';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { document, key, pattern, value } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';
import { locations } from './model-store.ts';
import { expected, type Listener, type Told } from './oracle.ts';

interface Write {
  readonly kind: 'set' | 'create' | 'insert' | 'delete' | 'move' | 'reverse' | 'sort' | 'restore';
  readonly a: number;
  readonly b: number;
  readonly key: string;
  readonly value: unknown;
}

const write: fc.Arbitrary<Write> = fc.record({
  kind: fc.constantFrom('set', 'create', 'insert', 'delete', 'move', 'reverse', 'sort', 'restore'),
  a: fc.nat(),
  b: fc.nat(),
  key,
  value,
});

function perform(
  store: FlatStore,
  { kind, a, b, key: name, value: written }: Write,
): readonly ChangeRecord[] {
  const all = [...locations(store.toObject())];
  const pick = (list: readonly Segments[], at: number): string =>
    formatPointer(list[at % list.length] ?? []);
  const arrays = all.filter((at) => Array.isArray(store.getAt(at)));
  const place = pick(all, a);
  const array = pick(arrays, a);
  const length = store.arrayLength(array) ?? 0;
  switch (kind) {
    case 'set':
      return store.set(place, written);
    case 'create':
      return store.set(place + formatPointer(b % 2 === 0 ? [name] : [name, name]), written);
    case 'insert':
      return store.insert(array, b % (length + 1), written, written);
    case 'delete':
      return store.delete(place);
    case 'move':
      return store.move(place, pick(all, b));
    case 'reverse':
      return store.reverse(array);
    case 'sort':
      return store.sort(array);
    case 'restore': {
      const snapshot = store.snapshot();
      return [...store.set(place, written), ...store.restore(snapshot)];
    }
  }
}

/** Performs a write; a write that the store rejects changes nothing, so it has no Changes. */
function attempt(store: FlatStore, one: Write): readonly ChangeRecord[] {
  try {
    return perform(store, one);
  } catch {
    return [];
  }
}

test('SUB11 SUB13 SEAM3 SEAM4 SEAM5 SEAM6: the Changes of a FlatStore fire exactly where a comparison of every location finds a change', () => {
  const listener: fc.Arbitrary<Listener> = fc.record({ target: pattern, deep: fc.boolean() });
  const scenario = fc.record({
    start: document,
    listeners: fc.array(listener, { minLength: 1, maxLength: 8 }),
    commits: fc.array(fc.array(write, { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 5,
    }),
  });
  fc.assert(
    fc.property(scenario, ({ start, listeners, commits }) => {
      const store = new FlatStore(start);
      const engine = new SubscriptionEngine(store);
      const kept: [change: ChangeRecord, copy: unknown][] = [];
      const heard: Map<string, Told>[] = listeners.map(() => new Map());
      for (const [at, { target, deep }] of listeners.entries()) {
        engine.subscribe(
          target,
          (told, { kind, pointer, segments, previous }) => {
            heard[at]?.set(pointer, { kind, segments, value: told, previous });
          },
          { deep },
        );
      }
      for (const writes of commits) {
        const before = structuredClone(store.toObject());
        const changes: ChangeRecord[] = [];
        for (const one of writes) {
          for (const change of attempt(store, one)) {
            changes.push(change);
            kept.push([change, structuredClone(change)]);
          }
        }
        for (const told of heard) told.clear();
        engine.notify(changes);
        const after = structuredClone(store.toObject());
        for (const [at, one] of listeners.entries()) {
          expect(heard[at]).toEqual(expected(one, before, after, changes));
        }
      }
      for (const [change, copy] of kept) expect(change).toEqual(copy);
    }),
    fuzz(300),
  );
});

test('SUB11: an array that loses or gains an `undefined` element has changed, for deep subscriptions and for `**`', () => {
  const removed = [1, undefined];
  const written = [1, undefined, undefined];
  for (const change of [
    (store: FlatStore) => store.splice('/a/removed', 1, 1),
    (store: FlatStore) => store.set('/a', { removed, written: [1] }),
  ]) {
    const store = new FlatStore({ a: { removed, written } });
    const engine = new SubscriptionEngine(store);
    const told: string[] = [];
    engine.subscribe('/a', (_, { pointer }) => told.push(`deep ${pointer}`), { deep: true });
    engine.subscribe('/a/*', (_, { pointer }) => told.push(`deep * ${pointer}`), { deep: true });
    engine.subscribe('/**', (_, { pointer }) => told.push(`** ${pointer}`));
    engine.notify(change(store));
    expect(told).toEqual(
      store.arrayLength('/a/removed') === 1
        ? ['deep /a', 'deep * /a/removed']
        : ['deep /a', 'deep * /a/written', '** /a', '** /a/written'],
    );
  }
});

/** An engine over a list of 1,000 elements, and the locations that it reads. */
function recording() {
  const store = new FlatStore({ list: Array.from({ length: 1000 }, (_, id) => ({ id })) });
  const read: string[] = [];
  const engine = new SubscriptionEngine({
    getAt: (segments) => (read.push(formatPointer(segments)), store.getAt(segments)),
    arrayLength: (pointer) => store.arrayLength(pointer),
  });
  return { store, read, engine };
}

test('SUB12: elements that shift near the end of an array are read one by one, so that the array is not copied for the next write', () => {
  const { store, read, engine } = recording();
  const told: unknown[] = [];
  engine.subscribe('/list/*/id', (id, { pointer, previous }) => {
    told.push([pointer, previous, id]);
  });
  engine.notify(store.insert('/list', 1000, { id: 1000 }));
  engine.notify(store.splice('/list', 1000, 1));
  engine.notify([...store.insert('/list', 998, 'x'), ...store.splice('/list', 998, 1)]);
  engine.notify(store.move('/list/10', '/list/12'));
  expect(told).toEqual([
    ['/list/1000/id', undefined, 1000],
    ['/list/1000/id', 1000, undefined],
    ['/list/10/id', 10, 11],
    ['/list/11/id', 11, 12],
    ['/list/12/id', 12, 10],
  ]);
  // Each of these used to read the whole list
  expect(read.join(' ')).toBe('/list/1000 /list/998 /list/999 /list/10 /list/11 /list/12');
  engine.notify(store.insert('/list', 0, { id: -1 }));
  expect(told).toHaveLength(1006);
});

test('SUB30: an immediate subscription reads, and copies, only what is below the first wildcard of its target', () => {
  const store = new FlatStore({
    rooms: { a: { tags: ['x'], n: 1 }, b: { tags: ['y'], n: 1 }, '*': 5 },
  });
  const engine = new SubscriptionEngine(store);
  const told = (target: string): [string, unknown, Segments][] => {
    const events: [string, unknown, Segments][] = [];
    engine.subscribe(
      target,
      (now, { pointer, segments }) => events.push([pointer, now, segments]),
      {
        immediate: true,
      },
    );
    return events;
  };
  const reads = vi.spyOn(store, 'getAt');
  expect(told('/rooms/a/n')).toEqual([['/rooms/a/n', 1, ['rooms', 'a', 'n']]]);
  expect(told('/rooms/b/tags/*')).toEqual([['/rooms/b/tags/0', 'y', ['rooms', 'b', 'tags', 0]]]);
  expect(told('/rooms/b/tags/0')).toEqual([['/rooms/b/tags/0', 'y', ['rooms', 'b', 'tags', 0]]]);
  expect(told('/rooms/b/tags/**').map(([pointer]) => pointer)).toEqual([
    '/rooms/b/tags',
    '/rooms/b/tags/0',
  ]);
  expect(told('/rooms/~2')).toEqual([['/rooms/*', 5, ['rooms', '*']]]);
  for (const target of ['/rooms/c/*', '/rooms/a/n/*', '/rooms/a/tags/01', '/rooms/a/tags/-'])
    expect(told(target)).toEqual([]);
  // Before, each of these read the root: with another write before each, it copied an object of all rooms
  for (const [segments] of reads.mock.calls) expect(segments.length).toBeGreaterThan(1);
});

test('SUB12: where few exact positions are targets, only these are read, however many shift', () => {
  const { store, read, engine } = recording();
  const told: unknown[] = [];
  const note = (id: unknown, { pointer, previous }: { pointer: string; previous?: unknown }) =>
    told.push([pointer, previous, id]);
  engine.subscribe('/list/5/id', note);
  engine.subscribe('/list/1000', note);
  engine.subscribe('', (_value, { pointer }) => told.push(pointer), { deep: true });
  engine.notify([
    ...store.set('/list/4/id', 'four'),
    ...store.insert('/list', 0, 'new'),
    ...store.set('/list/5/id', 'five'),
  ]);
  engine.notify(store.splice('/list', 2, 1));
  expect(told).toEqual([
    ['/list/5/id', 5, 'five'],
    ['/list/1000', undefined, { id: 999 }],
    '',
    ['/list/5/id', 'five', 5],
    ['/list/1000', { id: 999 }, undefined],
    '',
  ]);
  // Each of these used to read the whole list
  expect(read).not.toContain('/list');
});

test('SUB12: reading only the exact positions gives the same events as a comparison of the whole array', () => {
  const step = fc.record({
    kind: fc.constantFrom('insert', 'remove', 'move', 'set', 'set below'),
    at: fc.nat(59),
    to: fc.nat(59),
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
      fc.uniqueArray(fc.constantFrom('/0', '/3', '/7/id', '/30', '/58/id', '/62'), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.boolean(),
      (commits, targets, isDeep) => {
        const store = new FlatStore({ list: Array.from({ length: 60 }, (_, id) => ({ id })) });
        const told = [true, false].map((knowsLength) => {
          const events: unknown[] = [];
          const engine = new SubscriptionEngine({
            getAt: (segments) => store.getAt(segments),
            ...(knowsLength && { arrayLength: (pointer) => store.arrayLength(pointer) }),
          });
          const note = (now: unknown, { kind, pointer, segments, previous }: SubscriptionEvent) =>
            events.push([kind, pointer, segments, now, previous]);
          for (const target of targets) engine.subscribe(`/list${target}`, note);
          if (isDeep) engine.subscribe('/list', note, { deep: true });
          return { engine, events };
        });
        let next = 100;
        for (const commit of commits) {
          const changes = commit.flatMap(({ kind, at, to }) => {
            const place = `/list/${Math.min(at, store.arrayLength('/list')! - 1)}`;
            if (kind === 'insert') return store.insert('/list', Math.min(at, 40), { id: next++ });
            if (kind === 'remove') return store.delete(place);
            if (kind === 'move') return store.move(place, `/list/${Math.min(to, 40)}`);
            return kind === 'set'
              ? store.set(place, { id: next++ })
              : store.set(`${place}/id`, next++);
          });
          for (const { engine } of told) engine.notify(changes);
        }
        expect(told[0]?.events).toEqual(told[1]?.events);
      },
    ),
    fuzz(300),
  );
});
