/** The peers' sorted live queries: all rows by score, and by id if scores are equal. */
import {
  createCollection,
  createLiveQueryCollection,
  localOnlyCollectionOptions,
} from '@tanstack/db';
import { createQueries, createStore } from 'tinybase';
import { reduced } from './live-query-peers.ts';
import { type Item, shop } from './shop.ts';

/** A sorted live query: a write, the number of changes that it reported, and the id of its last row. */
export interface SortedPeer {
  write(index: number, score: number): void;
  told(): number;
  last(): number | undefined;
}

export function tinybase(size: number): SortedPeer {
  const store = createStore();
  store.setTable(
    'items',
    Object.fromEntries(shop(size).items.map(({ id, name, score }) => [id, { id, name, score }])),
  );
  const queries = createQueries(store);
  queries.setQueryDefinition('all', 'items', ({ select }) => {
    select('id');
    select('score');
  });
  let told = 0;
  let sorted = queries.getResultSortedRowIds('all', 'score');
  queries.addResultSortedRowIdsListener(
    'all',
    'score',
    false,
    0,
    undefined,
    (...[, , , , , , rowIds]) => {
      sorted = rowIds;
      told++;
    },
  );
  return {
    write: (index, score) => void store.setCell('items', String(index), 'score', score),
    told: () => told,
    last: () => Number(sorted.at(-1)),
  };
}

export async function tanstack(size: number): Promise<SortedPeer> {
  const items = createCollection(
    localOnlyCollectionOptions({
      id: `sorted-items-${size}`,
      getKey: ({ id }: Item) => id,
      initialData: shop(size).items,
    }),
  );
  const sorted = createLiveQueryCollection({
    startSync: true,
    query: (query) =>
      query
        .from({ item: items })
        .orderBy(({ item }) => item.score)
        .orderBy(({ item }) => item.id),
  });
  await sorted.preload();
  let told = 0;
  sorted.subscribeChanges((changes) => {
    told += changes.length;
  });
  return {
    write: (index, score) => {
      items.update(index, (draft) => {
        draft.score = score;
      });
    },
    told: () => told,
    last: () => sorted.toArray.at(-1)?.id,
  };
}

export function eventReduce(size: number): SortedPeer {
  const { write, results } = reduced(size, {
    sortFields: ['score', 'id'],
    queryMatcher: () => true,
    sortComparator: (a, b) => {
      const isBefore = a.score === b.score ? a.id < b.id : a.score < b.score;
      return isBefore ? -1 : 1;
    },
  });
  let told = 0;
  return {
    write: (index, score) => {
      write(index, score);
      told++;
    },
    told: () => told,
    last: () => results().at(-1)?.id,
  };
}
