import { QueryCache } from '@data-map/path';
import type { Signal } from '@data-map/signals';
import type { Change, FlatStore } from '@data-map/storage';
import { LiveQueryOptionError } from './errors.ts';
import { isObject } from './is-object.ts';
import { LiveQuery, type LiveQueryOwner } from './live-query.ts';
import type { LiveQueryOptions } from './ordered-view.ts';
import type { Saying } from '@data-map/subscriptions';
import type { Follower, Listener, Restore } from './write-path.ts';

/** Compiled queries do not depend on a document, so all stores share them. */
const QUERIES = /* @__PURE__ */ new QueryCache();

/** The live queries of one store: held strongly while they have watchers or an effect depends on them, otherwise weakly. */
export class LiveQueries implements Follower, Listener, LiveQueryOwner {
  readonly #store: FlatStore;
  #cache: QueryCache | undefined;
  /** All queries, by their ticks. A tick, in turn, holds its query while an effect depends on it (`live-query.ts`). */
  readonly #all = new Map<Signal<number>, WeakRef<LiveQuery>>();
  readonly #held = new Set<LiveQuery>();
  #collected: FinalizationRegistry<Signal<number>> | undefined = undefined;

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
    const query = new LiveQuery<E>(
      jsonpath,
      this.cache.compile(jsonpath),
      this.#store,
      this,
      checked(options),
    );
    this.#all.set(query.tick, new WeakRef(query));
    this.#collected ??= new FinalizationRegistry((tick) => this.#all.delete(tick));
    this.#collected.register(query, query.tick, query);
    return query;
  }

  hold(query: LiveQuery): void {
    this.#held.add(query);
  }

  release(query: LiveQuery): void {
    this.#held.delete(query);
  }

  remove(query: LiveQuery): void {
    this.#collected?.unregister(query);
    this.#all.delete(query.tick);
  }

  follow(changes: readonly Change[]): void {
    for (const query of this.#all.values()) query.deref()?.follow(changes);
  }

  save(): Restore | undefined {
    if (this.#all.size === 0) return undefined;
    const restores = Array.from(this.#all.values(), (query) => query.deref()?.save());
    return () => {
      for (const restore of restores) restore?.();
    };
  }

  commit(changes: readonly Change[], _origin: unknown, sayings: Saying[]): void {
    for (const query of this.#held) query.notify(changes, sayings);
  }

  clear(): void {
    for (const query of this.#all.values()) query.deref()?.dispose();
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
