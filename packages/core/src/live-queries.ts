import { QueryCache } from '@data-map/path';
import type { Signal } from '@data-map/signals';
import type { Change, FlatStore } from '@data-map/storage';
import { LiveQueryOptionError } from './errors.ts';
import { LiveQuery, type LiveQueryOwner } from './live-query.ts';
import type { LiveQueryOptions } from './ordered-view.ts';
import type { Saying } from '@data-map/subscriptions';
import type { Follower, Listener, Restore } from './write-path.ts';

/** A live query, held weakly, and its tick, which holds it while an effect depends on it. */
interface Known {
  readonly query: WeakRef<LiveQuery>;
  readonly tick: Signal<number>;
}

/** The live queries of one store: held weakly, those with delta subscribers or watched by effects strongly. */
export class LiveQueries implements Follower, Listener, LiveQueryOwner {
  readonly #store: FlatStore;
  /** Compiled queries, and the results of those that were asked since the last write. */
  readonly cache = new QueryCache();
  readonly #all = new Set<Known>();
  readonly #held = new Set<LiveQuery>();
  readonly #collected = new FinalizationRegistry<Known>((known) => this.#all.delete(known));

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
    const known = { query: new WeakRef(query), tick: query.tick };
    this.#all.add(known);
    this.#collected.register(query, known, query);
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
    for (const known of this.#all) if (known.tick === query.tick) this.#all.delete(known);
  }

  follow(changes: readonly Change[]): void {
    for (const known of this.#all) known.query.deref()?.follow(changes);
  }

  save(): Restore | undefined {
    if (this.#all.size === 0) return undefined;
    const restores = Array.from(this.#all, (known) => known.query.deref()?.save());
    return () => {
      for (const restore of restores) restore?.();
    };
  }

  commit(changes: readonly Change[], _origin: unknown, sayings: Saying[]): void {
    for (const query of this.#held) query.news(changes, sayings);
  }

  clear(): void {
    for (const known of this.#all) known.query.deref()?.dispose();
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
