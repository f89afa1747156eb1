/**
 * Live queries: the results of a JSONPath query, kept up to date while the document changes.
 *
 *     Change ─ follow ─> #pending ─ #catchUp ─> IncrementalQuery ─> OrderedView ─> delta ─> watchers
 *                                               the nodelist        sort, limit, key
 *
 * `IncrementalQuery` (package path) does the work; this file decides when. A live query collects the Changes that concern
 * it. It takes them when it is read or, if it has *watchers* (delta subscribers), at the end of a commit. A query without
 * watchers that is not read for `MAX_UNREAD` Changes drops its state and is evaluated from scratch when it is next read, so
 * that an unused query costs neither time nor memory.
 *
 * A query with watchers takes Changes only at the end of a commit; otherwise the delta of a commit would come in two parts. A
 * read inside a batch therefore leaves state and pending Changes alone and evaluates the compiled query separately
 * (`#evaluate`). A rollback discards the pending Changes that it takes back. (A query without watchers may have taken them
 * already, because it was read; then it takes the inverse Changes, too.)
 *
 * Reads are tracked like those of a signal. `value` and `pointers` are computeds that depend on the *tick*, a private signal
 * that holds a number. The first write after a read increments the tick. If that write turns out not to change the results,
 * the computed returns the same array as before, and nothing that depends on it runs.
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

/** No pending Changes. */
const NONE: Change[] = [];

/** A query without watchers drops its state when it has more pending Changes than that. */
const MAX_UNREAD = 1000;

/** The registry that a live query belongs to: `LiveQueries`. */
export interface LiveQueryOwner {
  /** Creates another live query of the same store. */
  make(jsonpath: string, options: LiveQueryOptions<never> | undefined): LiveQuery;
  hold(query: LiveQuery): void;
  release(query: LiveQuery): void;
  remove(query: LiveQuery): void;
  /** Passes the query every Change below an array, if a pending Change shifts elements there on the way to what it reads. */
  widen(query: LiveQuery, change: Change): void;
  /** Ends that. */
  narrow(query: LiveQuery): void;
}

interface Results {
  readonly values: readonly unknown[];
  readonly pointers: readonly Pointer[];
}

/** Is given what a commit did to the results, inside the commit, and appends the calls that result from it to `sayings`. */
type Watcher = (delta: QueryDelta, changes: readonly Change[], sayings: Saying[]) => void;

/** The call of a delta subscriber. A class, since a closure and its context would be allocated for each delta. */
class Telling implements Saying {
  readonly target: string;
  readonly #tell: (delta: QueryDelta) => void;
  readonly #delta: QueryDelta;

  constructor(target: string, tell: (delta: QueryDelta) => void, delta: QueryDelta) {
    this.target = target;
    this.#tell = tell;
    this.#delta = delta;
  }

  call(): void {
    this.#tell(this.#delta);
  }
}

/**
 * The results of a JSONPath query at any time, kept up to date incrementally. Created by `DataMap.liveQuery`.
 *
 * | operation | cost |
 * | --- | --- |
 * | `value`, `pointers`, if nothing was written since they were last read | O(1) |
 * | a write beside the places that the query reads | O(1) for a pointer that is written again and again, for all such queries together; otherwise O(segments) |
 * | a write that concerns the query | the part of the document that the change and the query share |
 * | the next `value` after that | O(results), for the new array: by moving memory if few results changed |
 * | `value`, `pointers` of a query with subscribers, in a batch that has written what concerns it | a full evaluation; the same array until the next write |
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
  /** While an effect depends on the query, the tick holds the query: tick, computed, query. @internal */
  readonly tick: Signal<number>;
  /** Whether anybody waits for the delta of the next commit. @internal */
  isWatched = false;
  /** Whether the next commit has to notify this query; set by the owner. @internal */
  isDue = false;
  /** The savepoint in which the owner made this query. @internal */
  madeAt = 0;
  /** The savepoint in which the owner last saved the state of this query. @internal */
  savepoint = 0;
  /** Whether the owner passes Changes of a whole array, until this query has taken the pending ones. @internal */
  isWide = false;
  readonly #value: ReadonlySignal<readonly E[]>;
  readonly #pointers: ReadonlySignal<readonly Pointer[]>;
  readonly #watchers = new Set<Watcher>();
  /** The live queries of subscribers that joined while this one had pending Changes, until both have the same state. */
  readonly #forks = new Set<LiveQuery>();
  readonly #options: LiveQueryOptions<never> | undefined;
  /** The state of the query, together with `#view`; `undefined` before the first use, and after it was dropped. */
  #incremental: IncrementalQuery | undefined;
  /** `sort`, `limit` and `key` applied to the nodelist; `undefined` without these options. */
  #view: OrderedView | undefined;
  #vector: PersistentVector<E> = PersistentVector.empty();
  #vectorOf: readonly E[] = [];
  /** The Changes that concern the query and were not taken yet. Not pushed to while empty, since that would reserve 17 places. */
  #pending: Change[] = NONE;
  /** Counts how often pending Changes were taken or dropped. */
  #taken = 0;
  /** The last delta with moved results, until its watchers were called: its `moved` can be listed only before the next one. */
  #undelivered: QueryDelta | undefined;
  readonly #delivered = (delta: QueryDelta): void => {
    if (this.#undelivered === delta) this.#undelivered = undefined;
  };
  /** Whether pending Changes are kept, however many, because `take` will be called. */
  #lags = false;
  /** Whether the query was read since the tick was last incremented. */
  #wasRead = false;
  /** The results of a read inside a batch, with the version of the store at which they were evaluated. */
  #fresh: (Results & { readonly version: number }) | undefined;
  /** Whether functions of the query (`sort`, `key`, extensions) may be running; Changes that they make stay pending. */
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
    // The name appears in the message of a CycleError
    const named = { equals: sameElements, name: `"${jsonpath}"` };
    this.tick = signal(0, { name: named.name });
    this.#options = options;
    this.#query = query;
    this.#store = store;
    this.#owner = owner;
    this.#value = computed(() => this.#read((results) => results.values as readonly E[]), named);
    this.#pointers = computed(() => this.#read((results) => results.pointers), named);
  }

  /** The values of the results, in the order of RFC 9535 or of `sort`; the same array until they change. Tracked. */
  get value(): readonly E[] {
    this.#alive();
    return this.#value.value;
  }

  /** The pointers of the results, in the order of `value`; the same array until they change. Tracked. */
  get pointers(): readonly Pointer[] {
    this.#alive();
    return this.#pointers.value;
  }

  /**
   * The values as a `PersistentVector`. It shares with its predecessor the elements before and after what changed.
   * O(1); O(results) after a change. Tracked.
   */
  get vector(): PersistentVector<E> {
    const { value } = this;
    if (value !== this.#vectorOf) {
      this.#vector = respliced(this.#vector, this.#vectorOf, value);
      this.#vectorOf = value;
    }
    return this.#vector;
  }

  /** The values as a signal, for anything that takes a signal or a store with `subscribe`. */
  get signal(): ReadonlySignal<readonly E[]> {
    this.#alive();
    return this.#value;
  }

  /** Describes how the query is kept up to date, one line per selector. */
  explain(): string {
    this.#alive();
    return (this.#incremental ?? this.#begin()).explain();
  }

  /**
   * Calls `callback` after each commit that changes the results, with what was added, removed, changed and moved. There is
   * no initial call. `delta.moved` must be read before the callback returns.
   *
   * @returns a function that ends the subscription, which is also `Disposable`
   * @throws SubscriptionOptionError if `callback` is not a function
   */
  subscribe(callback: (delta: LiveQueryDelta<E>, query: LiveQuery<E>) => void): Unsubscribe {
    this.#alive();
    checkCallback(callback);
    const home = this.#watchers.size > 0 && this.#pending.length > 0 ? this.#fork() : this;
    const tell = (delta: QueryDelta): void => {
      if (home.#watchers.has(watcher) || this.#watchers.has(watcher))
        callback(toldOf(delta) as LiveQueryDelta<E>, this);
    };
    const watcher: Watcher = (delta, _changes, sayings) =>
      sayings.push(new Telling(this.jsonpath, tell, delta));
    home.watch(watcher);
    return disposable(() => {
      home.#leave(watcher);
      this.#leave(watcher);
      if (home !== this && home.#watchers.size === 0 && this.#forks.delete(home)) home.dispose();
    });
  }

  /**
   * Returns a live query that begins now, for subscribers that join while this one has pending Changes. The next delta of this one begins
   * before these, so it would report to them what they can already see.
   */
  #fork(): LiveQuery {
    for (const fork of this.#forks) if (fork.#pending.length === 0) return fork;
    const fork = this.#owner.make(this.jsonpath, this.#options);
    this.#forks.add(fork);
    return fork;
  }

  /** Takes over the watchers of the forks that have the same state as this query, which is when neither has pending Changes. */
  #join(): void {
    for (const fork of this.#forks) {
      if (fork.#pending.length > 0 || fork.#incremental === undefined) continue;
      for (const watcher of fork.#watchers) this.#watchers.add(watcher);
      this.#forks.delete(fork);
      fork.dispose();
    }
  }

  /** Whether there are Changes that were not taken yet. @internal */
  get isPending(): boolean {
    return this.#pending.length > 0;
  }

  /** Calls a watcher with what each commit does to the results, inside the commit. @internal */
  watch(watcher: Watcher): Unsubscribe {
    // Pending Changes precede the first watcher. Untracked: what `sort` and `key` read is no dependency of the subscriber.
    if (this.#watchers.size === 0) untracked(() => this.#catchUp());
    this.#watchers.add(watcher);
    this.isWatched = true;
    this.#owner.hold(this);
    return disposable(() => this.#leave(watcher));
  }

  #leave(watcher: Watcher): void {
    if (this.#watchers.delete(watcher) && this.#watchers.size === 0) this.#release();
  }

  /** Keeps pending Changes from now on, however many there are, until `take` is called. @internal */
  lag(): void {
    this.#lags = true;
    this.#catchUp();
  }

  /** Takes the pending Changes; returns them, and what they did. @internal */
  take(): { readonly delta: QueryDelta; readonly changes: readonly Change[] } | undefined {
    const changes = this.#pending;
    const delta = this.#catchUp();
    return delta && { delta, changes };
  }

  /** Ends the query and its subscriptions, and drops its results. Every later use throws `DisposedError`. */
  dispose(): void {
    this.#disposed = true;
    for (const fork of this.#forks) fork.dispose();
    this.#forks.clear();
    this.#watchers.clear();
    this.#forget();
    this.#release();
    this.#owner.remove(this);
  }

  /** Disposes the query at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Returns what `JSON.stringify` serializes: the same as `value`. */
  toJSON(): readonly E[] {
    return this.value;
  }

  /** Keeps the Changes that concern the query, and increments the tick if there are any. @internal */
  follow(changes: readonly Change[]): void {
    const nodes = this.#incremental;
    if (nodes !== undefined) {
      const { length } = this.#pending;
      for (const change of changes) {
        if (!nodes.concerns(change)) continue;
        if (this.#pending.length === 0) {
          if (this.#forks.size > 0 && this.#watchers.size > 0) this.#join();
          this.#pending = [change];
        } else this.#pending.push(change);
        if (change.op !== 'replace' || change.permutation !== undefined)
          this.#owner.widen(this, change);
      }
      if (this.#pending.length === length) return;
      if (this.#pending.length > MAX_UNREAD && this.#watchers.size === 0 && !this.#lags)
        this.#forget();
    }
    if (this.#wasRead) {
      // This may throw. Then `#wasRead` stays set, so that the next write increments the tick
      this.tick.value = this.tick.peek() + 1;
      this.#wasRead = false;
    }
  }

  /**
   * Returns a function that discards, after a rollback, what has become pending since. It does nothing if pending Changes were
   * taken in the meantime: then the inverse Changes must be taken as well, and a watcher that came inside the transaction,
   * and knows the results from inside, is called with what the rollback did. @internal
   */
  save(): () => void {
    const nodes = this.#incremental;
    const taken = this.#taken;
    const { length } = this.#pending;
    return () => {
      this.#fresh = undefined;
      if (nodes !== this.#incremental || taken !== this.#taken) return;
      this.#pending.length = length;
      if (length === 0) this.#narrow();
    };
  }

  /**
   * Takes the pending Changes at the end of a commit, and passes the delta to the watchers. Returns whether the next commit has to notify
   * this query whatever it changes: to start over where the state was lost, or to take what a function of the query has just written.
   *
   * @internal
   */
  notify(changes: readonly Change[], sayings: Saying[]): boolean {
    const target = this.jsonpath;
    // What was read inside the batch must not outlive it
    this.#fresh = undefined;
    let delta: QueryDelta | undefined;
    try {
      delta = this.#catchUp();
    } catch (error) {
      // Rethrown when it is this query's turn, so that a function that throws keeps no other subscriber from being called
      const call = (): void => {
        throw error;
      };
      sayings.push({ target, call });
    }
    if (delta !== undefined && !delta.isEmpty) this.#pass(delta, changes, sayings);
    return this.#incremental === undefined || this.#pending.length > 0;
  }

  #pass(delta: QueryDelta, changes: readonly Change[], sayings: Saying[]): void {
    for (const watcher of this.#watchers) watcher(delta, changes, sayings);
    if (delta.shift === 'none') return;
    this.#undelivered = delta;
    sayings.push(new Telling(this.jsonpath, this.#delivered, delta));
  }

  /** Evaluates one of the two computeds: depends on the tick, and reads the state or, inside a batch, a separate evaluation. */
  #read<R>(choose: (results: Results) => R): R {
    void this.tick.value;
    this.#wasRead = true;
    // A function of the query reads the results that it is called to compute; what it would get is incomplete, and cached
    if (this.#isTaking) throw new CycleError(this.tick);
    const found = choose(this.#results());
    // The next reader is given this very array
    if (this.#store.freeze) Object.freeze(found);
    return found;
  }

  #results(): Results {
    if (this.#watchers.size > 0 && this.#pending.length > 0) return this.#evaluate();
    const nodes = this.#current();
    return this.#view ?? nodes;
  }

  /** Returns the nodelist, up to date. */
  #current(): IncrementalQuery {
    this.#catchUp();
    return this.#incremental ?? this.#begin();
  }

  #begin(): IncrementalQuery {
    const nodes = new IncrementalQuery(this.#query, this.#store);
    // Assigned before the view exists: `follow` must keep what `sort` and `key` write meanwhile
    this.#incremental = nodes;
    this.#guard(nodes);
    return nodes;
  }

  /** Takes the pending Changes; returns what they did, or `undefined` if nothing was pending or the state is new. */
  #catchUp(): QueryDelta | undefined {
    const nodes = this.#incremental;
    if (nodes === undefined) {
      this.#begin();
      return undefined;
    }
    if (this.#pending.length === 0 || this.#isTaking) return undefined;
    const changes = this.#pending;
    this.#drop();
    // The delta that is still undelivered must list its moved nodes now: after `apply` it cannot any more
    void this.#undelivered?.moved;
    this.#undelivered = undefined;
    return this.#guard(nodes, changes);
  }

  /** Applies Changes to the state, or creates the view of a new one; both call functions of the query. If one of them throws, the state is dropped. */
  #guard(nodes: IncrementalQuery, changes?: readonly Change[]): QueryDelta | undefined {
    this.#isTaking = true;
    try {
      if (changes === undefined) {
        this.#view = this.#options && new OrderedView(nodes, this.#options);
        return undefined;
      }
      const delta = nodes.apply(changes);
      return withoutReturned(this.#view?.apply(delta) ?? withoutEqual(delta, changes));
    } catch (error) {
      this.#forget();
      throw error;
    } finally {
      this.#isTaking = false;
    }
  }

  /** Evaluates the query on the current document, without touching state or pending Changes. */
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
    this.#drop();
  }

  /** Empties the list of pending Changes. */
  #drop(): void {
    this.#pending = NONE;
    this.#taken++;
    this.#narrow();
  }

  #narrow(): void {
    if (!this.isWide) return;
    this.isWide = false;
    this.#owner.narrow(this);
  }

  #release(): void {
    this.isWatched = this.isDue = false;
    this.#owner.release(this);
  }

  #alive(): void {
    if (this.#disposed) throw new DisposedError('This live query');
  }
}

/** What a subscriber is told: a plain object if nothing has moved, since then there is nothing to list lazily. */
function toldOf(delta: QueryDelta): LiveQueryDelta {
  if (delta.shift !== 'none') return new ShiftedDelta(delta);
  const { added, removed, changed, moved } = delta;
  return { added, removed, changed, moved };
}

function sameElements(before: readonly unknown[], after: readonly unknown[]): boolean {
  if (before === after) return true;
  if (before.length !== after.length) return false;
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) return false;
  return true;
}
