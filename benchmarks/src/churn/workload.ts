/**
 * One cycle of a long-lived program: everything that it creates is disposed of, and every new name is
 * removed again. Names repeat after `NAMES` cycles. Caches by name (memos of pointers, compiled queries,
 * states of the automaton) are bounded at about ten thousand entries, and would look like a leak while they fill. The bounds
 * have tests in the packages.
 */
import {
  computed,
  createDataMap,
  effect,
  effectScope,
  IndirectionLayer,
  PersistentVector,
  PrefixIndex,
  signal,
} from '@data-map/core';

interface Item {
  readonly id: number;
  readonly name: string;
  readonly score: number;
}

const ITEMS = 200;
/** Fewer than the capacity of any cache, and than the cycles of the warm-up. */
export const NAMES = 250;

/** A store with its observers, and one cycle of work. `kept` returns counts that should stay constant. */
export interface Churn {
  cycle(): void;
  kept(): Readonly<Record<string, number>>;
}

export function makeChurn(): Churn {
  const store = createDataMap<any>(
    {
      items: Array.from({ length: ITEMS }, (_, id): Item => ({
        id,
        name: `item ${id}`,
        score: id,
      })),
      bag: {},
      limit: 0,
    },
    { freeze: false },
  );
  const source = signal(0);
  const index = new PrefixIndex<number>();
  const layer = new IndirectionLayer(1000);
  let vector = PersistentVector.from(Array.from({ length: 1000 }, (_, at) => at));
  let number = 0;
  let name = 0;
  let heard = 0;
  const hear = (): void => void heard++;

  const steps: readonly (() => void)[] = [
    // Signals: made, observed, written, disposed of
    () => {
      const doubled = computed(() => source.value * 2);
      const stops = [
        effect(() => void doubled.value),
        source.subscribe(hear),
        doubled.subscribe(hear),
      ];
      source.value++;
      for (const stop of stops) stop();
      effectScope(() => effect(() => effect(() => void source.value)))();
    },
    // Subscriptions to a place, to new patterns, to a place with `deep`, to a query
    () => {
      const stops = [
        store.subscribe(`/items/${number % ITEMS}/score`, hear),
        store.subscribe(`/bag/new${name}/*`, hear),
        store.subscribe(`/bag/**/deep${name}`, hear),
        store.subscribe('/items', hear, { deep: true }),
        store.subscribe('$.items[?@.score > 100].name', hear),
        store.onCommit(hear),
      ];
      store.set(`/items/${number % ITEMS}/score`, number);
      for (const stop of stops) stop();
    },
    // Members and elements: added and removed
    () => {
      store.set(`/bag/new${name}`, { [`deep${name}`]: number });
      store.get(`/bag/new${name}/deep${name}`);
      store.delete(`/bag/new${name}`);
      store.unshift('/items', { id: -1, name: 'first', score: 0 });
      store.push('/items', { id: -2, name: 'last', score: 0 });
      store.move('/items/0', '/items/7');
      store.delete('/items/7');
      store.pop('/items');
    },
    // Queries with new texts
    () => {
      store.query(`$.items[?@.score == ${name}].name`);
      store.query('$.items[*].name');
    },
    // Live queries: made, updated, disposed of
    () => {
      const live = store.liveQuery('$.items[?@.score > 150]', { limit: 10 });
      const stop = live.subscribe(hear);
      store.set(`/items/${(number * 7) % ITEMS}/score`, number % 300);
      void live.value;
      stop();
      live.dispose();
    },
    // Transactions, one of them rolled back; a patch and its inverse
    () => {
      store.transaction(() => {
        store.set('/limit', number);
        store.set('/items/3/name', `name ${number}`);
      });
      try {
        store.transaction(() => {
          store.set('/limit', -1);
          store.push('/items', { id: -3, name: 'gone', score: 0 });
          throw refusal;
        });
      } catch (error) {
        if (error !== refusal) throw error;
      }
      const inverse = store.patch([{ op: 'add', path: `/bag/p${name}`, value: [number] }]);
      store.patch(inverse);
    },
    // Snapshots, refs and pointer signals: made and no longer referenced
    () => {
      const before = store.snapshot();
      store.set('/limit', number + 1);
      store.restore(before);
      const ref = store.ref('/items/5');
      ref.subscribe(hear)();
      void ref.pointer;
      void store.signal(`/items/${number % ITEMS}/name`).value;
    },
    // The data structures without a store
    () => {
      index.set(`/a/k${name}/b`, number);
      index.getByPrefix('/a');
      index.delete(`/a/k${name}/b`);
      layer.insert(number % 1000, 2);
      layer.remove((number * 31) % 1000, 2);
      layer.move(number % 1000, (number * 17) % 1000);
      vector = vector
        .push(number)
        .insert(number % 500, -1)
        .remove(number % 700)
        .slice(1);
    },
  ];
  return {
    cycle() {
      number++;
      name = number % NAMES;
      for (const step of steps) step();
    },
    kept: () => ({
      items: store.get('/items').length,
      members: Object.keys(store.get('/bag')).length,
      keys: index.size,
      positions: layer.length,
      elements: vector.length,
      heard: Number(heard > 0),
    }),
  };
}

const refusal = new Error('on purpose');
