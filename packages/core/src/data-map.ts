/**
 * The facade: one JSON document, addressed by JSON Pointer, queried by JSONPath, watched at a place, at a pattern of
 * places or as a live query. Every method here is a line or two; the work is done by the package that owns it, and the
 * way of a write through all of them is the subject of `write-path.ts`.
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
import { checkFunction, checkObject, DisposedError } from './errors.ts';
import { eventStream } from './event-stream.ts';
import { applyOperations, inversePatch, type Patch } from './json-patch.ts';
import { LiveQueries } from './live-queries.ts';
import type { LiveQuery } from './live-query.ts';
import { applyMergePatch } from './merge-patch.ts';
import type { LiveQueryOptions } from './ordered-view.ts';
import { PatchDocument } from './patch-document.ts';
import { type PointerSignal, PointerSignals, type Reading } from './pointer-signals.ts';
import type {
  ChangeAt,
  CheckedArrayPointer,
  CheckedMove,
  CheckedPointer,
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
import { joined, WritePath } from './write-path.ts';

/** How a store is made. */
export type DataMapOptions = FlatStoreOptions;

/** What can be said about a write besides its value. */
export interface WriteOptions {
  /** Handed to commit listeners as it is: who wrote, or where the change came from. */
  readonly origin?: unknown;
}

/** A pointer that is checked against the type of the document where it is a literal. */
type At<T, P extends string> = P extends CheckedPointer<T, P> ? P : CheckedPointer<T, P>;

/** The same where something can be taken away. */
type RemovalAt<T, P extends string> = P extends CheckedRemoval<T, P> ? P : CheckedRemoval<T, P>;

/** The same where what is at `P` can be put. */
type MoveTo<T, P extends string, Q extends string> =
  Q extends CheckedMove<T, P, Q> ? Q : CheckedMove<T, P, Q>;

/** The same for an array. */
type ArrayAt<T, P extends string> =
  P extends CheckedArrayPointer<T, P> ? P : CheckedArrayPointer<T, P>;

/** The same for a target of `subscribe`. */
type TargetAt<T, P extends string> = P extends CheckedTarget<T, P> ? P : CheckedTarget<T, P>;

/** Pointers and patterns are told of places, JSONPath also of results. */
type EventOf<T, P extends string> = P extends '' | `/${string}`
  ? SubscriptionEvent<TargetValue<T, P> | undefined>
  : DataMapEvent;

/**
 * A store around one JSON document of type `T`.
 *
 * | operation | cost |
 * | --- | --- |
 * | `get`, `peek` | O(1) for a pointer that is read again and again, O(k) otherwise |
 * | `has` | O(k), O(1) for a leaf that `get` or `peek` reads as well |
 * | `set`, `update`, `delete` | O(k), and what the listeners at, above and below the place cost |
 * | `subscribe` | O(k); a write costs the subscriptions that it reaches, not those that there are; a JSONPath that equals no pattern is a live query |
 * | `query` | what the query visits |
 * | `liveQuery` | the query once, then for each of them what a change and the query share, at least a look at the change |
 * | `signal`, `ref`, `array` | O(k) |
 * | `batch`, `transaction`, `patch` | what is written in it; taking it back costs as much again, and O(members) for each object that lost one |
 * | `toObject` | O(1), and a copy of each container that was written since it was last read |
 * | `keys`, `entries` | lazy; a step costs O(1), entering an object its members |
 * | `snapshot`, `restore` | O(1), and a copy of what was written since the last one |
 *
 * k: segments of the pointer. The costs of the array operations are those of `FlatStore`.
 *
 * Whatever takes a pointer throws `PointerSyntaxError` when it is none. Whatever writes throws, with nothing changed, when it
 * refuses the write; and, with the value written and all others told, what subscribers and effects throw. After `dispose`
 * everything throws `DisposedError`.
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
  /** Wakes the event loops that are waiting. */
  readonly #loops = new Set<() => void>();
  readonly #path: WritePath;
  readonly #arrays: ArrayStore = {
    get: (pointer) => this.#read(pointer),
    lengthOf: (array) => this.#derived(array, lengthOf),
    set: (array, index, value) => {
      const store = this.#live();
      // Where there is none, an insertion makes one, or says what is there instead
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
      // Inserting nothing says what is there in the place of an array
      if (store.arrayLength(array) === undefined) store.insert(array, 0);
      this.#write(store.move(joinPointer(array, from), joinPointer(array, to)));
    },
  };
  #disposed = false;

  /** As {@link createDataMap}. O(1). @throws ValueError when `initial` is a function or a symbol */
  constructor(initial: T, options?: DataMapOptions) {
    this.#store = new FlatStore(initial, options);
    this.#engine = new SubscriptionEngine(this.#store, aside);
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
   * The value at a pointer, leaf or container; `undefined` where nothing is. Immutable, and the same reference until
   * something at or below it changes. Inside a computed or an effect the place is depended on. RFC 6901.
   *
   * @throws PointerSyntaxError when it is no pointer
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
   * What `get` gives, without depending on it.
   *
   * @throws PointerSyntaxError when it is no pointer
   */
  peek<const P extends string>(pointer: At<T, P>): ValueAt<T, P>;
  peek(pointer: Pointer): unknown {
    return this.#live().get(pointer);
  }

  /**
   * Whether there is a value at a pointer. Tracked: who depends on it hears when the answer is another one. O(k).
   *
   * @throws PointerSyntaxError when it is no pointer
   */
  has<const P extends string>(pointer: At<T, P>): boolean;
  has(pointer: Pointer): boolean {
    return this.#derived(pointer, has);
  }

  /**
   * The number of leaves. Tracked. O(n) when first asked, and again after containers with more than a thousand members have come or gone.
   *
   * @throws PathLimitError when the document contains itself
   */
  get size(): number {
    return this.#derived('', sizeOf);
  }

  /** A number that has grown with every write. Not tracked. O(1). */
  get version(): number {
    return this.#live().version;
  }

  /**
   * The pointers of the leaves at and below a prefix, lazily, in document order: of the document as it is when iteration
   * begins, whatever is written meanwhile. Tracked, as `get` of the prefix is.
   *
   * @throws PointerSyntaxError when the prefix is no pointer
   * @throws PathLimitError when iteration has gone round in a container that contains itself; so does `entries`
   */
  keys<const P extends string = ''>(prefix?: At<T, P>): Generator<Pointer, void, undefined>;
  keys(prefix: Pointer = ''): Generator<Pointer, void, undefined> {
    return this.#readable(prefix).keys(prefix);
  }

  /** The same with the leaves themselves. @throws PointerSyntaxError when the prefix is no pointer */
  entries<const P extends string = ''>(
    prefix?: At<T, P>,
  ): Generator<[Pointer, unknown], void, undefined>;
  entries(prefix: Pointer = ''): Generator<[Pointer, unknown], void, undefined> {
    return this.#readable(prefix).entries(prefix);
  }

  /** The whole document, immutable; the same reference until something changes. Tracked, as `get('')` is. */
  toObject(): T {
    return this.#readable('').toObject() as T;
  }

  /** What `JSON.stringify` takes. */
  toJSON(): T {
    return this.toObject();
  }

  /**
   * What a JSONPath query (RFC 9535) finds in the document as it is now: `values`, and `pointers` when they are asked for.
   * The text is compiled once, and asking again before the next write is O(1). `E` is the type that the caller knows the values to have.
   *
   * Inside a computed or an effect the places that the query reads are depended on, which are its fixed prefix and those of its filters
   * (`readPlaces`): any change there is told, and the query asked as a whole. A live query is told of its results alone.
   *
   * @throws PathSyntaxError, PathTypeError when the text is no query
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
    // It is what the next one who asks is given
    if (store.freeze) Object.freeze(result.values);
    return result;
  }

  // Writing

  /**
   * Puts a value at a pointer. Missing parents are made: an array where the next segment is `0` or `-`, else an object.
   * At an index of an array the element is replaced; `-`, or the length, appends. The value is adopted as it is, and only it
   * is checked: a function inside of it is kept as a leaf, which JSON leaves out.
   *
   * @returns whether anything changed
   * @throws PointerSyntaxError, IndexError, LocationError, ValueError; then nothing has changed
   * @throws what subscribers and effects throw; then the value is written and all others have been told
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
   * Puts what `change` makes of the value that is there: `set(pointer, change(peek(pointer)))`.
   *
   * @returns whether anything changed
   * @throws what `change` and `set` throw; SubscriptionOptionError when `change` is no function
   */
  update<const P extends string>(
    pointer: At<T, P>,
    change: ChangeAt<T, NoInfer<P>>,
    options?: WriteOptions,
  ): boolean;
  update(pointer: Pointer, change: (value: never) => unknown, options?: WriteOptions): boolean {
    const store = this.#live(options);
    checkFunction('change', change);
    return this.#write(store.set(pointer, change(store.get(pointer) as never)), options);
  }

  /**
   * Takes away what is at a pointer; in an array the elements behind it close the gap. A literal pointer to what the type of the
   * document requires is an error of the compiler.
   *
   * @returns whether there was anything
   * @throws PointerSyntaxError; LocationError for the root, which can only be replaced
   */
  delete<const P extends string>(pointer: RemovalAt<T, P>, options?: WriteOptions): boolean;
  delete(pointer: Pointer, options?: WriteOptions): boolean {
    return this.#write(this.#live(options).delete(pointer), options);
  }

  /**
   * Replaces the whole document. Subscribers are told only of places whose value is another one. O(1), and what the
   * subscriptions and live queries cost.
   *
   * @returns whether it is another one
   * @throws ValueError when it is `undefined`, a function or a symbol
   */
  fromObject(document: T, options?: WriteOptions): boolean {
    return this.#write(this.#live(options).fromObject(document), options);
  }

  /**
   * Runs `write` and tells everybody once, when the outermost batch ends. What is read inside is current. A throw keeps
   * what was written before it.
   *
   * @returns what `write` returns
   * @throws what `write` throws; AsyncBatchError when it returns a promise; SubscriptionOptionError when it is no function
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
  batch<R>(write: () => R, options?: WriteOptions): R {
    this.#live(options);
    checkFunction('write', write);
    return this.#path.batch(write, options?.origin);
  }

  /**
   * A batch that is all or nothing: if `write` throws, what it wrote is taken back, nobody is told, and the error goes on
   * to the caller. Inside another transaction it is a savepoint. Rolling back costs what writing cost, and a few
   * passes over each object that a member was taken out of, since its members are put in their order again.
   *
   * @returns what `write` returns
   * @throws what `write` throws; AsyncBatchError when it returns a promise; SubscriptionOptionError when it is no function
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
  transaction<R>(write: () => R, options?: WriteOptions): R {
    this.#live(options);
    checkFunction('write', write);
    return this.#path.transaction(write, options?.origin);
  }

  // Arrays

  /**
   * Appends to the array at a pointer; where nothing is, an array is made. One operation in the patch for each value.
   *
   * @returns the new length
   * @throws LocationError when something else than an array is there; so do all array operations
   * @throws ValueError when a value is `undefined`, a function or a symbol; so do all that put some in
   */
  push<const P extends string>(array: ArrayAt<T, P>, ...values: ElementAt<T, NoInfer<P>>[]): number;
  push(array: Pointer, ...values: unknown[]): number {
    const length = this.#lengthOf(array);
    this.#splice(array, length, 0, values);
    return length + values.length;
  }

  /** Takes the last element out and gives it back; `undefined` when there is none. */
  pop<const P extends string>(array: ArrayAt<T, P>): ElementAt<T, P> | undefined;
  pop(array: Pointer): unknown {
    return this.#splice(array, -1, 1, [])[0];
  }

  /** Takes the first element out and gives it back; `undefined` when there is none. */
  shift<const P extends string>(array: ArrayAt<T, P>): ElementAt<T, P> | undefined;
  shift(array: Pointer): unknown {
    return this.#splice(array, 0, 1, [])[0];
  }

  /**
   * Puts values in front of the array at a pointer. One operation in the patch for each value, however long the array.
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
   * Takes elements out and puts others in, with the arguments of `Array.prototype.splice`.
   *
   * @returns the elements taken out
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
   * Sorts the array at a pointer, stably; by text if there is no comparison. O(n log n). One change.
   *
   * @throws LocationError when no array is there; what `compare` throws, and nothing has changed then
   */
  sort<const P extends string>(
    array: ArrayAt<T, P>,
    compare?: (a: ElementAt<T, NoInfer<P>>, b: ElementAt<T, NoInfer<P>>) => number,
  ): void;
  sort(array: Pointer, compare?: (a: never, b: never) => number): void {
    if (compare !== undefined) checkFunction('compare', compare);
    this.#write(this.#live().sort(array, compare as (a: unknown, b: unknown) => number));
  }

  /** Turns the array at a pointer round. O(n). One change. @throws LocationError when no array is there */
  reverse<const P extends string>(array: ArrayAt<T, P>): void;
  reverse(array: Pointer): void {
    this.#write(this.#live().reverse(array));
  }

  /**
   * Takes the value at one pointer to another, as `move` of RFC 6902 §4.4: within an array `to` is the index it has in the
   * end.
   *
   * @returns whether anything changed
   * @throws LocationError when nothing is at `from`, or `to` lies inside it; IndexError when an array has no such index
   */
  move<const P extends string, const Q extends string>(
    from: RemovalAt<T, P>,
    to: MoveTo<T, NoInfer<P>, Q>,
  ): boolean;
  move(from: Pointer, to: Pointer): boolean {
    return this.#write(this.#live().move(from, to));
  }

  /** An Array-like handle of the array at a pointer, now or later: it holds nothing but the pointer. */
  array<const P extends string>(pointer: ArrayAt<T, P>): ArrayHandle<ElementAt<T, P>>;
  array(pointer: Pointer): ArrayHandle<unknown> {
    this.#lengthOf(pointer);
    return new ArrayHandle(this.#arrays, pointer);
  }

  /**
   * A reference that follows the element at a pointer wherever it goes.
   *
   * @throws LocationError when nothing is there
   */
  ref<const P extends string>(pointer: At<T, P>): ElementRef<ThereAt<T, P>>;
  ref(pointer: Pointer): ElementRef {
    const location = this.#live().segmentsOf(pointer);
    if (location === undefined) {
      const message = `Nothing at ${JSON.stringify(pointer)} to refer to`;
      throw new LocationError('NOT_FOUND', pointer, message);
    }
    return this.#refs.make(this, location, this.#path.mark);
  }

  // Watching

  /**
   * Calls back after each commit for every place that `target` matches and whose value has changed, however the change
   * reached it: written there, above, or (with `deep`) below. A pattern has whole segments `*` and `**`; a JSONPath that
   * equals a pattern is one, any other reports the results that enter, leave and change: whole, unless `deep` is `false`.
   *
   * @returns a function that ends it, which is also `Disposable`
   * @throws PointerSyntaxError, PathSyntaxError, PathTypeError when the target is none of these
   * @throws SubscriptionOptionError when an option has no meaning
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
    return aside(() =>
      pattern === undefined
        ? subscribeToQuery(this.#engine, this.#store, query, callback, options)
        : this.#engine.subscribe(pattern, callback as SubscriptionCallback, options),
    );
  }

  /**
   * The events of `subscribe` for `for await`. What happens between two steps of the loop waits in a queue. The
   * subscription begins when iteration does, and ends with the loop, when `signal` is aborted, or with the store; what was
   * delivered by then is given before the loop ends.
   */
  events<const P extends string>(
    target: TargetAt<T, P>,
    options?: SubscriptionOptions,
  ): AsyncGenerator<EventOf<T, P>, void, undefined>;
  events(
    target: string,
    options: SubscriptionOptions = {},
  ): AsyncGenerator<DataMapEvent, void, undefined> {
    // Who passes null is told so by `subscribe`, when the loop begins
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
   * The results of a JSONPath query, kept up to date incrementally; see `LiveQuery`. With `sort` in another order, with
   * `limit` only the first ones, with `key` told apart by it. `E` is the type that the caller knows the results to have.
   *
   * @throws PathSyntaxError, PathTypeError when the text is no query
   * @throws LiveQueryOptionError when an option has no meaning
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

  /** The writable signal of a place; the same one for as long as anybody holds it. See `PointerSignal`. */
  signal<const P extends string>(pointer: At<T, P>): PointerSignal<ValueAt<T, P>>;
  signal(pointer: Pointer): PointerSignal<unknown> {
    this.#live();
    return this.#signals.at(pointer);
  }

  /**
   * A value derived from what `derive` reads, see `@data-map/signals`.
   *
   * @throws DisposedError when the store is disposed of
   */
  computed<R>(derive: () => R): ReadonlySignal<R> {
    this.#live();
    return computed(derive);
  }

  /**
   * Runs `run` now and whenever something that it read has changed, until it is stopped or the store is disposed of. What
   * `run` returns, if it is a function, is called before the next run and in the end. O(1), and the run.
   *
   * @returns a function that ends it, which is also `Disposable`
   * @throws what the first run throws; then there is no effect
   * @throws SubscriptionOptionError when `run` is no function, DisposedError when the store is disposed of
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
   * @returns the patch that takes it back
   * @throws PatchError naming the operation that failed; then nothing has changed
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
   * Applies a JSON Merge Patch (RFC 7396) to the document, or to the value at `pointer`, all or nothing; `null` removes.
   *
   * @throws ValueError when it holds what is no JSON value, LocationError when `pointer` leads through a leaf, PathLimitError when
   * objects of it contain themselves
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
   * The patch that turns one document into another, as the function `diff`. What `toObject` and snapshots give shares what did
   * not change, which costs nothing.
   *
   * @throws PatchError when `after` as a whole is no JSON value
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
   * Calls back after each commit with its minimal patch, its inverse and the writer's origin.
   *
   * @returns a function that ends it, which is also `Disposable`
   * @throws SubscriptionOptionError when `listener` is no function
   */
  onCommit(listener: (commit: CommitEvent) => void): Unsubscribe {
    this.#live();
    return this.#log.subscribe(listener);
  }

  /**
   * The document as it is now, for good: nothing that is done to the store changes it. It can be read by pointer, and
   * asked with `queryFlat(snapshot, jsonpath)`. O(1): what is needed to go back is noted by later writes.
   */
  snapshot(): Snapshot<T> {
    return this.#live().snapshot() as Snapshot<T>;
  }

  /**
   * Goes back to a snapshot, as one commit that tells only of places whose value is another one.
   *
   * @returns whether anything changed
   * @throws ValueError when it is no snapshot
   */
  restore(snapshot: Snapshot<T>, options?: WriteOptions): boolean {
    return this.#write(this.#live(options).restore(snapshot), options);
  }

  /** Ends all subscriptions, effects, live queries and event loops; every later use throws `DisposedError`. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const wake of this.#loops) wake();
    this.#engine.clear();
    this.#signals.clear();
    this.#queries.clear();
    this.#refs.clear();
    this.#log.clear();
    // Last, since cleanups may throw
    this.#effects.clear();
  }

  /** The end of a `using` block. */
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

  /** The store, for who reads all that is at and below a place. */
  #readable(place: Pointer): FlatStore {
    const store = this.#live();
    if (isTracking()) this.#read(place);
    return store;
  }

  #derived<R>(pointer: Pointer, read: Reading<R>): R {
    const store = this.#live();
    return isTracking() ? this.#signals.derived(pointer, read, store) : read(store, pointer);
  }

  /** @returns the elements taken out */
  #splice(array: Pointer, start: number, count: number, values: readonly unknown[]): unknown[] {
    const store = this.#live();
    const position = this.#position(array, start);
    // No Change tells of an element whose place an equal one takes
    const exchanged = Math.trunc(Math.min(count, values.length, this.#lengthOf(array) - position));
    const removed: unknown[] = [];
    for (let at = 0; at < exchanged; at++)
      removed.push(store.get(joinPointer(array, position + at)));
    const changes = store.exchange(array, position, count, values);
    this.#write(changes);
    for (const { op, previous } of changes) if (op === 'remove') removed.push(previous);
    return removed;
  }

  /** The store, for a call with these options. @throws DisposedError, SubscriptionOptionError where they are no object */
  #live(options?: WriteOptions): FlatStore {
    if (this.#disposed) throw new DisposedError('This DataMap');
    if (options !== undefined) checkObject('options', options);
    return this.#store;
  }

  #lengthOf(array: Pointer): number {
    return lengthOf(this.#live(), array);
  }

  /** A start as `Array.prototype.splice` takes it, as an index. */
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
 * For calls that no commit makes, immediate and late ones: they read and make nothing for the effect that subscribes or lets them
 * go, and effects run when all has been told of what they write.
 */
function aside<R>(run: () => R): R {
  return joined(() => untracked(run));
}

const has: Reading<boolean> = (store, pointer) => store.has(pointer);

const sizeOf: Reading<number> = (store) => store.size;

/** 0 where nothing is: the first write there makes the array. */
const lengthOf: Reading<number> = (store, array) => store.arrayLength(array) ?? 0;

/**
 * Makes a store around a JSON document, which is adopted as it is: do not change it afterwards. O(1).
 *
 * @param initial where it is `undefined` the document is `{}`
 * @throws ValueError when `initial` is a function or a symbol
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
