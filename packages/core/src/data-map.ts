/**
 * The facade of the package: one JSON document, addressed by JSON Pointer, queried by JSONPath, and observed at a place,
 * at a pattern of places or as a live query. Every method here is a line or two and delegates to the package that does
 * the work. `write-path.ts` describes how a write passes through all of them.
 */
import { type FlatResult, joinPointer, type Pointer, readPlaces, toPattern } from '@data-map/path';
import {
  computed,
  type Disposer,
  type EffectFn,
  isTracking,
  type ReadonlySignal,
  untracked,
} from '@data-map/signals';
import {
  type Change,
  FlatStore,
  type FlatStoreOptions,
  LocationError,
  type Snapshot,
  ValueError,
} from '@data-map/storage';
import {
  type SubscriptionCallback,
  SubscriptionEngine,
  type SubscriptionEvent,
  type SubscriptionOptions,
  type Unsubscribe,
} from '@data-map/subscriptions';
import { ArrayHandle, type ArrayStore, countAndValues } from './array-handle.ts';
import { type CommitEvent, CommitLog } from './commit-log.ts';
import { diff } from './diff.ts';
import { checkFunction, DisposedError } from './errors.ts';
import { isObject } from './is-object.ts';
import { eventStream, type Loops } from './event-stream.ts';
import { applyOperations, inversePatch, type Patch } from './json-patch.ts';
import { LiveQueries } from './live-queries.ts';
import type { LiveQuery } from './live-query.ts';
import { applyMergePatch } from './merge-patch.ts';
import type { LiveQueryOptions } from './ordered-view.ts';
import { PatchDocument } from './patch-document.ts';
import { type PointerSignal, PointerSignals, type Reading } from './pointer-signals.ts';
import type {
  AppendedAt,
  ChangeAt,
  CheckedArrayPointer,
  CheckedMove,
  CheckedPointer,
  CheckedPush,
  CheckedRemoval,
  CheckedTarget,
  ElementAt,
  TargetValue,
  ThereAt,
  ValueAt,
  Writable,
} from './pointer-types.ts';
import { type DataMapEvent, subscribeToQuery } from './query-subscription.ts';
import { type ElementRef, ElementRefs } from './ref.ts';
import { StoreEffects } from './store-effects.ts';
import { inSignalBatch, WritePath } from './write-path.ts';

/** Options of `createDataMap`; those of `FlatStore`. */
export type DataMapOptions = FlatStoreOptions;

/** Options of a single write. */
export interface WriteOptions {
  /** Passed unchanged to commit listeners as `CommitEvent.origin`: who wrote, or where the change came from. */
  readonly origin?: unknown;
}

/**
 * What a function that is run as one batch may return: anything but a promise, whose writes would come after the end of the
 * batch. A generic function that passes its argument on to `batch` or `transaction` takes it as `() => Synchronous<R>`.
 */
export type Synchronous<R> = R extends PromiseLike<unknown> ? never : R;

/** `P` where `get` accepts it; otherwise the pointers that it could have been, for the compiler's message. */
type At<T, P extends string> = P extends CheckedPointer<T, P> ? P : CheckedPointer<T, P>;

/** `P` where it names something that may be removed; otherwise a type that explains the error. */
type RemovalAt<T, P extends string> = P extends CheckedRemoval<T, P> ? P : CheckedRemoval<T, P>;

/** `Q` where the value at `P` may be moved to; otherwise a type that explains the error. */
type MoveTo<T, P extends string, Q extends string> =
  Q extends CheckedMove<T, P, Q> ? Q : CheckedMove<T, P, Q>;

/** `P` where something may be appended to an array; otherwise a type that explains the error. */
type PushAt<T, P extends string> = P extends CheckedPush<T, P> ? P : CheckedPush<T, P>;

/** `P` where an array may be; otherwise a type that explains the error. */
type ArrayAt<T, P extends string> =
  P extends CheckedArrayPointer<T, P> ? P : CheckedArrayPointer<T, P>;

/** `P` where `subscribe` accepts it; otherwise the targets that it could have been, for the compiler's message. */
type TargetAt<T, P extends string> = P extends CheckedTarget<T, P> ? P : CheckedTarget<T, P>;

/** The event that `subscribe` passes: of a place for pointers and patterns, possibly of a query result for a JSONPath. */
type EventOf<T, P extends string> = P extends '' | `/${string}`
  ? SubscriptionEvent<TargetValue<T, P> | undefined>
  : DataMapEvent;

/**
 * One JSON document of type `T` in memory, every part of which can be addressed by JSON Pointer, queried by JSONPath and
 * observed.
 *
 * A *tracked* read becomes a dependency of the computed or effect that is running. A *commit* is the net
 * result of the outermost batch, or of a single write outside a batch; subscribers are notified once per commit.
 *
 * | operation | cost |
 * | --- | --- |
 * | `get`, `peek` | O(1) for a pointer that is read repeatedly, otherwise O(k) |
 * | `has` | O(k); O(1) for a leaf that `get` or `peek` reads as well |
 * | `set`, `update`, `delete` | O(k), plus the subscribers at, above and below the place |
 * | `subscribe` | O(k); a write then costs in proportion to the subscriptions that it reaches, not to their number. A JSONPath that equals no pattern costs what a live query does |
 * | `query` | the nodes that the query visits |
 * | `liveQuery` | one evaluation of the query when it is first used; then, for each write at, above or below a place that the query reads, the part of the document that the change and the query share |
 * | `signal`, `ref`, `array` | O(k) |
 * | `batch`, `transaction`, `patch` | the writes inside; a rollback costs as much again, plus O(members) for each object that lost a member |
 * | `toObject` | O(1), plus a shallow copy of each container that was written since it was last read |
 * | `keys`, `entries` | lazy; O(1) per step, plus O(members) on entering an object |
 * | `snapshot`, `restore` | O(1), plus a copy of what was written since the last one |
 *
 * k: number of segments of the pointer. The array operations cost what those of `FlatStore` do.
 *
 * Every method that takes a pointer throws `PointerSyntaxError` if the string is not a JSON Pointer. A write throws for one
 * of two reasons. Either the store refuses it, and nothing has changed. Or a subscriber or an effect throws; then the value
 * is written, and all other subscribers have been notified. After `dispose`, every use throws `DisposedError`.
 *
 * @example
 * ```ts
 * import { createDataMap } from '@data-map/core';
 * const store = createDataMap({ todos: [{ title: 'ship', done: false }] });
 * store.subscribe('/todos/*\/done', (value, event) => console.log(event.pointer, value));
 * store.set('/todos/0/done', true); // -> /todos/0/done true
 * console.log(store.query('$.todos[?@.done == true].title').values); // -> [ 'ship' ]
 * ```
 */
export class DataMap<T = unknown> {
  readonly #store: FlatStore;
  readonly #engine: SubscriptionEngine;
  readonly #signals: PointerSignals;
  readonly #queries: LiveQueries;
  readonly #refs = new ElementRefs();
  readonly #log = new CommitLog();
  readonly #effects = new StoreEffects();
  /** The running `events` loops, by their signal. */
  readonly #loops = new Map<AbortSignal | undefined, Loops>();
  readonly #path: WritePath;
  readonly #arrays: ArrayStore = {
    get: (pointer) => this.#read(pointer),
    lengthOf: (array) => this.#derived(array, lengthOf),
    set: (array, index, value) => {
      const store = this.#live();
      // Where there is no array, `insert` creates one, or throws an error that names what is there instead
      const changes =
        store.arrayLength(array) === undefined
          ? store.insert(array, index, value)
          : store.set(joinPointer(array, index), value);
      this.#write(changes);
    },
    splice: (array, start, count, values) => this.#splice(array, start, count, values),
    sort: (array, compare) => this.#write(this.#live().sort(array, compare)),
    reverse: (array) => this.#write(this.#live().reverse(array)),
    move: (array, from, to) => {
      const store = this.#live();
      // Where something else than an array is, this throws an error that names it
      if (store.arrayLength(array) === undefined) store.insert(array, 0);
      this.#write(store.move(joinPointer(array, from), joinPointer(array, to)));
    },
  };
  #disposed = false;

  /** See {@link createDataMap}. O(1). @throws ValueError if `initial` is a function or a symbol */
  constructor(initial: T, options?: DataMapOptions) {
    this.#store = new FlatStore(initial, options);
    this.#engine = new SubscriptionEngine(this.#store, untrackedBatch);
    this.#signals = new PointerSignals({
      peek: (pointer) => this.#store.get(pointer),
      lengthOf: (array) => this.#store.arrayLength(array),
      set: (pointer, value) => this.#write(this.#live().set(pointer, value)),
    });
    this.#queries = new LiveQueries(this.#store);
    this.#path = new WritePath(
      this.#store,
      this.#engine,
      [this.#signals, this.#queries, this.#refs],
      [this.#queries, this.#refs, this.#log],
      () => this.#signals.idle && this.#queries.idle && this.#refs.idle && this.#log.idle,
    );
  }

  // Reading

  /**
   * Returns the value at a pointer (RFC 6901), leaf or container; `undefined` if nothing is there. The value is immutable, and it
   * is the same reference until something at or below the pointer changes. Tracked.
   *
   * @throws PointerSyntaxError if the string is not a JSON Pointer
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ users: [{ name: 'Ada' }] });
   * console.log(store.get('/users/0/name'), store.get('/users/7')); // -> Ada undefined
   * console.log(store.get('/users') === store.get('/users')); // -> true
   * ```
   */
  get<const P extends string>(pointer: At<T, P>): ValueAt<T, P>;
  get(pointer: Pointer): unknown {
    return this.#read(pointer);
  }

  /**
   * Returns the same as `get`, untracked.
   *
   * @throws PointerSyntaxError if the string is not a JSON Pointer
   */
  peek<const P extends string>(pointer: At<T, P>): ValueAt<T, P>;
  peek(pointer: Pointer): unknown {
    return this.#live().get(pointer);
  }

  /**
   * Whether there is a value at a pointer. Tracked: a dependent is notified only when the answer changes. O(k).
   *
   * @throws PointerSyntaxError if the string is not a JSON Pointer
   */
  has<const P extends string>(pointer: At<T, P>): boolean;
  has(pointer: Pointer): boolean {
    return this.#derived(pointer, has);
  }

  /**
   * The number of leaves. Tracked. The first read costs O(n), and so does a read after containers with more than a thousand
   * members were added or removed.
   *
   * @throws PathLimitError if the document contains itself
   */
  get size(): number {
    return this.#derived('', sizeOf);
  }

  /** A number that grows with every write. Not tracked. O(1). */
  get version(): number {
    return this.#live().version;
  }

  /**
   * Iterates over the pointers of all leaves at and below `prefix`, lazily and in document order. The iteration sees the
   * document as it was at the call, whatever is written in the meantime. Tracked like `get(prefix)`.
   *
   * @throws PointerSyntaxError if `prefix` is not a JSON Pointer
   * @throws PathLimitError, here and from `entries`, during the iteration, if a container contains itself
   */
  keys<const P extends string = ''>(prefix?: At<T, P>): Generator<Pointer, void, undefined>;
  keys(prefix: Pointer = ''): Generator<Pointer, void, undefined> {
    return this.#readable(prefix).keys(prefix);
  }

  /** Like `keys`, but yields each pointer together with its leaf. @throws PointerSyntaxError if `prefix` is not a JSON Pointer */
  entries<const P extends string = ''>(
    prefix?: At<T, P>,
  ): Generator<[Pointer, unknown], void, undefined>;
  entries(prefix: Pointer = ''): Generator<[Pointer, unknown], void, undefined> {
    return this.#readable(prefix).entries(prefix);
  }

  /** Returns the whole document, immutable; the same reference until something changes. Tracked like `get('')`. */
  toObject(): T {
    return this.#readable('').toObject() as T;
  }

  /** Returns what `JSON.stringify` serializes: the same as `toObject`. */
  toJSON(): T {
    return this.toObject();
  }

  /**
   * Evaluates a JSONPath query (RFC 9535) on the current document and returns the `values` of the results; their `pointers`
   * are computed when they are read. The text is compiled once, and repeating a query before the next write is O(1). `E` is
   * the type that the caller knows the values to have.
   *
   * Tracked like `get` of the places that the query reads (`readPlaces`): its fixed prefix, and those of the absolute paths
   * in its filters. A dependent is notified of every change there and evaluates the whole query again. A live query, in
   * contrast, notifies only when its results change.
   *
   * @throws PathSyntaxError, PathTypeError if the text is not a valid query
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ items: [{ price: 5 }, { price: 12 }] });
   * const { values, pointers } = store.query('$.items[?@.price > 9].price');
   * console.log(values, pointers); // -> [ 12 ] [ '/items/1/price' ]
   * ```
   */
  query<E = unknown>(jsonpath: string): FlatResult<E> {
    const store = this.#live();
    const { cache } = this.#queries;
    if (isTracking())
      for (const place of readPlaces(cache.compile(jsonpath).ast)) this.#read(place);
    const result = cache.query<E>(store, jsonpath);
    // The cache returns this very array to the next caller
    if (store.freeze) Object.freeze(result.values);
    return result;
  }

  // Writing

  /**
   * Writes a value at a pointer. Missing parents are created: an array where the next segment is `0` or `-`, otherwise an
   * object. In an array, an index replaces the element; `-`, or the index that equals the length, appends. The value is
   * adopted without a copy, so do not modify it afterwards. Only the value itself is checked: a function nested in it is kept
   * as a leaf, which `JSON.stringify` omits.
   *
   * @returns whether anything changed
   * @throws PointerSyntaxError, IndexError, LocationError, ValueError; then nothing has changed
   * @throws what subscribers and effects throw; then the value is written and all others have been notified
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap<any>({ list: ['a'] });
   * store.set('/list/-', 'b');
   * store.set('/made/on/the/way', true);
   * console.log(JSON.stringify(store)); // -> {"list":["a","b"],"made":{"on":{"the":{"way":true}}}}
   * ```
   */
  set<const P extends string>(
    pointer: At<T, P>,
    value: Writable<T, NoInfer<P>>,
    options?: WriteOptions,
  ): boolean;
  set(pointer: Pointer, value: unknown, options?: WriteOptions): boolean {
    return this.#write(this.#live(options).set(pointer, value), options);
  }

  /**
   * Writes what `change` returns for the current value: `set(pointer, change(peek(pointer)))`.
   *
   * @returns whether anything changed
   * @throws what `change` and `set` throw; ValueError if `change` is not a function
   */
  update<const P extends string>(
    pointer: At<T, P>,
    change: ChangeAt<T, NoInfer<P>>,
    options?: WriteOptions,
  ): boolean;
  update(pointer: Pointer, change: (value: never) => unknown, options?: WriteOptions): boolean {
    const store = this.#live(options);
    checkFunction('change', change, pointer);
    return this.#write(store.set(pointer, change(store.get(pointer) as never)), options);
  }

  /**
   * Removes the value at a pointer; in an array, the elements after it move up. The compiler rejects a literal pointer to
   * something that the type of the document requires.
   *
   * @returns whether there was a value
   * @throws PointerSyntaxError; LocationError for the root, which can only be replaced
   */
  delete<const P extends string>(pointer: RemovalAt<T, P>, options?: WriteOptions): boolean;
  delete(pointer: Pointer, options?: WriteOptions): boolean {
    return this.#write(this.#live(options).delete(pointer), options);
  }

  /**
   * Replaces the whole document. Only subscribers to places whose value differs are notified. O(1), plus the cost of
   * comparing what subscriptions and live queries observe.
   *
   * @returns whether anything changed
   * @throws ValueError if `document` is `undefined`, a function or a symbol
   */
  fromObject(document: T, options?: WriteOptions): boolean {
    return this.#write(this.#live(options).fromObject(document), options);
  }

  /**
   * Runs `write` as one commit: subscribers are notified once, when the outermost batch ends. Reads inside see what was
   * written so far. If `write` throws, the writes made before the throw are kept and delivered.
   *
   * @returns what `write` returns
   * @throws what `write` throws; AsyncBatchError if it returns a promise; ValueError if it is not a function
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ a: 1, b: 2 });
   * store.onCommit(({ patch }) => console.log(patch.length));
   * store.batch(() => {
   *   store.set('/a', 10);
   *   store.set('/b', 20);
   * }); // -> 2
   * ```
   */
  batch<R>(write: () => Synchronous<R>, options?: WriteOptions): R;
  batch(write: () => unknown, options?: WriteOptions): unknown {
    this.#live(options);
    checkFunction('write', write);
    return this.#path.batch(write, options?.origin);
  }

  /**
   * Runs `write` as a batch that is all or nothing: if `write` throws, its writes are rolled back, nobody is notified, and
   * the error is rethrown. Inside another transaction it is a savepoint. A rollback costs as much as the writes did, plus a
   * few passes over each object that lost a member, because its members are put back into their order.
   *
   * @returns what `write` returns
   * @throws what `write` throws; AsyncBatchError if it returns a promise; ValueError if it is not a function
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ from: 10, to: 0 });
   * try {
   *   store.transaction(() => {
   *     store.update('/to', (to) => to + 50);
   *     if (store.update('/from', (from) => from - 50) && store.get('/from') < 0) throw new Error('Not enough');
   *   });
   * } catch (error) {
   *   console.log(String(error), JSON.stringify(store)); // -> Error: Not enough {"from":10,"to":0}
   * }
   * ```
   */
  transaction<R>(write: () => Synchronous<R>, options?: WriteOptions): R;
  transaction(write: () => unknown, options?: WriteOptions): unknown {
    this.#live(options);
    checkFunction('write', write);
    return this.#path.transaction(write, options?.origin);
  }

  // Arrays

  /**
   * Appends values to the array at a pointer; if nothing is there, the array is created. The patch of the commit has one
   * operation per value.
   *
   * @returns the new length
   * @throws LocationError if something other than an array is there; so do all array operations
   * @throws ValueError if a value is `undefined`, a function or a symbol; so do all operations that insert values
   */
  push<const P extends string>(array: PushAt<T, P>, ...values: AppendedAt<T, NoInfer<P>>[]): number;
  push(array: Pointer, ...values: unknown[]): number {
    const length = this.#lengthOf(array);
    this.#splice(array, length, 0, values);
    return length + values.length;
  }

  /** Removes the last element and returns it; `undefined` if there is none. */
  pop<const P extends string>(array: ArrayAt<T, P>): ElementAt<T, P> | undefined;
  pop(array: Pointer): unknown {
    return this.#splice(array, -1, 1, [])[0];
  }

  /** Removes the first element and returns it; `undefined` if there is none. */
  shift<const P extends string>(array: ArrayAt<T, P>): ElementAt<T, P> | undefined;
  shift(array: Pointer): unknown {
    return this.#splice(array, 0, 1, [])[0];
  }

  /**
   * Inserts values at the front of the array at a pointer. The patch of the commit has one operation per value, however long
   * the array is.
   *
   * @returns the new length
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ list: ['b', 'c'] });
   * store.onCommit(({ patch }) => console.log(JSON.stringify(patch)));
   * store.unshift('/list', 'a'); // -> [{"op":"add","path":"/list/0","value":"a"}]
   * ```
   */
  unshift<const P extends string>(
    array: ArrayAt<T, P>,
    ...values: ElementAt<T, NoInfer<P>>[]
  ): number;
  unshift(array: Pointer, ...values: unknown[]): number {
    const length = this.#lengthOf(array);
    this.#splice(array, 0, 0, values);
    return length + values.length;
  }

  /**
   * Removes elements and inserts others in their place, with the arguments of `Array.prototype.splice`.
   *
   * @returns the removed elements
   */
  splice<const P extends string>(
    array: ArrayAt<T, P>,
    start: number,
    deleteCount?: number,
    ...values: ElementAt<T, NoInfer<P>>[]
  ): ElementAt<T, P>[];
  splice(array: Pointer, start: number, ...rest: [(number | undefined)?, ...unknown[]]): unknown[] {
    return this.#splice(array, start, ...countAndValues(rest, arguments.length === 2));
  }

  /**
   * Sorts the array at a pointer stably; without `compare`, as strings. O(n log n). The sort is one change.
   *
   * @throws LocationError if no array is there; what `compare` throws; then nothing has changed
   */
  sort<const P extends string>(
    array: ArrayAt<T, P>,
    compare?: (a: ElementAt<T, NoInfer<P>>, b: ElementAt<T, NoInfer<P>>) => number,
  ): void;
  sort(array: Pointer, compare?: (a: never, b: never) => number): void {
    this.#write(this.#live().sort(array, compare as (a: unknown, b: unknown) => number));
  }

  /** Reverses the array at a pointer. O(n). The reversal is one change. @throws LocationError if no array is there */
  reverse<const P extends string>(array: ArrayAt<T, P>): void;
  reverse(array: Pointer): void {
    this.#write(this.#live().reverse(array));
  }

  /**
   * Moves the value at one pointer to another, like `move` of RFC 6902 §4.4: within an array, `to` is the index that the
   * element has afterwards.
   *
   * @returns whether anything changed
   * @throws LocationError if nothing is at `from`, or `to` lies inside it; IndexError if an array has no such index
   */
  move<const P extends string, const Q extends string>(
    from: RemovalAt<T, P>,
    to: MoveTo<T, NoInfer<P>, Q>,
  ): boolean;
  move(from: Pointer, to: Pointer): boolean {
    return this.#write(this.#live().move(from, to));
  }

  /** Returns an Array-like handle of whatever array is at the pointer when the handle is used; it stores only the pointer. */
  array<const P extends string>(pointer: ArrayAt<T, P>): ArrayHandle<ElementAt<T, P>>;
  array(pointer: Pointer): ArrayHandle<unknown> {
    this.#lengthOf(pointer);
    return new ArrayHandle(this.#arrays, pointer);
  }

  /**
   * Returns a reference that follows the element at a pointer wherever it moves.
   *
   * @throws LocationError if nothing is there
   */
  ref<const P extends string>(pointer: At<T, P>): ElementRef<ThereAt<T, P>>;
  ref(pointer: Pointer): ElementRef {
    const location = this.#live().segmentsOf(pointer);
    if (location === undefined) {
      const message = `Expected a value at ${JSON.stringify(pointer)} but found nothing`;
      throw new LocationError('NOT_FOUND', pointer, message);
    }
    return this.#refs.make(this, location, this.#path.mark);
  }

  // Watching

  /**
   * Calls `callback` after each commit, once for every place that `target` matches and whose value has changed. The write may
   * have been at that place, above it or, with `deep`, below it.
   *
   * The target is a pointer, a pattern (a pointer with `*` or `**` as whole segments) or a JSONPath. A JSONPath that equals
   * a pattern behaves like that pattern. Any other reports the results that enter, leave or change; unless `deep` is `false`,
   * a change anywhere inside a result changes the result.
   *
   * @returns a function that ends the subscription, which is also `Disposable`
   * @throws PointerSyntaxError, PathSyntaxError, PathTypeError if the target is none of these
   * @throws SubscriptionOptionError if an option is invalid or `callback` is not a function
   * @throws what `callback` throws in an `immediate` call; then the subscription has ended
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ users: [{ name: 'Ada' }, { name: 'Alan' }] });
   * store.subscribe('/users/*\/name', (name, { pointer, previous }) => console.log(pointer, previous, name));
   * store.set('/users', [{ name: 'Ada' }, { name: 'Grace' }]); // -> /users/1/name Alan Grace
   * ```
   */
  subscribe<const P extends string>(
    target: TargetAt<T, P>,
    callback: (value: TargetValue<T, P> | undefined, event: EventOf<T, P>) => void,
    options?: SubscriptionOptions,
  ): Unsubscribe;
  subscribe(
    target: string,
    callback: (value: never, event: DataMapEvent) => void,
    options?: SubscriptionOptions,
  ): Unsubscribe {
    this.#live();
    const isQuery = typeof target === 'string' && target.startsWith('$');
    const pattern = isQuery ? toPattern(target) : target;
    const query = (): LiveQuery => this.#queries.make(target);
    return untrackedBatch(() =>
      pattern === undefined
        ? subscribeToQuery(this.#engine, this.#store, query, callback, options)
        : this.#engine.subscribe(pattern, callback as SubscriptionCallback, options),
    );
  }

  /**
   * Returns the events of `subscribe` for a `for await` loop. Events that occur between two steps of the loop are queued. The
   * subscription begins with the first step. It ends with the loop, when `signal` is aborted, with the first event if `once`
   * is set, or with the store; in the last three cases, the loop still receives what was queued by then.
   */
  events<const P extends string>(
    target: TargetAt<T, P>,
    options?: SubscriptionOptions,
  ): AsyncGenerator<EventOf<T, P>, void, undefined>;
  events(
    target: string,
    options: SubscriptionOptions = {},
  ): AsyncGenerator<DataMapEvent, void, undefined> {
    // `subscribe` refuses `null`, when the loop begins
    const { signal, once } = options ?? {};
    return eventStream<DataMapEvent>(
      (push) => this.subscribe<string>(target, (_, event) => push(event), options),
      this.#loops,
      () => this.#disposed,
      signal,
      once,
    );
  }

  /**
   * Returns the results of a JSONPath query, kept up to date incrementally; see `LiveQuery`. `sort` puts them into another
   * order, `limit` keeps only the first ones, and `key` defines which results are the same. `E` is the type that the caller
   * knows the results to have.
   *
   * @throws PathSyntaxError, PathTypeError if the text is not a valid query
   * @throws LiveQueryOptionError if an option is invalid
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ players: { ada: { score: 5 }, alan: { score: 9 }, grace: { score: 7 } } });
   * const best = store.liveQuery('$.players[*].score', { sort: (a: number, b: number) => b - a, limit: 2 });
   * store.set('/players/ada/score', 8);
   * console.log(best.value, best.pointers); // -> [ 9, 8 ] [ '/players/alan/score', '/players/ada/score' ]
   * ```
   */
  liveQuery<E = unknown>(jsonpath: string, options?: LiveQueryOptions<E>): LiveQuery<E> {
    this.#live();
    return this.#queries.make(jsonpath, options);
  }

  /** Returns the writable signal of a place; the same one as long as it is referenced. See `PointerSignal`. */
  signal<const P extends string>(pointer: At<T, P>): PointerSignal<ValueAt<T, P>>;
  signal(pointer: Pointer): PointerSignal<unknown> {
    this.#live();
    return this.#signals.at(pointer);
  }

  /**
   * Returns a value derived from what `derive` reads; `computed` of `@data-map/signals`.
   *
   * @throws DisposedError if the store is disposed
   */
  computed<R>(derive: () => R): ReadonlySignal<R> {
    this.#live();
    return computed(derive);
  }

  /**
   * Runs `run` now, and again whenever something that it read has changed, until the effect or the store is disposed. If
   * `run` returns a function, that is called before the next run and at the end. O(1), plus the run.
   *
   * @returns a function that ends the effect, which is also `Disposable`
   * @throws what the first run throws; then there is no effect
   * @throws ValueError if `run` is not a function, DisposedError if the store is disposed
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ count: 1 });
   * const stop = store.effect(() => console.log(store.get('/count'))); // -> 1
   * store.set('/count', 2); // -> 2
   * stop();
   * store.set('/count', 3);
   * ```
   */
  effect(run: EffectFn): Disposer {
    this.#live();
    checkFunction('run', run);
    return this.#effects.start(run);
  }

  // Patches and versions

  /**
   * Applies a JSON Patch (RFC 6902), all or nothing.
   *
   * @returns the inverse patch, which undoes it
   * @throws PatchError that names the operation that failed; then nothing has changed
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ list: ['a', 'c'] });
   * const undo = store.patch([{ op: 'add', path: '/list/1', value: 'b' }]);
   * console.log(store.get('/list'), JSON.stringify(undo)); // -> [ 'a', 'b', 'c' ] [{"op":"remove","path":"/list/1"}]
   * ```
   */
  patch(operations: Patch, options?: WriteOptions): Patch {
    return this.transaction(() => {
      const start = this.#path.journal.length;
      applyOperations(this.#patchDocument(), operations);
      return inversePatch(this.#path.journal, start);
    }, options);
  }

  /**
   * Applies a JSON Merge Patch (RFC 7396) to the document, or to the value at `pointer`, all or nothing. `null` removes a
   * member.
   *
   * @throws ValueError if the patch contains something that is not a JSON value, LocationError if `pointer` leads through a
   * leaf, PathLimitError if objects of the patch contain themselves
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap<any>({ user: { name: 'Ada', age: 36 } });
   * store.mergePatch({ age: null, city: 'London' }, '/user');
   * console.log(JSON.stringify(store)); // -> {"user":{"name":"Ada","city":"London"}}
   * ```
   */
  mergePatch<const P extends string = ''>(
    patch: unknown,
    pointer?: At<T, P>,
    options?: WriteOptions,
  ): void;
  mergePatch(patch: unknown, pointer: Pointer = '', options?: WriteOptions): void {
    this.transaction(() => applyMergePatch(this.#patchDocument(), pointer, patch), options);
  }

  /**
   * Returns the patch that turns one document into another; the same as the function `diff`. Documents from `toObject` and
   * snapshots share their unchanged parts, and shared parts cost nothing.
   *
   * @throws PatchError if `after` as a whole is not a JSON value
   * @example
   * ```ts
   * import { createDataMap } from '@data-map/core';
   * const store = createDataMap({ list: ['a'], n: 1 });
   * const before = store.toObject();
   * store.push('/list', 'b');
   * console.log(store.diff(before, store.toObject())); // -> [ { op: 'add', path: '/list/1', value: 'b' } ]
   * ```
   */
  diff(before: unknown, after: unknown): Patch {
    this.#live();
    return diff(before, after);
  }

  /**
   * Calls `listener` after each commit with its minimal patch, the inverse patch and the writer's origin.
   *
   * @returns a function that ends the subscription, which is also `Disposable`
   * @throws SubscriptionOptionError if `listener` is not a function
   */
  onCommit(listener: (commit: CommitEvent) => void): Unsubscribe {
    this.#live();
    return this.#log.subscribe(listener);
  }

  /**
   * Returns an immutable snapshot of the document, which later writes do not affect. It can be read by pointer, and queried
   * with `queryFlat(snapshot, jsonpath)`. O(1): later writes record what is needed to return to it.
   */
  snapshot(): Snapshot<T> {
    return this.#live().snapshot() as Snapshot<T>;
  }

  /**
   * Returns to a snapshot, as one commit. Only subscribers to places whose value differs are notified.
   *
   * @returns whether anything changed
   * @throws ValueError if `snapshot` is not a snapshot
   */
  restore(snapshot: Snapshot<T>, options?: WriteOptions): boolean {
    return this.#write(this.#live(options).restore(snapshot), options);
  }

  /**
   * Ends all subscriptions, effects, live queries, refs and event loops. Every later use throws `DisposedError`, except that signals of
   * places and `pointer` of a ref can still be read, and keep their last value.
   */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const loops of this.#loops.values()) loops.handleEvent();
    this.#engine.clear();
    this.#signals.clear();
    this.#queries.clear();
    this.#refs.clear();
    this.#log.clear();
    // Last, because cleanups may throw
    this.#effects.clear();
  }

  /** Disposes the store at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #write(changes: readonly Change[], options?: WriteOptions): boolean {
    this.#path.record(changes, options?.origin);
    return changes.length > 0;
  }

  #read(pointer: Pointer): unknown {
    const store = this.#live();
    return isTracking() ? this.#signals.at(pointer).value : store.get(pointer);
  }

  /** Returns the store, and tracks the whole value at `place`: for reads of everything at and below it. */
  #readable(place: Pointer): FlatStore {
    const store = this.#live();
    if (isTracking()) this.#read(place);
    return store;
  }

  #derived<R>(pointer: Pointer, read: Reading<R>): R {
    const store = this.#live();
    return isTracking() ? this.#signals.derived(pointer, read, store) : read(store, pointer);
  }

  /** @returns the removed elements */
  #splice(array: Pointer, start: number, count: number, values: readonly unknown[]): unknown[] {
    const store = this.#live();
    const position = this.#position(array, start);
    // `exchange` replaces these in place, and makes no Change where old and new are equal: so they are read beforehand
    const exchanged = Math.trunc(Math.min(count, values.length, this.#lengthOf(array) - position));
    const removed: unknown[] = [];
    for (let at = 0; at < exchanged; at++)
      removed.push(store.get(joinPointer(array, position + at)));
    const changes = store.exchange(array, position, count, values);
    this.#write(changes);
    for (const { op, previous } of changes) if (op === 'remove') removed.push(previous);
    return removed;
  }

  /** Returns the store after checking the call. @throws DisposedError; ValueError if `options` is not an object */
  #live(options?: WriteOptions): FlatStore {
    if (this.#disposed) throw new DisposedError('This DataMap');
    if (options !== undefined && !isObject(options))
      throw new ValueError('', options, 'an object of options');
    return this.#store;
  }

  #lengthOf(array: Pointer): number {
    return lengthOf(this.#live(), array);
  }

  /** Converts a `start` argument of `Array.prototype.splice` to an index. */
  #position(array: Pointer, start: number): number {
    const length = this.#lengthOf(array);
    const position = Math.trunc(start) || 0;
    return position < 0 ? Math.max(0, length + position) : Math.min(position, length);
  }

  #patchDocument(): PatchDocument {
    return new PatchDocument(this.#live(), (changes) => this.#path.record(changes));
  }
}

/**
 * Runs `run` untracked and in a signal batch: for callbacks that run outside of a commit, because of `immediate`, `schedule` or
 * `debounce`. Otherwise an effect that subscribes would depend on what such a callback reads and own the effects that it
 * creates, and effects would run before all subscribers have been notified of what the callback writes.
 */
function untrackedBatch<R>(run: () => R): R {
  return inSignalBatch(() => untracked(run));
}

const has: Reading<boolean> = (store, pointer) => store.has(pointer);

const sizeOf: Reading<number> = (store) => store.size;

/** 0 if nothing is there, since the first write there creates the array. */
const lengthOf: Reading<number> = (store, array) => store.arrayLength(array) ?? 0;

/**
 * Creates a store around a JSON document. The document is adopted without a copy, so do not modify it afterwards. O(1).
 *
 * @param initial the document; `{}` if it is `undefined`
 * @throws ValueError if `initial` is a function or a symbol
 * @example
 * ```ts
 * import { createDataMap } from '@data-map/core';
 * const store = createDataMap({ user: { name: 'Ada' } });
 * console.log(store.get('/user/name')); // -> Ada
 * ```
 */
export function createDataMap<T>(initial: T, options?: DataMapOptions): DataMap<T> {
  return new DataMap(initial, options);
}
