/**
 * Live queries: the results of a JSONPath query, kept while the document changes.
 *
 * The work is `IncrementalQuery`'s (package path). This file decides when it is done. A live query collects the Changes
 * that it has not taken yet; it takes them when somebody reads it, or at the end of a commit when somebody waits for its
 * deltas. One that nobody has read for `PATIENCE` Changes forgets its state and starts over when it is read again, so
 * that an unwatched query costs neither time nor memory.
 *
 * A query with delta subscribers takes Changes only at the end of a commit, or its delta would be in two parts. So inside a batch
 * its Changes wait, and a read there evaluates the compiled query afresh, beside the state. A rollback drops those that it takes
 * back. (A query without subscribers may have taken them, for a read; then it takes the way back as well.)
 *
 * Reads are tracked like those of a signal: `value` and `pointers` are computeds over a tick (a private signal, a number) that is
 * counted up by the first write after a read. When the write turns out not to concern the query, the computed gives the same array again, and
 * nobody who depends on it runs.
 */
import {
  type CompiledQuery,
  IncrementalQuery,
  type Pointer,
  type QueryDelta,
} from '@data-map/path';
import { PersistentVector } from '@data-map/arrays';
import {
  computed,
  CycleError,
  type ReadonlySignal,
  type Signal,
  signal,
  untracked,
} from '@data-map/signals';
import type { Change, FlatStore } from '@data-map/storage';
import type { Saying, Unsubscribe } from '@data-map/subscriptions';
import { disposable } from './disposable.ts';
import { checkCallback, DisposedError } from './errors.ts';
import { type LiveQueryDelta, type LiveQueryOptions, OrderedView } from './ordered-view.ts';
import { respliced } from './resplice.ts';
import { ShiftedDelta } from './shifted-delta.ts';
import { withoutEqual, withoutReturned } from './without-equal.ts';

/** How many Changes an unread query keeps before it gives its state up. */
const PATIENCE = 1000;

/** Who keeps a live query: see `live-queries.ts`. */
export interface LiveQueryOwner {
  /** Another live query of the same store. */
  make(jsonpath: string, options: LiveQueryOptions<never> | undefined): LiveQuery;
  hold(query: LiveQuery): void;
  release(query: LiveQuery): void;
  remove(query: LiveQuery): void;
}

interface Results {
  readonly values: readonly unknown[];
  readonly pointers: readonly Pointer[];
}

/** What a commit did to the results, and the Changes that did it. */
export interface QueryNews {
  readonly delta: QueryDelta;
  readonly changes: readonly Change[];
}

/** Who takes the news of a commit, at once, and adds what there is to be said about it. */
type Watcher = (news: QueryNews, sayings: Saying[]) => void;

/**
 * The results of a JSONPath query at any time. Made by `DataMap.liveQuery`.
 *
 * | operation | cost |
 * | --- | --- |
 * | `value`, `pointers`, nothing written since | O(1) |
 * | a write that does not concern the query | O(segments of the pointer) |
 * | a write that does | the part that the change and the query share |
 * | `value` after that | O(results), to make the new array |
 *
 * @example
 * ```ts
 * import { createDataMap } from '@data-map/core';
 * const store = createDataMap({ todos: [{ title: 'ship', done: false }] });
 * const open = store.liveQuery('$.todos[?@.done == false].title');
 * open.subscribe(({ added, removed }) => console.log(added.length, removed.length));
 * store.set('/todos/0/done', true); // -> 0 1
 * console.log(open.value); // -> []
 * ```
 */
export class LiveQuery<E = unknown> {
  /** The text of the query. */
  readonly jsonpath: string;
  readonly #query: CompiledQuery;
  readonly #store: FlatStore;
  readonly #owner: LiveQueryOwner;
  /** Whoever holds it holds the query while an effect depends on that. @internal */
  readonly tick: Signal<number>;
  readonly #value: ReadonlySignal<readonly E[]>;
  readonly #pointers: ReadonlySignal<readonly Pointer[]>;
  readonly #watchers = new Set<Watcher>();
  /** Live queries of the same text for subscribers that joined while this one had Changes of the open batch waiting. */
  readonly #forks = new Set<LiveQuery>();
  readonly #options: LiveQueryOptions<never> | undefined;
  #incremental: IncrementalQuery | undefined;
  /** With options, what lies over the nodelist. */
  #view: OrderedView | undefined;
  #vector: PersistentVector<E> = PersistentVector.empty();
  #vectorOf: readonly E[] = [];
  #pending: Change[] = [];
  /** News that waits to be told, and whose moved nodes nobody has listed yet. */
  #untold: QueryNews | undefined;
  /** Whether somebody takes the news at a time of their own. */
  #lags = false;
  /** Whether anybody has read since the tick last moved. */
  #wasRead = false;
  /** What a read inside a batch has evaluated, and for which version of the store. */
  #fresh: (Results & { readonly version: number }) | undefined;
  /** Changes are being taken: those that a function of the query makes wait for the next time. */
  #isTaking = false;
  #disposed = false;

  /** @internal */
  constructor(
    jsonpath: string,
    query: CompiledQuery,
    store: FlatStore,
    owner: LiveQueryOwner,
    options: LiveQueryOptions<never> | undefined,
  ) {
    this.jsonpath = jsonpath;
    // A CycleError names it
    const named = { equals: sameElements, name: `"${jsonpath}"` };
    this.tick = signal(0, { name: named.name });
    this.#options = options;
    this.#query = query;
    this.#store = store;
    this.#owner = owner;
    this.#value = computed(() => this.#read((results) => results.values as readonly E[]), named);
    this.#pointers = computed(() => this.#read((results) => results.pointers), named);
  }

  /** The values of the results, in the order of RFC 9535; the same array until it changes. Tracked. */
  get value(): readonly E[] {
    this.#alive();
    return this.#value.value;
  }

  /** Where they are, in the same order. Tracked. */
  get pointers(): readonly Pointer[] {
    this.#alive();
    return this.#pointers.value;
  }

  /**
   * The values as a persistent vector, which shares with the one before it what lies in front of and behind what
   * changed. O(1), after a change O(results). Tracked.
   */
  get vector(): PersistentVector<E> {
    const { value } = this;
    if (value !== this.#vectorOf) {
      this.#vector = respliced(this.#vector, this.#vectorOf, value);
      this.#vectorOf = value;
    }
    return this.#vector;
  }

  /** The values as a signal: for computeds, effects and whatever takes a store with `subscribe`. */
  get signal(): ReadonlySignal<readonly E[]> {
    this.#alive();
    return this.#value;
  }

  /** How the query is kept up to date, one line per selector. */
  explain(): string {
    this.#alive();
    return (this.#incremental ?? this.#begin()).explain();
  }

  /**
   * Calls back after each commit that changes the results, with what was added, removed, changed and moved. There is
   * no initial call. `delta.moved` has to be read before the callback returns.
   *
   * @returns a function that ends it, which is also `Disposable`
   * @throws SubscriptionOptionError when `callback` is no function
   */
  subscribe(callback: (delta: LiveQueryDelta<E>, query: LiveQuery<E>) => void): Unsubscribe {
    this.#alive();
    checkCallback(callback);
    if (this.#watchers.size > 0 && this.#pending.length > 0) return this.#fork(callback);
    const target = this.jsonpath;
    const watcher: Watcher = (news, sayings) => {
      const { added, removed, changed, shift } = news.delta;
      if (shift !== 'none') this.#untold = news;
      // A plain object where that costs nothing
      const told =
        shift === 'none' ? { added, removed, changed, moved: [] } : new ShiftedDelta(news.delta);
      const call = (): void => {
        if (this.#watchers.has(watcher)) callback(told as LiveQueryDelta<E>, this);
      };
      sayings.push({ target, call });
    };
    return this.watch(watcher);
  }

  /**
   * Subscribes through a live query that begins now. The next delta of this one begins before the Changes that wait, so it would
   * tell the new subscriber again of what it can already see.
   */
  #fork(callback: (delta: LiveQueryDelta<E>, query: LiveQuery<E>) => void): Unsubscribe {
    const fork = this.#owner.make(this.jsonpath, this.#options);
    this.#forks.add(fork);
    fork.subscribe((delta) => callback(delta as LiveQueryDelta<E>, this));
    return disposable(() => {
      this.#forks.delete(fork);
      fork.dispose();
    });
  }

  /** Hands the news of each commit to a watcher, inside the commit. @internal */
  watch(watcher: Watcher): Unsubscribe {
    // What others wait for is theirs; what an order reads is nobody's
    if (this.#watchers.size === 0) untracked(() => this.#catchUp());
    this.#watchers.add(watcher);
    this.#owner.hold(this);
    return disposable(() => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#owner.release(this);
    });
  }

  /** Takes Changes only when `take` is called from now on, however many there are. @internal */
  lag(): void {
    this.#lags = true;
    this.#catchUp();
  }

  /** What has happened since it was called last. @internal */
  take(): QueryNews | undefined {
    return this.#catchUp();
  }

  /** Lets go of the results and of all who wait for deltas; later use throws `DisposedError`. */
  dispose(): void {
    this.#disposed = true;
    for (const fork of this.#forks) fork.dispose();
    this.#forks.clear();
    this.#watchers.clear();
    this.#forget();
    this.#owner.release(this);
    this.#owner.remove(this);
  }

  /** The end of a `using` block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** What `JSON.stringify` takes: the same as `value`. */
  toJSON(): readonly E[] {
    return this.value;
  }

  /** Changes that were just made. @internal */
  follow(changes: readonly Change[]): void {
    const nodes = this.#incremental;
    if (nodes !== undefined) {
      const { length } = this.#pending;
      for (const change of changes) if (nodes.concerns(change)) this.#pending.push(change);
      if (this.#pending.length === length) return;
      if (this.#pending.length > PATIENCE && this.#watchers.size === 0 && !this.#lags)
        this.#forget();
    }
    if (this.#wasRead) {
      // Which may throw; then it is still to be moved
      this.tick.value = this.tick.peek() + 1;
      this.#wasRead = false;
    }
  }

  /**
   * Forgets, for a rollback, what has happened since, unless it was taken by then: whoever has begun to watch meanwhile knows the
   * results of then, and is told of the way back. @internal
   */
  save(): () => void {
    const nodes = this.#incremental;
    const pending = this.#pending;
    const { length } = pending;
    return () => {
      if (nodes === this.#incremental && pending === this.#pending) pending.length = length;
    };
  }

  /** Adds what is to be said after a commit. @internal */
  news(changes: readonly Change[], sayings: Saying[]): void {
    const target = this.jsonpath;
    let delta: QueryDelta | undefined;
    try {
      delta = this.#catchUp()?.delta;
    } catch (error) {
      // Thrown when it is this one's turn: a function of one query keeps nobody else from being told
      const call = (): void => {
        throw error;
      };
      sayings.push({ target, call });
    }
    if (delta === undefined || delta.isEmpty) return;
    const news: QueryNews = { delta, changes };
    for (const watcher of this.#watchers) watcher(news, sayings);
    if (this.#untold !== news) return;
    const call = (): void => {
      if (this.#untold === news) this.#untold = undefined;
    };
    sayings.push({ target, call });
  }

  /** What one of the two computeds gives: tracked by the tick, read from the state that fits. */
  #read<R>(choose: (results: Results) => R): R {
    void this.tick.value;
    this.#wasRead = true;
    // A function of the query asks for what it is called for; what it got would be kept
    if (this.#isTaking) throw new CycleError(this.tick);
    const found = choose(this.#results());
    // It is what the next one who reads is given
    if (this.#store.freeze) Object.freeze(found);
    return found;
  }

  #results(): Results {
    if (this.#watchers.size > 0 && this.#pending.length > 0) return this.#evaluate();
    const nodes = this.#current();
    return this.#view ?? nodes;
  }

  /** The state, up to date. */
  #current(): IncrementalQuery {
    this.#catchUp();
    return this.#incremental ?? this.#begin();
  }

  #begin(): IncrementalQuery {
    const nodes = new IncrementalQuery(this.#query, this.#store);
    // Now, since a function of the order that writes should lose nothing
    this.#incremental = nodes;
    return this.#guard(() => {
      this.#view = this.#options === undefined ? undefined : new OrderedView(nodes, this.#options);
      return nodes;
    });
  }

  /** Takes the Changes that are waiting. */
  #catchUp(): QueryNews | undefined {
    const nodes = this.#incremental;
    if (nodes === undefined) {
      this.#begin();
      return undefined;
    }
    if (this.#pending.length === 0 || this.#isTaking) return undefined;
    const changes = this.#pending;
    this.#pending = [];
    // A delta that waits in the queue could not find its moved nodes afterwards
    void this.#untold?.delta.moved;
    this.#untold = undefined;
    return this.#guard(() => {
      const nodesDelta = nodes.apply(changes);
      const delta = this.#view?.apply(nodesDelta) ?? withoutEqual(nodesDelta, changes);
      return { delta: withoutReturned(delta), changes };
    });
  }

  /** Calls functions of the query. Where one of them throws, it starts over. */
  #guard<R>(work: () => R): R {
    this.#isTaking = true;
    try {
      return work();
    } catch (error) {
      this.#forget();
      throw error;
    } finally {
      this.#isTaking = false;
    }
  }

  /** The results without touching the state. */
  #evaluate(): Results {
    const { version } = this.#store;
    if (this.#fresh?.version !== version) {
      const nodes = new IncrementalQuery(this.#query, this.#store);
      const { values, pointers } =
        this.#options === undefined ? nodes : new OrderedView(nodes, this.#options);
      this.#fresh = { version, values, pointers };
    }
    return this.#fresh;
  }

  #forget(): void {
    this.#incremental = undefined;
    this.#view = undefined;
    this.#pending = [];
  }

  #alive(): void {
    if (this.#disposed) throw new DisposedError('This live query');
  }
}

function sameElements(before: readonly unknown[], after: readonly unknown[]): boolean {
  if (before === after) return true;
  if (before.length !== after.length) return false;
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) return false;
  return true;
}
