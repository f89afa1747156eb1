/**
 * A live query that is sorted by score, without a limit: one item gets another score, which moves it, and the delta reports that.
 * Compared with a hand-written sorted array, and with sorting again.
 */
import { createDataMap } from '@data-map/core';
import { group } from '../runner/group.ts';
import { type Item, type Shop, shop } from './shop.ts';
import { eventReduce, type SortedPeer, tanstack, tinybase } from './sorted-live-query-peers.ts';

const WRITES = 100;

interface Sorted extends SortedPeer {
  run(): void;
}

const byScore = (a: Item, b: Item): number => a.score - b.score || a.id - b.id;

/** Goes through the items in scattered order; each gets a score that moves it. */
function sorted(size: number, peer: SortedPeer): Sorted {
  let next = 0;
  return {
    ...peer,
    run: () => {
      for (let i = 0; i < WRITES; i++) {
        const nth = next++;
        peer.write((nth * 7919) % size, (nth * 31) % 101);
      }
    },
  };
}

for (const size of [1000, 10_000]) {
  group<Sorted>(
    'core/sorted live query, a score changes',
    {
      operations: WRITES,
      size,
      check(contender) {
        const told = contender.told();
        contender.write(5, 1000);
        if (contender.last() !== 5) throw new Error(`Expected 5, found ${contender.last()}`);
        if (contender.told() === told) throw new Error('Expected to be told');
        contender.write(5, 5);
        if (contender.last() === 5) throw new Error('Expected another one than 5');
      },
    },
    {
      'data-map': () => {
        const store = createDataMap<Shop>(shop(size), { freeze: false });
        const query = store.liveQuery<Item>('$.items[*]', { sort: byScore });
        let told = 0;
        query.subscribe(({ changed }) => {
          told += changed.length;
        });
        return sorted(size, {
          write: (index, score) => void store.set(`/items/${index}/score`, score),
          told: () => told,
          last: () => query.value.at(-1)?.id,
        });
      },
      'event-reduce': () => sorted(size, eventReduce(size)),
      'TanStack DB': async () => sorted(size, await tanstack(size)),
      tinybase: () => sorted(size, tinybase(size)),
      'sorted array, by hand': () => {
        const { items } = shop(size);
        const list = items.toSorted(byScore);
        let told = 0;
        const placeOf = (item: Item): number => {
          let low = 0;
          for (let high = list.length; low < high;) {
            const middle = (low + high) >>> 1;
            if (byScore(list[middle]!, item) < 0) low = middle + 1;
            else high = middle;
          }
          return low;
        };
        return sorted(size, {
          write: (index, score) => {
            const item = items[index]!;
            if (item.score === score) return;
            list.splice(placeOf(item), 1);
            const now = { ...item, score };
            items[index] = now;
            list.splice(placeOf(now), 0, now);
            told++;
          },
          told: () => told,
          last: () => list.at(-1)?.id,
        });
      },
      'sorted again': () => {
        const { items } = shop(size);
        let list = items.toSorted(byScore);
        let told = 0;
        return sorted(size, {
          write: (index, score) => {
            items[index]!.score = score;
            list = items.toSorted(byScore);
            told++;
          },
          told: () => told,
          last: () => list.at(-1)?.id,
        });
      },
    },
  );
}
