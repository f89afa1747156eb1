import fc from 'fast-check';
import { computed, effect } from '@data-map/signals';
import { describe, expect, test, vi } from 'vitest';
import { createDataMap, type DataMap } from '../src/index.ts';
import { fuzz } from './fuzz.ts';

/** Every tracked way to read the document, except `get`. */
const ways: Readonly<Record<string, (store: DataMap<any>) => unknown>> = {
  has: (store) => [store.has('/a'), store.has('/list/1'), store.has('/m/x')],
  size: (store) => store.size,
  keys: (store) => [...store.keys('/m')],
  entries: (store) => [...store.entries('/list')],
  toObject: (store) => structuredClone(store.toObject()),
  toJSON: (store) => JSON.stringify(store),
  query: (store) => store.query('$.list[?@ > $.a]').values,
  'query with pointers': (store) => [...store.query('$.list[*]').pointers],
  'query of everything': (store) => [...store.query('$..x').values],
  'query at an index': (store) => [...store.query('$.list[1]').values],
  'query from the end': (store) => [...store.query('$.list[-1]').values],
  length: (store) => store.array('/list').length,
};

describe('a read inside a computed or an effect', () => {
  test('DM5: has, size, keys, entries, toObject and query are tracked; they used to be stale there', () => {
    const store = createDataMap<any>({ list: [1], m: {} });
    const seen = computed(() => [
      store.has('/m/x'),
      store.size,
      [...store.keys()],
      store.query('$.list[?@ > 1]').values,
      store.toObject().list,
    ]);
    expect(seen.value).toEqual([false, 1, ['/list/0'], [], [1]]);
    store.push('/list', 2);
    store.set('/m/x', 0);
    expect(seen.value).toEqual([true, 3, ['/list/0', '/list/1', '/m/x'], [2], [1, 2]]);
  });

  test('DM5: an effect on has or size runs when the result changes, and for nothing else', () => {
    const store = createDataMap<any>({ a: { b: 1 } });
    const answers: boolean[] = [];
    const sizes: number[] = [];
    effect(() => void answers.push(store.has('/a')));
    effect(() => void sizes.push(store.size));
    store.set('/a/b', 2);
    store.set('/a', 3);
    expect([answers, sizes]).toEqual([[true], [1]]);
    store.set('/c', 4);
    expect([answers, sizes]).toEqual([[true], [1, 2]]);
    store.delete('/a');
    expect([answers, sizes]).toEqual([
      [true, false],
      [1, 2, 1],
    ]);
  });

  test('DM5: a query depends on the places that it reads', () => {
    const store = createDataMap<any>({ items: [{ price: 5 }], limit: 9, other: 0 });
    const run = vi.fn<() => void>(() => void store.query('$.items[?@.price < $.limit]').values);
    effect(run);
    store.set('/other', 1);
    expect(run).toHaveBeenCalledTimes(1);
    store.set('/limit', 4);
    store.set('/items/0/price', 3);
    store.set('/items', 'none');
    expect(run).toHaveBeenCalledTimes(4);
  });

  test('DM5: peek, version and snapshot are not tracked', () => {
    const store = createDataMap<any>({ a: 1 });
    const run = vi.fn<() => unknown>(() => [store.peek('/a'), store.version, store.snapshot()]);
    effect(() => void run());
    store.set('/a', 2);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('DM5, DM14: a failed transaction runs no effect', () => {
    const store = createDataMap<any>({ a: 1, list: [1, 2], m: { x: 1 } });
    for (const [name, read] of Object.entries(ways)) {
      const run = vi.fn<() => unknown>(() => read(store));
      const stop = effect(() => void run());
      expect(() =>
        store.transaction(() => {
          store.set('/list/0', 7);
          store.delete('/m/x');
          store.set('/a', 9);
          throw new Error('no');
        }),
      ).toThrow('no');
      expect([name, run.mock.calls.length]).toEqual([name, 1]);
      stop();
    }
  });

  test('DM5: what is no longer depended on is released', () => {
    const store = createDataMap<any>({ a: 1 });
    const stop = effect(() => void [store.has('/b'), store.size]);
    stop();
    store.set('/b', 1);
    expect([store.has('/b'), store.size]).toEqual([true, 2]);
    store.dispose();
    expect(() => effect(() => void store.has('/b'))).toThrow('This DataMap');
  });

  test('DM5: every computed equals what is read afresh, whatever is written', () => {
    const place = fc.constantFrom('/a', '/list/0', '/list/-', '/m/x', '/m/y/x', '/m', '/list');
    const write = fc.oneof(
      fc.tuple(fc.constant('set' as const), place, fc.jsonValue({ maxDepth: 1 })),
      fc.tuple(fc.constant('delete' as const), place, fc.constant(null)),
      fc.tuple(fc.constant('unshift' as const), fc.constant('/list'), fc.nat(9)),
    );
    const apply = (store: DataMap<any>, [op, pointer, value]: [string, string, unknown]): void => {
      try {
        if (op === 'set') store.set(pointer, value);
        else if (op === 'delete') store.delete(pointer);
        else store.unshift(pointer, value);
      } catch {
        // The array or the index may not exist
      }
    };
    fc.assert(
      fc.property(fc.array(fc.array(write, { minLength: 1, maxLength: 3 })), (batches) => {
        const store = createDataMap<any>({ a: 1, list: [1, 2], m: { x: 1 } });
        const computeds = Object.entries(ways).map(([name, read]) => {
          const seen = computed(() => read(store));
          let told: unknown;
          effect(() => void (told = seen.value));
          return { name, read, seen, told: () => told };
        });
        for (const writes of batches) {
          store.batch(() => {
            for (const one of writes) {
              apply(store, one);
              for (const { name, read, seen } of computeds)
                expect([name, seen.value]).toEqual([name, read(store)]);
            }
          });
          for (const { name, read, told } of computeds)
            expect([name, told()]).toEqual([name, read(store)]);
        }
      }),
      fuzz(100),
    );
  });
});
