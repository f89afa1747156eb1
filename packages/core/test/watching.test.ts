/**
 * Watchers that come and go: live queries with and without options, watched, read and released at any moment; effects that read in
 * every possible way, and write; refs and array handles. After each step of a random program each of them must agree with a fresh
 * look at a copy of the document. Callbacks write, subscribe, end themselves and others, and throw.
 */
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import {
  compile,
  createDataMap,
  type DataMap,
  effect,
  type LiveQuery,
  type LiveQueryDelta,
  type LiveQueryOptions,
  type Snapshot,
} from '../src/index.ts';
import { fuzz, patience } from './fuzz.ts';

class Refused extends Error {}

const QUERIES = [
  '$.list[?@.v > 1]',
  '$.list[?@.v > $.limit].v',
  '$.list[*]',
  '$.list[1:3].v',
  '$.list[::-1].id',
  '$.map[?@.v == 1]',
  '$..v',
  "$.map['a','b'].v",
  '$.list[?count(@.tags[*]) > 1].tags[0]',
];

type Value = { v?: number; id?: number };
const rank = (value: unknown): number => Number((value as Value).v ?? value) || 0;
const sort = (a: unknown, b: unknown): number => rank(b) - rank(a);
const OPTIONS: (LiveQueryOptions | undefined)[] = [
  undefined,
  { sort },
  { limit: 2 },
  { sort, limit: 2 },
  { key: (value) => (value as Value).id ?? value },
  { key: (value) => (value as Value).id ?? value, sort, limit: 3 },
  { limit: 0 },
];

/** What the current document yields, computed in the simplest way. */
function results(document: unknown, jsonpath: string, options: LiveQueryOptions = {}) {
  const query = compile(jsonpath);
  const [values, pointers] = [query.values(document as never), query.pointers(document as never)];
  const rows = values.map((value, i): [unknown, string] => [value, pointers[i]!]);
  if (options.sort !== undefined) rows.sort(([a], [b]) => options.sort!(a, b));
  return rows.slice(0, options.limit);
}

const flat = (error: unknown): unknown[] =>
  error instanceof AggregateError ? error.errors.flatMap(flat) : [error];

interface Watched {
  readonly live: LiveQuery;
  readonly jsonpath: string;
  readonly options: LiveQueryOptions | undefined;
  disposed: boolean;
  stops: (() => void)[];
}

class Program {
  readonly #choose: (below: number) => number;
  readonly #store: DataMap<any>;
  readonly #lives: Watched[] = [];
  readonly #checks: (() => void)[] = [];
  readonly #stops: (() => void)[] = [];
  readonly #faults: string[] = [];
  readonly #snapshots: Snapshot<any>[] = [];
  /** More live queries than are asked one by one. */
  #others: LiveQuery[] = [];
  #budget = 0;
  #id = 0;

  constructor(choose: (below: number) => number) {
    this.#choose = choose;
    this.#store = createDataMap<any>({
      list: this.#items(),
      map: { a: this.#item(), b: this.#item() },
      limit: 1,
      tick: 0,
    });
  }

  run(steps: number): void {
    if (this.#choose(2) === 0)
      this.#others = Array.from({ length: 9 }, () => this.#store.liveQuery('$.others'));
    for (let begin = 0; begin < 3; begin++) {
      this.#live();
      this.#watch(this.#pick()!);
      this.#effect();
    }
    for (let step = 0; step < steps; step++) {
      this.#budget = 12;
      this.#attempt(() => this.#step(3));
      this.check();
    }
    for (const { value } of this.#others) expect(value).toEqual([]);
    if (this.#choose(3) === 0) this.#store.dispose();
    for (const stop of this.#stops) stop();
    for (const { stops, live } of this.#lives) {
      for (const stop of stops) stop();
      live.dispose();
    }
    expect(this.#faults).toEqual([]);
  }

  check(): void {
    // Watchers that came inside a failed transaction are notified of the rollback by the next commit
    this.#budget = 0;
    this.#attempt(() => this.#store.set('/tick', this.#store.peek('/tick') + 1));
    for (const { live, jsonpath, options, disposed } of this.#lives)
      if (!disposed) this.#compare(live, jsonpath, options);
    for (const check of this.#checks) check();
    expect(this.#faults).toEqual([]);
  }

  #compare(live: LiveQuery, jsonpath: string, options: LiveQueryOptions | undefined): void {
    const rows = results(structuredClone(this.#store.peek('')), jsonpath, options);
    const values = rows.map(([value]) => value);
    const way = this.#choose(4);
    if (way !== 1) expect(live.value).toEqual(values);
    if (way !== 2) expect(live.pointers).toEqual(rows.map(([, pointer]) => pointer));
    if (way !== 3) expect(live.vector.toArray()).toEqual(values);
    expect(live.value).toBe(live.value);
  }

  #attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      for (const one of flat(error))
        if (!(one instanceof Refused) && !('code' in (one as object))) throw error;
    }
  }

  #item(): object {
    const tags = Array.from({ length: this.#choose(3) }, () => this.#choose(3));
    return { id: this.#id++, v: this.#choose(4), tags };
  }

  #items(): object[] {
    return Array.from({ length: this.#choose(4) }, () => this.#item());
  }

  /** What a callback does besides recording. */
  #react(): void {
    if (this.#budget <= 0) return;
    if (this.#choose(3) === 0) this.#attempt(() => this.#step(1));
    if (this.#choose(12) === 0) throw new Refused('callback');
  }

  #step(depth: number): void {
    if (this.#budget-- <= 0) return;
    const store = this.#store;
    const choose = this.#choose;
    const at = choose(4);
    switch (choose(depth > 0 ? 24 : 12)) {
      case 0:
      case 1:
        if (at < store.peek('/list').length) store.set(`/list/${at}/v`, choose(4));
        break;
      case 2:
        store.push('/list', this.#item());
        break;
      case 3:
        store.splice('/list', at, choose(2), ...this.#items());
        break;
      case 4:
        if (choose(2) === 0) store.reverse('/list');
        else store.sort('/list', sort as never);
        break;
      case 5:
        if (at < store.peek('/list').length) store.move(`/list/${at}`, '/list/0');
        break;
      case 6:
        store.set('/limit', choose(3));
        break;
      case 7:
        if (choose(2) === 0) store.delete(choose(2) === 0 ? '/map/a' : '/map/b');
        else store.set(choose(2) === 0 ? '/map/a' : '/map/b', this.#item());
        break;
      case 8:
        if (choose(2) === 0) store.mergePatch({ map: { a: { v: choose(3) }, b: null } });
        else store.patch([{ op: 'add', path: '/list/0', value: this.#item() }]);
        break;
      case 9:
        if (choose(2) === 0) this.#snapshots.push(store.snapshot());
        else if (this.#snapshots.length > 0)
          store.restore(this.#snapshots[choose(this.#snapshots.length)]!);
        break;
      case 10:
        if (choose(3) === 0) store.fromObject({ ...store.peek(''), list: this.#items() });
        else store.set('/list', this.#items());
        break;
      case 11:
        store.array('/list').insert(0, this.#item());
        break;
      case 12:
      case 13:
      case 14: {
        const way = choose(2) === 0 ? 'batch' : 'transaction';
        store[way](() => {
          this.#several(depth);
          if (choose(3) === 0) throw new Refused(way);
        });
        break;
      }
      case 15:
        this.#live();
        break;
      case 16:
      case 17: {
        const one = this.#pick();
        if (one !== undefined) this.#watch(one);
        break;
      }
      case 18: {
        const one = this.#pick();
        one?.stops.splice(choose(one.stops.length + 1), 1)[0]?.();
        break;
      }
      case 19: {
        const one = this.#pick();
        // Also inside a batch
        if (one !== undefined) this.#compare(one.live, one.jsonpath, one.options);
        break;
      }
      case 20: {
        const one = this.#pick();
        if (one === undefined || choose(3) > 0) break;
        one.disposed = true;
        one.live.dispose();
        break;
      }
      case 21:
      case 22:
        this.#effect();
        break;
      case 23:
        this.#ref();
        break;
    }
  }

  #several(depth: number): void {
    for (let i = this.#choose(4); i >= 0; i--) this.#attempt(() => this.#step(depth - 1));
  }

  #live(): void {
    const jsonpath = QUERIES[this.#choose(QUERIES.length)]!;
    const options = OPTIONS[this.#choose(OPTIONS.length)];
    const live = this.#store.liveQuery(jsonpath, options);
    this.#lives.push({ live, jsonpath, options, disposed: false, stops: [] });
  }

  #pick(): Watched | undefined {
    const alive = this.#lives.filter(({ disposed }) => !disposed);
    return alive[this.#choose(Math.max(1, alive.length))];
  }

  /** Replays the deltas. */
  #watch(one: Watched): void {
    const { live, jsonpath, options } = one;
    const rows = (): unknown[] =>
      results(structuredClone(this.#store.peek('')), jsonpath, options).map(([value]) => value);
    let known: unknown[] = rows();
    let ended = false;
    const stop = live.subscribe((delta) => {
      if (ended || one.disposed) this.#faults.push(`${jsonpath} told after its end`);
      known = this.#replayed(jsonpath, known, delta);
      this.#react();
    });
    one.stops.push(() => {
      ended = true;
      stop();
    });
    this.#checks.push(() => {
      if (!ended && !one.disposed) expect(known).toEqual(rows());
    });
  }

  #replayed(jsonpath: string, before: readonly unknown[], delta: LiveQueryDelta): unknown[] {
    const { added, removed, changed, moved } = delta;
    const fault = (what: string): unknown => this.#faults.push(`${jsonpath} ${what}`);
    if (added.length + removed.length + changed.length + moved.length === 0) fault('is nothing');
    for (const { index, value } of removed)
      if (!isDeepStrictEqual(before[index], value)) fault(`removed ${index}`);
    const gone = new Set([
      ...removed.map(({ index }) => index),
      ...moved.map((node) => node.fromIndex),
    ]);
    const now = before.filter((_, i) => !gone.has(i));
    const put = [
      ...added,
      ...moved.map(({ index, fromIndex }) => ({ index, value: before[fromIndex] })),
    ];
    for (const { index, value } of put.toSorted((a, b) => a.index - b.index)) {
      if (index > now.length) fault(`put at ${index} of ${now.length}`);
      now.splice(index, 0, structuredClone(value));
    }
    for (const { index, value, previous } of changed) {
      if (!isDeepStrictEqual(now[index], previous)) fault(`changed at ${index}`);
      if (isDeepStrictEqual(previous, value)) fault(`${index} has not changed`);
      now[index] = structuredClone(value);
    }
    return now;
  }

  #effect(): void {
    const store = this.#store;
    const choose = this.#choose;
    const one = this.#pick();
    const ref = store.peek('/list').length > 0 ? store.ref('/list/0') : undefined;
    const reads: (() => unknown)[] = [
      () => store.get('/list/0/v'),
      () => store.get('/list'),
      () => store.has('/list/1'),
      () => store.size,
      () => [...store.keys('/map')],
      () => [...store.entries('/list')],
      () => store.query('$.list[?@.v > 1]').values,
      () => store.array('/list').length,
      () => store.array('/list').at(-1),
      () => store.signal('/limit').value,
      () => (one === undefined || one.disposed ? 0 : one.live.value),
      () => (one === undefined || one.disposed ? 0 : one.live.pointers),
      () => (ref === undefined ? 0 : ref.pointer),
    ];
    const first = reads[choose(reads.length)]!;
    const second = reads[choose(reads.length)]!;
    const isDerived = choose(3) === 0;
    const writes = choose(4) === 0;
    const sum = store.computed(() => [first(), second()]);
    const read = (): unknown => (isDerived ? sum.value : [first(), second()]);
    let seen: unknown;
    let ended = false;
    const run = (): void => {
      if (ended) this.#faults.push('an effect ran after its end');
      seen = structuredClone(read());
      if (writes && store.peek('/map/seen') !== store.peek('/limit'))
        store.set('/map/seen', store.peek('/limit'));
    };
    const stop = choose(2) === 0 ? effect(run) : store.effect(run);
    const end = (): void => {
      ended = true;
      stop();
    };
    this.#stops.push(end);
    this.#checks.push(() => {
      if (ended) return;
      const isOver = one?.disposed === true;
      if (!isOver) expect(seen).toEqual([first(), second()]);
      if (choose(6) === 0) end();
    });
  }

  #ref(): void {
    const store = this.#store;
    const { length } = store.peek('/list');
    if (length === 0) return;
    const at = this.#choose(length);
    const ref = store.ref(`/list/${at}`);
    let known: unknown = structuredClone(ref.get());
    let ended = false;
    const stop = ref.subscribe((value: unknown) => {
      if (ended) this.#faults.push('a ref told after its end');
      known = structuredClone(value);
      this.#react();
    });
    const end = (): void => {
      ended = true;
      stop();
    };
    this.#stops.push(end);
    this.#checks.push(() => {
      if (ended) return;
      const { pointer } = ref;
      expect(known).toEqual(pointer === null ? undefined : store.peek(pointer));
      if (this.#choose(6) === 0) end();
    });
  }
}

test(
  'DM2, DM5, DM14, DM21, DM22, DM42, DM43, DM45, DM46, DM47: watchers that come and go at random always agree with a fresh look at the document',
  () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.nat(1_000_000)),
        fc.integer({ min: 1, max: 25 }),
        (numbers, steps) => {
          new Program((below) => (numbers.next().value as number) % below).run(steps);
        },
      ),
      fuzz(300),
    );
  },
  patience,
);
