import { QueryCache } from '@data-map/path';
import type { SignalOptions } from '@data-map/signals';
import type { Change, FlatStore } from '@data-map/storage';
import { LiveQueryOptionError } from './errors.ts';
import { heldIn } from './held.ts';
import { LiveQuery, type LiveQueryOwner } from './live-query.ts';
import type { LiveQueryOptions } from './ordered-view.ts';
import type { Saying } from '@data-map/subscriptions';
import type { Follower, Listener } from './write-path.ts';

/** The live queries of one store: held weakly, those with delta subscribers or watched by effects strongly. */
export class LiveQueries implements Follower, Listener, LiveQueryOwner {
  readonly #store: FlatStore;
  /** Compiled queries, and the results of those that were asked since the last write. */
  readonly cache = new QueryCache();
  readonly #all = new Set<WeakRef<LiveQuery>>();
  readonly #held = new Set<LiveQuery>();
  /** The ticks of those that effects watch. */
  readonly #watched = new Set<unknown>();
  readonly watching: SignalOptions = heldIn(this.#watched);
  readonly #collected = new FinalizationRegistry<WeakRef<LiveQuery>>((query) =>
    this.#all.delete(query),
  );

  constructor(store: FlatStore) {
    this.#store = store;
  }

  get idle(): boolean {
    return this.#all.size === 0;
  }

  /** @throws LiveQueryOptionError */
  make(jsonpath: string, options?: LiveQueryOptions): LiveQuery {
    const query = new LiveQuery(
      jsonpath,
      this.cache.compile(jsonpath),
      this.#store,
      this,
      checked(options),
    );
    const weak = new WeakRef(query);
    this.#all.add(weak);
    this.#collected.register(query, weak, query);
    return query;
  }

  hold(query: LiveQuery): void {
    this.#held.add(query);
  }

  release(query: LiveQuery): void {
    this.#held.delete(query);
  }

  remove(query: LiveQuery): void {
    this.#collected.unregister(query);
    for (const weak of this.#all) if (weak.deref() === query) this.#all.delete(weak);
  }

  follow(changes: readonly Change[]): void {
    for (const weak of this.#all) weak.deref()?.follow(changes);
  }

  commit(changes: readonly Change[], _origin: unknown, sayings: Saying[]): void {
    for (const query of this.#held) query.news(changes, sayings);
  }

  clear(): void {
    for (const weak of this.#all) weak.deref()?.dispose();
    this.#watched.clear();
  }
}

/** @throws LiveQueryOptionError */
function checked(options: LiveQueryOptions | undefined): LiveQueryOptions | undefined {
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
