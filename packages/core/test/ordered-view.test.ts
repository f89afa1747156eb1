import { compile, IncrementalQuery, StaleDeltaError } from '@data-map/path';
import { type Change, FlatStore } from '@data-map/storage';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataMap } from '@data-map/core';
import { type LiveQueryOptions, OrderedView } from '../src/ordered-view.ts';
import { Ranking } from '../src/ranking.ts';
import { fuzz } from './fuzz.ts';
import { NaiveView } from './naive-view.ts';

interface Row {
  readonly id: number;
  readonly score: number;
}

const byScore = (a: Row, b: Row): number => a.score - b.score;

/** The score of a row, or of a result that is a score itself. */
function scoreOf(value: Row | number): number {
  return typeof value === 'number' ? value : value.score;
}

function told({ added, removed, changed, moved }: ReturnType<OrderedView['apply']>): unknown {
  return { added, removed, changed, moved };
}

/** A store with a view and its oracle, which has a nodelist of its own. */
class Bench {
  readonly store: FlatStore;
  readonly #query: string;
  readonly #nodes: IncrementalQuery;
  readonly #twin: IncrementalQuery;
  readonly #naive: NaiveView;
  readonly view: OrderedView;

  constructor(document: unknown, query: string, options: LiveQueryOptions<any>) {
    this.store = new FlatStore(document);
    this.#query = query;
    this.#nodes = new IncrementalQuery(query, this.store);
    this.#twin = new IncrementalQuery(query, this.store);
    this.#naive = new NaiveView(this.#fresh(), options);
    this.view = new OrderedView(this.#nodes, options as LiveQueryOptions<never>);
    this.#compare();
  }

  take(changes: readonly Change[]): void {
    const delta = this.view.apply(this.#nodes.apply(changes));
    const wanted = this.#naive.apply(this.#twin.apply(changes), this.#fresh());
    expect(told(delta)).toEqual(wanted);
    expect(delta.isEmpty).toBe(Object.values(wanted as object).every((list) => list.length === 0));
    this.#compare();
  }

  #fresh(): readonly { readonly value: unknown; readonly pointer: string }[] {
    return compile(this.#query).nodes(this.store.toObject());
  }

  #compare(): void {
    const { rows } = this.#naive;
    expect(this.view.values).toEqual(rows.map(({ value }) => value));
    expect(this.view.pointers).toEqual(rows.map(({ pointer }) => pointer));
  }
}

const orders: Readonly<Record<string, (a: any, b: any) => number>> = {
  rising: (a, b) => scoreOf(a) - scoreOf(b),
  falling: (a, b) => scoreOf(b) - scoreOf(a),
  level: () => 0,
};

const step = fc.record({
  kind: fc.constantFrom(
    'score',
    'score',
    'score',
    'id',
    'row',
    'equal copy',
    'insert',
    'insert many',
    'remove',
    'move',
    'reverse',
    'sort',
    'rows',
    'every third',
    'member',
    'no member',
    'members in another order',
  ),
  at: fc.nat(40),
  to: fc.nat(40),
  score: fc.nat(6),
});

function edit(
  store: FlatStore,
  { kind, at, to, score }: typeof step extends fc.Arbitrary<infer S> ? S : never,
  next: number,
): readonly Change[] {
  const rows = store.get('/rows') as readonly Row[];
  const { length } = rows;
  const index = Math.min(at, length - 1);
  const row = { id: next % 7, score };
  if (kind === 'member') return store.set(`/map/m${at % 9}`, row);
  if (kind === 'no member') return store.delete(`/map/m${at % 9}`);
  if (kind === 'members in another order') {
    const members = Object.entries(store.get('/map') as object);
    return store.set('/map', Object.fromEntries(members.toReversed()));
  }
  if (kind === 'rows') return store.set('/rows', [row, ...rows.slice(1, 4), row]);
  if (kind === 'insert' || index < 0) return store.insert('/rows', Math.min(to, length), row);
  if (kind === 'insert many')
    return store.insert(
      '/rows',
      index,
      ...Array.from({ length: 20 }, (_, i) => ({ id: i, score: i % 5 })),
    );
  if (kind === 'remove') return store.delete(`/rows/${index}`);
  if (kind === 'move') return store.move(`/rows/${index}`, `/rows/${Math.min(to, length - 1)}`);
  if (kind === 'reverse') return store.reverse('/rows');
  if (kind === 'sort') return store.sort('/rows', (a, b) => byScore(a as Row, b as Row));
  if (kind === 'row') return store.set(`/rows/${index}`, row);
  if (kind === 'equal copy') return store.set(`/rows/${index}`, structuredClone(rows[index]));
  if (kind === 'id') return store.set(`/rows/${index}/id`, next % 7);
  if (kind === 'every third') {
    return rows.flatMap((_, i) =>
      i % 3 === 0 ? store.set(`/rows/${i}/score`, (score + i) % 9) : [],
    );
  }
  return store.set(`/rows/${index}/score`, score);
}

describe('ordered views', () => {
  test('DM43, DM45, DM46: each delta is the comparison of all rows before and after', () => {
    fc.assert(
      fc.property(
        fc.record({
          query: fc.constantFrom(
            '$.rows[*]',
            '$.rows[?@.score > 1]',
            '$.map[*]',
            '$..[?@.score >= 0]',
            '$.rows[1:9]',
            '$.rows[?@.score > 1].score',
            '$.rows[0, 0, *]',
          ),
          sort: fc.option(fc.constantFrom('rising', 'falling', 'level'), { nil: undefined }),
          limit: fc.option(fc.constantFrom(0, 1, 3, 10), { nil: undefined }),
          key: fc.constantFrom(undefined, 'id', 'unique', 'score'),
          size: fc.constantFrom(0, 3, 6, 60),
        }),
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
        ({ query, sort, limit, key, size }, commits) => {
          const rowsOf = (count: number): Row[] =>
            Array.from({ length: count }, (_, id) => ({ id, score: (id * 7) % 5 }));
          const members = rowsOf(size / 3).map((row, at) => [`m${at}`, row]);
          const document = { rows: rowsOf(size), map: Object.fromEntries(members) };
          const bench = new Bench(document, query, {
            sort: sort === undefined ? undefined : orders[sort],
            limit,
            key: {
              none: undefined,
              id: (row: Row) => row.id,
              unique: (row: Row) => (row.id ?? 0) * 100 + scoreOf(row),
              score: scoreOf,
            }[key ?? 'none'],
          });
          let next = 0;
          for (const commit of commits) {
            bench.take(commit.flatMap((one) => edit(bench.store, one, next++)));
          }
        },
      ),
      fuzz(600),
    );
  });

  test('DM45: an inconsistent comparison loses no row and repeats none', () => {
    let random = 1;
    const any = (): number => ((random = (random * 16_807) % 2_147_483_647) % 3) - 1;
    const store = new FlatStore({
      rows: Array.from({ length: 80 }, (_, id) => ({ id, score: id })),
    });
    const nodes = new IncrementalQuery('$.rows[*]', store);
    const view = new OrderedView(nodes, { sort: any });
    for (let i = 0; i < 200; i++) {
      const changes = [
        ...store.set(`/rows/${(i * 13) % 80}/score`, -i - 1),
        ...store.insert('/rows', i % 80, { id: 1000 + i, score: i }),
        ...store.delete(`/rows/${(i * 7) % 80}`),
      ];
      view.apply(nodes.apply(changes));
      const rows = view.values as readonly Row[];
      const ids = (list: readonly Row[]): number[] =>
        list.map(({ id }) => id).toSorted((a, b) => a - b);
      expect(ids(rows)).toEqual(ids(store.get('/rows') as readonly Row[]));
      expect(view.pointers.map((pointer) => store.get(pointer))).toEqual(rows);
    }
  });

  test('DM45, DM46: a write costs O(log results) comparisons, and calls of `key` only for the rows that it affects', () => {
    const calls = { sort: 0, key: 0 };
    const count = (size: number): typeof calls => {
      const store = createDataMap({
        rows: Array.from({ length: size }, (_, id) => ({ id, score: id })),
      });
      const view = store.liveQuery<Row>('$.rows[*]', {
        sort: (a, b) => (calls.sort++, byScore(a, b)),
        key: ({ id }) => (calls.key++, id),
      });
      let deltas = 0;
      view.subscribe(({ added, removed, changed }) => {
        deltas += added.length + removed.length + changed.length;
      });
      Object.assign(calls, { sort: 0, key: 0 });
      for (let i = 0; i < 10; i++) {
        store.set(`/rows/${i * 7}/score`, size / 2);
        store.unshift('/rows', { id: -i - 1, score: i });
        store.delete(`/rows/${i * 9}`);
      }
      expect(deltas).toBe(30);
      return { ...calls };
    };
    // Each write used to pass over all rows, and to call `key` for each
    const few = count(1000);
    const many = count(16_000);
    expect([few.key, many.key]).toEqual([40, 40]);
    expect(many.sort - few.sort).toBeLessThan(40 * 2 * Math.log2(16));
  });

  test('DM45, DM46: the move of an element in the document costs as little; it used to rebuild the view', () => {
    for (const limit of [undefined, 10]) {
      const calls = { sort: 0, key: 0 };
      const store = createDataMap({
        rows: Array.from({ length: 4000 }, (_, id) => ({ id, score: id >> 1 })),
      });
      const view = store.liveQuery<Row>('$.rows[*]', {
        sort: (a, b) => (calls.sort++, byScore(a, b)),
        key: ({ id }) => (calls.key++, id),
        limit,
      });
      const moved: unknown[] = [];
      view.subscribe((delta) =>
        moved.push(delta.moved.map(({ value: { id }, index }) => [id, index])),
      );
      void view.value;
      Object.assign(calls, { sort: 0, key: 0 });
      // Of the two results with equal scores, the one that comes first in the document comes first
      store.move('/rows/0', '/rows/1');
      store.batch(() => {
        store.move('/rows/1', '/rows/3000');
        store.set('/rows/3000/score', 4000);
      });
      expect(moved[0]).toEqual([
        [1, 0],
        [0, 1],
      ]);
      expect(view.value[0]?.id).toBe(1);
      expect(calls.key).toBeLessThan(12);
      expect(calls.sort).toBeLessThan(100);
    }
  });

  test('DM43, DM46: a result that takes the place and the key of an equal one is not reported', () => {
    const store = createDataMap({ rows: [0, 0, 2, 0].map((score) => ({ score })) });
    const view = store.liveQuery<number>('$.rows[?@.score > 1].score', { key: scoreOf });
    let calls = 0;
    view.subscribe(() => calls++);
    // The elements behind have moved, but no result is one that was a result before
    store.batch(() => {
      store.set('/rows/3/score', 2);
      store.delete('/rows/2');
    });
    expect([view.pointers, calls]).toEqual([['/rows/2/score'], 0]);
  });

  test('DM45: with a limit, the sorted front is bounded by the limit and the square root of the results', () => {
    const store = new FlatStore({
      rows: Array.from({ length: 400 }, (_, id) => ({ id, score: id })),
    });
    const nodes = new IncrementalQuery('$.rows[*]', store);
    const ranking = new Ranking(nodes, (a, b) => byScore(a as Row, b as Row), 3);
    for (let i = 0; i < 300; i++) {
      const edits = ranking.plan(nodes.apply(store.set(`/rows/${399 - i}/score`, -i - 1)));
      if (edits === undefined) throw new Error('Expected a plan');
      ranking.carry(edits);
      expect(ranking.values.length).toBeLessThanOrEqual(2 * (3 + 20));
      expect(ranking.values[0]).toEqual({ id: 399 - i, score: -i - 1 });
    }
  });

  test('DM43: moved rows can be listed until the next delta, and not at all later', () => {
    const store = new FlatStore({ rows: [{ score: 1 }, { score: 2 }, { score: 3 }] });
    const nodes = new IncrementalQuery('$.rows[*]', store);
    const view = new OrderedView(nodes, { sort: byScore as LiveQueryOptions<never>['sort'] });
    const first = view.apply(nodes.apply(store.set('/rows/0/score', 9)));
    expect(first.moved.map(({ fromIndex, index }) => [fromIndex, index])).toEqual([
      [1, 0],
      [2, 1],
      [0, 2],
    ]);
    const second = view.apply(nodes.apply(store.set('/rows/0/score', 0)));
    view.apply(nodes.apply(store.set('/rows/1/score', 10)));
    expect(() => second.moved).toThrow(StaleDeltaError);
    // If nothing has moved, that remains readable: a queued delta of this kind need not be listed before the next one
    const still = view.apply(nodes.apply(store.set('/rows/1/score', 11)));
    view.apply(nodes.apply(store.set('/rows/1/score', 12)));
    expect(still.moved).toEqual([]);
    expect(first.moved).toHaveLength(3);
  });
});
