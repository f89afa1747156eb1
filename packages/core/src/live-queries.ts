import { QueryCache } from '@data-map/path';
import type { Signal } from '@data-map/signals';
import type { Change, FlatStore } from '@data-map/storage';
import { LiveQueryOptionError } from './errors.ts';
import { isObject } from './is-object.ts';
import { LiveQuery, type LiveQueryOwner } from './live-query.ts';
import type { LiveQueryOptions } from './ordered-view.ts';
import { QueryIndex } from './query-index.ts';
import type { Saying } from '@data-map/subscriptions';
import type { Follower, Listener, Restore } from './write-path.ts';

/** Up to this many queries, asking each of them is faster than the index. */
const FEW = 8;

/** More than one query is due. */
const SEVERAL = 'several';

/** Compiled queries do not depend on a document, so all stores share them. */
const QUERIES = /* @__PURE__ */ new QueryCache();

/** A live query in the registry. */
interface Holder {
  readonly ref: WeakRef<LiveQuery>;
  /** The same query while it has watchers: dereferencing a WeakRef takes 50 ns. */
  held: LiveQuery | undefined;
}

/** The live queries of one store: held strongly while they have watchers or an effect depends on them, otherwise weakly. */
export class LiveQueries implements Follower, Listener, LiveQueryOwner {
  readonly #store: FlatStore;
  #cache: QueryCache | undefined;
  /** All queries, by their ticks. A tick, in turn, holds its query while an effect depends on it (`live-query.ts`). */
  readonly #all = new Map<Signal<number>, Holder>();
  /** The values of `#all`, as long as these are the same: an array is iterated in a fraction of the time. */
  #list: readonly Holder[] | undefined;
  /** Created with the first query. */
  #index: QueryIndex<Holder> | undefined;
  readonly #held = new Set<LiveQuery>();
  /**
   * The query that the next commit may affect, or `SEVERAL` of those with `isDue`. Set by plain assignments, since any call may throw where
   * the stack ends, and a query that is due must not be forgotten there.
   */
  #due: LiveQuery | typeof SEVERAL | undefined;
  #collected: FinalizationRegistry<Signal<number>> | undefined = undefined;
  /** The shifts that queries have pending since the last `follow`. */
  readonly #shifts: { readonly holder: Holder; readonly change: Change }[] = [];
  /** The current savepoint: incremented by each `save`, and by each rollback. */
  #savepoint = 0;
  /** What a rollback restores: how each query was before its first Changes in each savepoint, in that order. */
  readonly #saved: { readonly query: LiveQuery; readonly restore: () => void }[] = [];

  constructor(store: FlatStore) {
    this.#store = store;
  }

  get idle(): boolean {
    return this.#all.size === 0;
  }

  /** Caches the results of queries until the next write. Created on first use, since many stores are never queried. */
  get cache(): QueryCache {
    return (this.#cache ??= new QueryCache({ queries: QUERIES }));
  }

  /** @throws LiveQueryOptionError if an option is invalid */
  make<E>(jsonpath: string, options?: LiveQueryOptions<E>): LiveQuery<E> {
    const compiled = this.cache.compile(jsonpath);
    const query = new LiveQuery<E>(jsonpath, compiled, this.#store, this, checked(options));
    query.madeAt = this.#savepoint;
    const holder = { ref: new WeakRef<LiveQuery>(query), held: undefined };
    this.#all.set(query.tick, holder);
    this.#list = undefined;
    this.#index ??= new QueryIndex((array) => this.#store.arrayLength(array));
    this.#index.add(holder, compiled.ast);
    this.#collected ??= new FinalizationRegistry((tick) => this.#delete(tick));
    this.#collected.register(query, query.tick, query);
    return query;
  }

  hold(query: LiveQuery): void {
    this.#held.add(query);
    const holder = this.#all.get(query.tick);
    if (holder !== undefined) holder.held = query;
  }

  release(query: LiveQuery): void {
    this.#held.delete(query);
    const holder = this.#all.get(query.tick);
    if (holder !== undefined) holder.held = undefined;
  }

  remove(query: LiveQuery): void {
    this.#collected?.unregister(query);
    this.#delete(query.tick);
  }

  widen(query: LiveQuery, change: Change): void {
    this.#shifts.push({ holder: this.#all.get(query.tick)!, change });
  }

  narrow({ tick }: LiveQuery): void {
    const holder = this.#all.get(tick);
    if (holder !== undefined) this.#index!.narrow(holder);
  }

  follow(changes: readonly Change[], mark?: number): void {
    if (this.#shifts.length > 0) this.#widenShifted();
    const isMany = this.#all.size > FEW;
    const list = isMany ? this.#index!.reach(changes) : (this.#list ??= [...this.#all.values()]);
    let failures: unknown[] | undefined;
    for (const holder of list) {
      const query = holder.held ?? holder.ref.deref();
      if (query === undefined) continue;
      if (mark !== undefined && query.savepoint !== this.#savepoint) {
        query.savepoint = this.#savepoint;
        this.#saved.push({ query, restore: query.save() });
      }
      // First, since following may throw
      if (query.isWatched) {
        query.isDue = true;
        this.#due = this.#due === undefined || this.#due === query ? query : SEVERAL;
      }
      try {
        query.follow(changes);
      } catch (error) {
        // The others follow all the same: if the Changes are taken back, all of them are passed the inverse, too
        (failures ??= []).push(error);
      }
    }
    if (failures !== undefined) throw failures[0];
  }

  save(isOutermost: boolean): Restore | undefined {
    if (this.#all.size === 0) return undefined;
    if (isOutermost) this.#saved.length = 0;
    const { length } = this.#saved;
    const savepoint = ++this.#savepoint;
    return () => {
      this.#savepoint++;
      // Of a query that was saved in inner savepoints, too, the first state counts: it comes last here
      const saved = new Map<LiveQuery, () => void>();
      for (const { query, restore } of this.#saved.splice(length).reverse())
        saved.set(query, restore);
      // A query that was made inside has never seen the results from before, and takes the inverse Changes
      for (const [query, restore] of saved) if (query.madeAt < savepoint) restore();
    };
  }

  commit(changes: readonly Change[], _origin: unknown, sayings: Saying[]): void {
    if (this.#saved.length > 0) this.#saved.length = 0;
    const due = this.#due;
    if (due === undefined) return;
    this.#due = undefined;
    let isDone = false;
    try {
      // Several are notified in the order in which they were subscribed to
      if (due !== SEVERAL) this.#notify(due, changes, sayings);
      else for (const query of this.#held) this.#notify(query, changes, sayings);
      isDone = true;
    } finally {
      if (!isDone) this.#due = SEVERAL;
    }
  }

  clear(): void {
    for (const { ref } of this.#all.values()) ref.deref()?.dispose();
  }

  /** Only now, since a query that has taken the shift meanwhile, as at the end of most commits, needs not be widened. */
  #widenShifted(): void {
    for (const { holder, change } of this.#shifts.splice(0)) {
      const query = holder.ref.deref();
      if (query?.isPending === true && this.#index!.widen(holder, change)) query.isWide = true;
    }
  }

  #notify(query: LiveQuery, changes: readonly Change[], sayings: Saying[]): void {
    if (!query.isDue || !query.isWatched) return;
    query.isDue = query.notify(changes, sayings);
    if (query.isDue) this.#due = SEVERAL;
  }

  #delete(tick: Signal<number>): void {
    const holder = this.#all.get(tick);
    this.#all.delete(tick);
    this.#list = undefined;
    if (holder !== undefined) this.#index?.delete(holder);
  }
}

/** Returns the options, or `undefined` if none is set. @throws LiveQueryOptionError if one is invalid */
function checked<E>(options: LiveQueryOptions<E> | undefined): LiveQueryOptions<E> | undefined {
  if (options !== undefined && !isObject(options)) {
    throw new LiveQueryOptionError('options', 'an object', options);
  }
  const { sort, limit, key } = options ?? {};
  if (sort !== undefined && typeof sort !== 'function') {
    throw new LiveQueryOptionError('sort', 'a comparison function', sort);
  }
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0)) {
    throw new LiveQueryOptionError('limit', 'a whole number of at least 0', limit);
  }
  if (key !== undefined && typeof key !== 'function') {
    throw new LiveQueryOptionError('key', 'a function', key);
  }
  return sort === undefined && limit === undefined && key === undefined ? undefined : options;
}
