import { formatPointer, parsePattern, type Segments } from '@data-map/path';
import { SubscriptionEngine, type ChangeRecord } from '@data-map/subscriptions';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { document, key, pattern, value as json } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';
import { locations, ModelStore, valueAt } from './model-store.ts';
import { expected, type Listener, type Told } from './oracle.ts';

/** A write in random terms; `perform` resolves `a`, `b` and `key` against the document at that time. */
interface Write {
  readonly kind: 'set' | 'insert' | 'remove' | 'move' | 'moveInside' | 'reverse' | 'copy' | 'undo';
  readonly a: number;
  readonly b: number;
  readonly key: string;
  readonly value: unknown;
}

const write: fc.Arbitrary<Write> = fc.record({
  kind: fc.constantFrom(
    'set',
    'set',
    'insert',
    'insert',
    'remove',
    'move',
    'moveInside',
    'reverse',
    'copy',
    'undo',
  ),
  a: fc.nat(),
  b: fc.nat(),
  key,
  value: json,
});

const pick = <T>(list: readonly T[], at: number): T | undefined =>
  list[at % Math.max(1, list.length)];

function perform(
  store: ModelStore,
  { kind, a, b, key: name, value }: Write,
  start: unknown,
): ChangeRecord[] {
  const all = [...locations(store.document)];
  const below = all.filter((at) => at.length > 0);
  const arrays = all.filter((at) => Array.isArray(store.getAt(at)));
  const length = (at: Segments): number => (store.getAt(at) as unknown[]).length;
  const objects = all.filter((at) => {
    const found = store.getAt(at);
    return typeof found === 'object' && found !== null && !Array.isArray(found);
  });
  const place = pick(all, a) ?? [];
  const taken = pick(below, a);
  const array = pick(arrays, a);
  const object = pick(objects, a);
  switch (kind) {
    case 'set':
      if (b % 3 === 0 && object !== undefined) return [store.set([...object, name], value)];
      return [store.set(place, value)];
    case 'insert':
      return array === undefined ? [] : [store.insert([...array, b % (length(array) + 1)], value)];
    case 'remove':
      return taken === undefined ? [] : [store.remove(taken)];
    case 'move': {
      if (taken === undefined) return [];
      const without = new ModelStore(store.document);
      without.remove(taken);
      const targets = [...locations(without.document)].filter((at) => {
        const found = without.getAt(at);
        return typeof found === 'object' && found !== null;
      });
      const target = pick(targets, b);
      if (target === undefined) return [];
      const container = without.getAt(target);
      if (Array.isArray(container))
        return [store.move(taken, [...target, b % (container.length + 1)])];
      if (without.getAt([...target, name]) !== undefined) return [];
      return [store.move(taken, [...target, name])];
    }
    case 'moveInside': {
      if (array === undefined || length(array) === 0) return [];
      return [store.move([...array, b % length(array)], [...array, (b >> 3) % length(array)])];
    }
    case 'reverse':
      if (array === undefined) return [];
      return [store.set(array, (store.getAt(array) as unknown[]).toReversed())];
    case 'copy':
      return [store.set(place, structuredClone(store.getAt(place)))];
    case 'undo': {
      const was = valueAt(start, place);
      return was === undefined ? [] : [store.set(place, was)];
    }
  }
}

test('SUB11 SUB12 SUB13 SUB14: fires exactly where a comparison of every location before and after finds a change', () => {
  const listener: fc.Arbitrary<Listener> = fc.record({ target: pattern, deep: fc.boolean() });
  const scenario = fc.record({
    start: document,
    listeners: fc.array(listener, { minLength: 1, maxLength: 12 }),
    commits: fc.array(fc.array(write, { minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 6,
    }),
  });
  fc.assert(
    fc.property(scenario, ({ start, listeners, commits }) => {
      const store = new ModelStore(start);
      const engine = new SubscriptionEngine(store);
      const heard: Map<string, Told>[] = listeners.map(() => new Map());
      const order: number[] = [];
      for (const [at, { target, deep }] of listeners.entries()) {
        engine.subscribe(
          target,
          (value, event) => {
            const { kind, pointer, segments, previous } = event;
            expect(heard[at]?.has(pointer)).toBe(false);
            expect(parsePattern(event.target)).toEqual(parsePattern(target));
            expect(formatPointer(segments)).toBe(pointer);
            expect(event.value).toBe(value);
            heard[at]?.set(pointer, { kind, segments, value, previous });
            order.push(at);
          },
          { deep },
        );
      }
      for (const writes of commits) {
        const before = store.document;
        const changes: ChangeRecord[] = [];
        for (const one of writes) changes.push(...perform(store, one, before));
        for (const told of heard) told.clear();
        order.length = 0;
        engine.notify(changes);
        for (const [at, one] of listeners.entries()) {
          expect(heard[at]).toEqual(expected(one, before, store.document, changes));
        }
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
    }),
    fuzz(600),
  );
});
