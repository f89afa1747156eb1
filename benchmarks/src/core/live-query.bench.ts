/**
 * A live query with a filter and a projection, over 1,000 and 100,000 items: one write that adds or removes a result, and the
 * delta. Compared with evaluating the query again. The same with all results read
 * after each write. And the ten best by score, while the leader is removed and added again.
 */
import { createDataMap } from '@data-map/core';
import { compile } from '@data-map/path';
import { group } from '../runner/group.ts';
import { eventReduce, type LivePeer, tanstack, tinybase } from './live-query-peers.ts';
import { sink } from '../runner/sink.ts';
import { type Item, type Shop, shop } from './shop.ts';

const WRITES = 100;
const QUERY = '$.items[?@.score > 90].name';

interface Live {
  run(): void;
  write(index: number, score: number): void;
  /** The number of results. */
  count(): number;
}

/** Goes through the items in scattered order; each write adds or removes one result. */
function live(
  size: number,
  write: (index: number, score: number) => void,
  count: () => number,
): Live {
  const isHigh = Array.from({ length: size }, (_, id) => id % 100 > 90);
  let next = 0;
  return {
    write,
    count,
    run: () => {
      for (let i = 0; i < WRITES; i++) {
        const index = (next++ * 7919) % size;
        isHigh[index] = isHigh[index] !== true;
        write(index, isHigh[index] ? 95 : 5);
      }
    },
  };
}

function fromPeer(size: number, { write, count }: LivePeer): Live {
  return live(size, write, count);
}

for (const size of [1000, 100_000]) {
  group<Live>(
    'core/live query, relevant write',
    {
      operations: WRITES,
      size,
      check(contender) {
        contender.write(5, 5);
        const before = contender.count();
        contender.write(5, 95);
        if (contender.count() !== before + 1)
          throw new Error(`Expected ${before + 1}, found ${contender.count()}`);
        contender.write(5, 5);
        if (contender.count() !== before)
          throw new Error(`Expected ${before}, found ${contender.count()}`);
      },
    },
    {
      'data-map': () => {
        const store = createDataMap<Shop>(shop(size), { freeze: false });
        const query = store.liveQuery(QUERY);
        let count = query.value.length;
        query.subscribe(({ added, removed }) => {
          count += added.length - removed.length;
        });
        return live(
          size,
          (index, score) => void store.set(`/items/${index}/score`, score),
          () => count,
        );
      },
      'event-reduce': () => fromPeer(size, eventReduce(size)),
      'TanStack DB': async () => fromPeer(size, await tanstack(size)),
      tinybase: () => fromPeer(size, tinybase(size)),
      'compiled query, asked again': () => {
        const document = shop(size);
        const query = compile(QUERY);
        let count = 0;
        return live(
          size,
          (index, score) => {
            const item = document.items[index];
            if (item !== undefined) item.score = score;
            count = query.values(document).length;
          },
          () => count,
        );
      },
      'hand-written loop, run again': () => {
        const document = shop(size);
        let count = 0;
        return live(
          size,
          (index, score) => {
            const item = document.items[index];
            if (item !== undefined) item.score = score;
            const names: string[] = [];
            for (const each of document.items) if (each.score > 90) names.push(each.name);
            count = names.length;
          },
          () => count,
        );
      },
    },
  );
}

interface Read extends Live {
  names(): readonly unknown[];
}

/**
 * A write, and then all results as a new array. Each write is taken back by the next one, so that 9 % of the items are results all the time:
 * the time depends on the length of the array.
 */
function read(size: number, { write, count, names }: LivePeer): Read {
  const both = (index: number, score: number): void => {
    write(index, score);
    sink(names());
  };
  let next = 0;
  return {
    write: both,
    count,
    names,
    run: () => {
      for (let i = 0; i < WRITES; i += 2) {
        const index = (next++ * 7919) % size;
        const isHigh = index % 100 > 90;
        both(index, isHigh ? 5 : 95);
        both(index, isHigh ? 95 : 5);
      }
    },
  };
}

for (const size of [1000, 100_000]) {
  group<Read>(
    'core/live query, all results read after a write',
    {
      operations: WRITES,
      size,
      check(contender) {
        const expected = new Set(
          shop(size)
            .items.filter(({ score }) => score > 90)
            .map(nameOf),
        );
        const expectNames = (): void => {
          const found = contender.names();
          if (found.length !== expected.size || !found.every((name) => expected.has(String(name))))
            throw new Error(`Expected ${expected.size} names, found ${found.length}`);
        };
        expectNames();
        contender.write(5, 95);
        expected.add('item 5');
        expectNames();
        contender.write(5, 5);
        expected.delete('item 5');
        expectNames();
      },
    },
    {
      'data-map': () => {
        const store = createDataMap<Shop>(shop(size), { freeze: false });
        const query = store.liveQuery(QUERY);
        query.subscribe(() => {});
        return read(size, {
          write: (index, score) => void store.set(`/items/${index}/score`, score),
          count: () => query.value.length,
          names: () => query.value,
        });
      },
      'event-reduce': () => read(size, eventReduce(size)),
      'TanStack DB': async () => read(size, await tanstack(size)),
      tinybase: () => read(size, tinybase(size)),
      'hand-written loop, run again': () => {
        const { items } = shop(size);
        const names = (): string[] => items.filter(({ score }) => score > 90).map(nameOf);
        return read(size, {
          write: (index, score) => {
            const item = items[index];
            if (item !== undefined) item.score = score;
          },
          count: () => names().length,
          names,
        });
      },
    },
  );
}

function nameOf({ name }: Item): string {
  return name;
}

const best = (a: Item, b: Item): number => b.score - a.score;

group<Live>(
  'core/ten best, the leader drops out',
  {
    operations: WRITES,
    size: 100_000,
    check(contender) {
      contender.write(0, 1e6);
      if (contender.count() !== 1e6)
        throw new Error(`Expected 1000000, found ${contender.count()}`);
      contender.write(0, 0);
      if (contender.count() !== 99) throw new Error(`Expected 99, found ${contender.count()}`);
    },
  },
  {
    'data-map': () => {
      const store = createDataMap<Shop>(shop(100_000), { freeze: false });
      const query = store.liveQuery('$.items[*]', { sort: best, limit: 10 });
      const top = (): number => (query.value[0] as Item).score;
      return leader((score) => {
        store.set('/items/0/score', score);
        return top();
      });
    },
    'hand-written selection, run again': () => {
      const { items } = shop(100_000);
      return leader((score) => {
        const [first] = items;
        if (first !== undefined) first.score = score;
        return select(items)[0]?.score ?? 0;
      });
    },
  },
);

function leader(set: (score: number) => number): Live {
  let top = 0;
  const write = (_: number, score: number): void => {
    top = set(score);
  };
  return {
    write,
    count: () => top,
    run: () => {
      for (let i = 0; i < WRITES; i++) write(0, i % 2 === 0 ? 1e6 : 0);
    },
  };
}

/** Selects the ten best by insertion into a short list. */
function select(items: readonly Item[]): Item[] {
  const ten: Item[] = [];
  for (const item of items) {
    const last = ten[9];
    if (last !== undefined && best(item, last) >= 0) continue;
    const at = ten.findIndex((other) => best(item, other) < 0);
    ten.splice(at < 0 ? ten.length : at, 0, item);
    if (ten.length > 10) ten.pop();
  }
  return ten;
}
