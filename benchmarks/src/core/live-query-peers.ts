/** The peers' live queries: the same filter and projection, over rows instead of a document. */
import {
  createCollection,
  createLiveQueryCollection,
  gt,
  localOnlyCollectionOptions,
} from '@tanstack/db';
import {
  calculateActionName,
  type ChangeEventUpdate,
  type QueryParams,
  runAction,
} from 'event-reduce-js';
import { createQueries, createStore } from 'tinybase';
import { type Item, shop } from './shop.ts';

/** A peer's live query: a write, the number of results that it reports, and the results themselves. */
export interface LivePeer {
  write(index: number, score: number): void;
  count(): number;
  /** A new array after each change, as a component needs it that renders what is another one. */
  names(): readonly unknown[];
}

export function tinybase(size: number): LivePeer {
  const store = createStore();
  store.setTable(
    'items',
    Object.fromEntries(shop(size).items.map(({ id, name, score }) => [id, { id, name, score }])),
  );
  const queries = createQueries(store);
  queries.setQueryDefinition('high', 'items', ({ select, where }) => {
    select('name');
    where((getCell) => Number(getCell('score')) > 90);
  });
  let count = queries.getResultRowIds('high').length;
  queries.addResultRowIdsListener('high', (_queries, _id, ...[added]: unknown[]) => {
    void added;
    count = queries.getResultRowCount('high');
  });
  return {
    write: (index, score) => void store.setCell('items', String(index), 'score', score),
    count: () => count,
    names: () =>
      queries.getResultRowIds('high').map((id) => queries.getResultCell('high', id, 'name')),
  };
}

export async function tanstack(size: number): Promise<LivePeer> {
  const items = createCollection(
    localOnlyCollectionOptions({
      id: `items-${size}`,
      getKey: ({ id }: Item) => id,
      initialData: shop(size).items,
    }),
  );
  const high = createLiveQueryCollection({
    startSync: true,
    query: (query) =>
      query
        .from({ item: items })
        .where(({ item }) => gt(item.score, 90))
        .select(({ item }) => ({ id: item.id, name: item.name })),
  });
  await high.preload();
  let count = high.size;
  high.subscribeChanges((changes) => {
    for (const { type } of changes) count += type === 'insert' ? 1 : type === 'delete' ? -1 : 0;
  });
  return {
    write: (index, score) => {
      items.update(index, (draft) => {
        draft.score = score;
      });
    },
    count: () => count,
    names: () => high.toArray.map(({ name }) => name),
  };
}

interface Row {
  readonly key: string;
  readonly id: number;
  readonly name: string;
  readonly score: number;
}

/** event-reduce, the algorithm of RxDB without the database: it computes the next results from the last ones and a change. */
export function reduced(
  size: number,
  query: Pick<QueryParams<Row>, 'queryMatcher' | 'sortComparator' | 'sortFields'>,
): { write(index: number, score: number): void; results(): readonly Row[] } {
  const rows: Row[] = shop(size).items.map(({ id, name, score }) => ({
    key: String(id),
    id,
    name,
    score,
  }));
  const queryParams: QueryParams<Row> = { primaryKey: 'key', ...query };
  let results = rows.filter((row) => query.queryMatcher(row)).sort(query.sortComparator);
  const keyDocumentMap = new Map(results.map((row) => [row.key, row]));
  return {
    results: () => results,
    write: (index, score) => {
      const previous = rows[index];
      if (previous === undefined) return;
      const doc = { ...previous, score };
      rows[index] = doc;
      const changeEvent: ChangeEventUpdate<Row> = {
        operation: 'UPDATE',
        id: doc.key,
        doc,
        previous,
      };
      const input = { queryParams, changeEvent, previousResults: results, keyDocumentMap };
      const action = calculateActionName(input);
      if (action === 'runFullQueryAgain') throw new Error('Expected an incremental action');
      results = runAction(action, queryParams, changeEvent, results, keyDocumentMap);
    },
  };
}

export function eventReduce(size: number): LivePeer {
  const { write, results } = reduced(size, {
    sortFields: ['id'],
    queryMatcher: ({ score }) => score > 90,
    sortComparator: (a, b) => (a.id < b.id ? -1 : 1),
  });
  return {
    write,
    count: () => results().length,
    names: () => results().map(({ name }) => name),
  };
}
