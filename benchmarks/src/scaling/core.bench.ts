/**
 * The facade against the length of a list: writing and reading a leaf, with and without subscribers, adding and removing an element at the
 * end, reading through a ref, and the delta of a live query.
 */
import { createDataMap } from '@data-map/core';

import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { shop, type Shop } from '../core/shop.ts';
import { constant, expectEqual, logarithmic, placesIn, PLACES, SIZES } from './claims.ts';

interface Facade {
  /** The value at the last place after a run. */
  last(): unknown;
  run(): number;
}

const HOT = 100;

for (const size of SIZES) {
  const hot = placesIn(size, HOT);
  const pointers: string[] = JSON.parse(JSON.stringify(hot.map((at) => `/items/${at}/score`)));
  const places = Array.from({ length: PLACES }, (_, at) => pointers[at % HOT] ?? '');
  const check = ({ run, last }: Facade, name: string): void => {
    const written = run();
    expectEqual(last(), written, `what ${name} has written`);
  };
  const make = (): ReturnType<typeof createDataMap<Shop>> =>
    createDataMap<Shop>(shop(size), { freeze: false });
  group<Facade>(
    'scaling/core, get a leaf of n items',
    { operations: PLACES, size, target: constant(), check },
    {
      'data-map': () => {
        const store = make();
        return {
          last: () => shop(size).items[hot.at(-1) ?? 0]?.score,
          run() {
            let value: unknown;
            for (const pointer of places) value = store.get(pointer);
            return Number(value);
          },
        };
      },
    },
  );
  const writing = (store: ReturnType<typeof make>): Facade => {
    let value = 1000;
    return {
      last: () => store.get(places.at(-1) ?? ''),
      run() {
        for (const pointer of places) store.set(pointer, ++value);
        return value;
      },
    };
  };
  group<Facade>(
    'scaling/core, set a leaf of n items',
    { operations: PLACES, size, target: constant(), check },
    { 'data-map': () => writing(make()) },
  );
  group<Facade>(
    'scaling/core, set a leaf of n items, watched',
    { operations: PLACES, size, target: constant(), check },
    {
      'data-map': () => {
        const store = make();
        let heard = 0;
        store.subscribe('/items/*/score', () => void heard++);
        const { run, last } = writing(store);
        return {
          last,
          run() {
            const before = heard;
            const written = run();
            expectEqual(heard - before, PLACES, 'the events');
            return written;
          },
        };
      },
    },
  );
  group<Facade>(
    'scaling/core, set a leaf of n items, queried',
    { operations: PLACES, size, target: logarithmic(), check },
    {
      'data-map': () => {
        const store = make();
        const query = store.liveQuery('$.items[?@.score > 1000].name');
        let count = query.value.length;
        query.subscribe(({ added, removed }) => {
          count += added.length - removed.length;
        });
        let high = false;
        return {
          last: () => store.get(places.at(-1) ?? ''),
          run() {
            // The values alternate between two rounds over the places, so each write adds or removes a result
            let value = 0;
            for (const [at, pointer] of places.entries()) {
              if (at % HOT === 0) high = !high;
              value = high ? 2000 + at : at;
              store.set(pointer, value);
            }
            sink(count);
            return value;
          },
        };
      },
    },
  );
  group<Facade>(
    'scaling/core, push to n items and pop, watched',
    { operations: 2 * HOT, size, target: constant(), check },
    {
      'data-map': () => {
        const store = make();
        let heard = 0;
        store.subscribe('/items/*/score', () => void heard++);
        const { items } = shop(HOT);
        let popped = 0;
        return {
          last: () => popped,
          run() {
            const before = heard;
            for (const item of items) {
              store.push('/items', item);
              popped = store.pop('/items')?.score ?? -1;
            }
            expectEqual(heard - before, 2 * HOT, 'the events');
            return items.at(-1)?.score ?? 0;
          },
        };
      },
    },
  );
  group<Facade>(
    'scaling/core, read through a ref to one of n items',
    { operations: PLACES, size, target: constant(), check },
    {
      'data-map': () => {
        const store = make();
        const refs = hot.map((at) => store.ref(`/items/${at}`));
        return {
          last: () => hot.at(-1),
          run() {
            let id = -1;
            for (let at = 0; at < PLACES; at++) {
              const item = refs[at % HOT]?.get() as { id: number } | undefined;
              id = item?.id ?? -1;
            }
            return id;
          },
        };
      },
    },
  );
}
