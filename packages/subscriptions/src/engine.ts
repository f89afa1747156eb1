import { onAbort } from './abort.ts';
import {
  formatPointer,
  isPointer,
  parsePattern,
  parsePointer,
  type Pattern,
  type Pointer,
} from '@data-map/path';
import type { ChangeRecord, DocumentReader } from './change.ts';
import { Channel } from './channel.ts';
import { Channels } from './channels.ts';
import { Delivery, type Notice } from './delivery.ts';
import { SubscriptionOptionError, throwAll } from './errors.ts';
import type { SubscriptionCallback, SubscriptionEvent } from './event.ts';
import { eventAt, lazySegmentsOf } from './place-event.ts';
import { isExact, Matcher } from './matcher.ts';
import { isLeafWrite, noticesOf } from './notices.ts';
import { checkOptions, NO_OPTIONS, type SubscriptionOptions } from './options.ts';
import { pairBelow, pointerOf, topPair, type Pair, type Top } from './pair.ts';
import type { EventSource, Feed, Saying } from './source.ts';
import { Subscription, type AnyCallback } from './subscription.ts';
import { walk } from './walk.ts';

/** Ends a subscription; further calls do nothing. A function that is also a `Disposable`. */
export type Unsubscribe = (() => void) & Disposable;

/** The location of the root of the document. */
const ROOT: Top = { pointer: '', segments: [] };

const NOTHING: readonly [] = [];

/**
 * Manages subscriptions to places of one document, and delivers their events.
 *
 * The engine does not hold the document. Its owner passes the applied Changes of each commit to `notify`, and a reader of the
 * document as it is after them to the constructor.
 *
 * | operation | cost |
 * | --- | --- |
 * | `subscribe`, `unsubscribe` | O(length of the target) |
 * | `notify` of a leaf without subscriptions | O(1) for a pointer in the memo, else O(its length) |
 * | `notify` of a leaf | the same, plus one call for each matching subscription |
 * | `notify` of a container | the part of the document that the targets lead to and that differs between the versions |
 * | `notify` of an insertion or removal | the same for the shifted positions that targets lead to; unless these are only a few exact positions, also a copy of all that shift |
 * | `size` | O(1) |
 *
 * @example
 * ```ts
 * import { SubscriptionEngine } from '@data-map/subscriptions';
 * const todos = [{ done: false }];
 * const engine = new SubscriptionEngine({ getAt: () => ({ todos }) });
 * engine.subscribe('/todos/*', (value) => console.log(value), { deep: true });
 * engine.subscribe('/todos/0/done', (value, { previous }) => console.log(previous, value));
 * todos[0] = { done: true };
 * engine.notify({
 *   op: 'replace', pointer: '/todos/0', segments: ['todos', 0], previous: { done: false }, value: todos[0],
 * });
 * // -> { done: true }
 * // -> false true
 * ```
 */
export class SubscriptionEngine {
  readonly #reader: DocumentReader;
  /** Created with the first subscription to a place, because it is most of an engine's memory. */
  #channels: Channels | undefined = undefined;
  /** The subscriptions with a source. Those to places are found through their channels. */
  readonly #feeds = new Set<Subscription>();
  #size = 0;
  readonly #delivery: Delivery;
  #lastOrder = 0;
  #batchDepth = 0;
  /** The Changes and sayings of the outermost running batch. */
  #batched: ChangeRecord[] = [];
  #sayings: Saying[] = [];

  /**
   * @param reader reads the document as it is after all Changes passed to `notify`
   * @param around called for each delivery of events that a `schedule` or `debounce` held back. It must call its argument, which
   * delivers them, and can do its own work before and after that
   * @throws SubscriptionOptionError if `reader` has no `getAt`
   */
  constructor(reader: DocumentReader, around?: (deliver: () => void) => void) {
    if (typeof reader?.getAt !== 'function')
      throw new SubscriptionOptionError('getAt', 'a function', reader?.getAt);
    this.#reader = reader;
    this.#delivery = new Delivery((subscription) => this.#end(subscription), around);
  }

  /** The number of subscriptions that have not ended. */
  get size(): number {
    return this.#size;
  }

  /**
   * Calls `callback` whenever the value at a place that the target matches has changed. Returns a function that ends the
   * subscription. O(length of the target); with `immediate` also the part of the document below the
   * first wildcard that the target leads through.
   *
   * @param target a pointer, or a pattern with `*` and `**`; a literal `*` segment is written `~2`
   * @throws PointerSyntaxError if the target is neither
   * @throws SubscriptionOptionError if the callback or an option is invalid
   * @throws what an `immediate` call throws, and PathLimitError if the target of an `immediate` subscription has a `**` that leads
   * into a container that contains itself; the subscription has ended then
   * @example
   * ```ts
   * import { SubscriptionEngine } from '@data-map/subscriptions';
   * const engine = new SubscriptionEngine({ getAt: () => ({ a: 1, b: 2 }) });
   * const stop = engine.subscribe('/*', (value, { pointer }) => console.log(pointer, value), { immediate: true });
   * // -> /a 1
   * // -> /b 2
   * stop();
   * console.log(engine.size); // -> 0
   * ```
   */
  subscribe(
    target: Pointer | Pattern,
    callback: SubscriptionCallback,
    options: SubscriptionOptions = NO_OPTIONS,
  ): Unsubscribe {
    checkOptions(callback, options);
    const channels = (this.#channels ??= new Channels());
    const subscription = this.#make(channels.open(target), callback, options, undefined);
    const end = endOf(subscription);
    channels.join(subscription);
    this.#begin(subscription, options, end);
    return end;
  }

  /**
   * Subscribes to the events of a source, which need not be about places, with the options of `subscribe`. They are delivered in one
   * order with all other events: the owner passes a saying to `notify`, which calls `tell` of the returned feed.
   *
   * @throws SubscriptionOptionError if the callback or an option is invalid
   * @throws what an `immediate` call throws; the subscription has ended then
   * @example
   * ```ts
   * import { SubscriptionEngine } from '@data-map/subscriptions';
   * const engine = new SubscriptionEngine({ getAt: () => undefined });
   * const source = { target: 'news', begin() {}, now: () => [], add() {}, take: () => [], clear() {}, end() {} };
   * const feed = engine.feed(source, (value) => console.log(value), { once: true });
   * const event = { kind: 'news', value: 'rain', previous: undefined, target: 'news' };
   * engine.notify([], [{ target: 'news', call: () => feed.tell(event) }]); // -> rain
   * console.log(engine.size); // -> 0
   * ```
   */
  feed(
    source: EventSource,
    callback: (value: never, event: never) => void,
    options: SubscriptionOptions = NO_OPTIONS,
  ): Feed {
    checkOptions(callback, options);
    const subscription = this.#make(new Channel(source.target, ''), callback, options, source);
    const feed: Feed = {
      tell: (event) => this.#delivery.tell(subscription, event, false),
      unsubscribe: endOf(subscription),
    };
    this.#feeds.add(subscription);
    this.#begin(subscription, options, feed.unsubscribe, feed);
    return feed;
  }

  /**
   * Delivers the events of a commit: one for each subscription and place, with the value before the first Change and the value
   * after the last one, and none if these are equal. Returns when all callbacks have run, including those for what callbacks
   * wrote. Called from within a callback, it queues the commit and returns at once.
   *
   * @param changes one Change, or all Changes of one commit in order; events retain the list, so it must not be modified afterwards
   * @param sayings further calls to make for the commit, after its events
   * @throws what callbacks threw: a single error as it is, several as an AggregateError
   * @throws DeliveryLoopError if callbacks keep triggering each other by writing
   * @throws SubscriptionOptionError for each argument that is not a Change; the others are delivered
   * @throws PathLimitError if a `**` leads into a value that contains itself, once for the commit; everything else is delivered
   */
  notify(
    changes: ChangeRecord | readonly ChangeRecord[],
    sayings: readonly Saying[] = NOTHING,
  ): void {
    if (this.#batchDepth > 0) {
      if (isOne(changes)) this.#batched.push(changes);
      else for (const change of changes) this.#batched.push(change);
      for (const saying of sayings) this.#sayings.push(saying);
      return;
    }
    let notices: readonly Notice[];
    const channels = this.#channels;
    if (channels === undefined || channels.isEmpty) {
      if (sayings.length > 0) this.#delivery.deliver(NOTHING, sayings, false);
      return;
    }
    const failures: unknown[] = [];
    try {
      notices = this.#noticesOf(channels, changes, failures);
    } catch (error) {
      this.#withoutMalformed(isOne(changes) ? [changes] : changes, sayings, error);
      return;
    }
    const all = failures.length > 0 ? [...sayings, ...failures.map(failure)] : sayings;
    if (notices.length + all.length > 0) this.#delivery.deliver(notices, all, false);
  }

  /**
   * Runs a function and returns its result. All Changes passed to `notify` meanwhile form one commit. Batches may be nested; the
   * outermost one delivers the commit when its function returns or throws.
   *
   * @throws what the function throws, and what `notify` throws
   * @example
   * ```ts
   * import { SubscriptionEngine } from '@data-map/subscriptions';
   * const engine = new SubscriptionEngine({ getAt: () => 3 });
   * engine.subscribe('', (value, { previous }) => console.log(previous, value));
   * const write = (previous: number, value: number): void => {
   *   engine.notify({ op: 'replace', pointer: '', segments: [], previous, value });
   * };
   * engine.batch(() => {
   *   write(1, 2);
   *   write(2, 3);
   * });
   * // -> 1 3
   * ```
   */
  batch<R>(run: () => R): R {
    let result: R | undefined;
    const errors: unknown[] = [];
    this.#batchDepth++;
    try {
      result = run();
    } catch (error) {
      errors.push(error);
    } finally {
      this.#batchDepth--;
    }
    this.#closeBatch(errors);
    return result as R;
  }

  /**
   * Returns the targets that a write at the pointer can concern, in order of their first subscription: those that match the
   * pointer, deep ones that match a place above it, and all that can match a place below it. Which of them fire depends on the values.
   * O(targets that lead below the pointer).
   *
   * @throws PointerSyntaxError if the text is not a pointer
   * @example
   * ```ts
   * import { SubscriptionEngine } from '@data-map/subscriptions';
   * const engine = new SubscriptionEngine({ getAt: () => undefined });
   * for (const target of ['/users/*', '/users/0/name', '/limit']) engine.subscribe(target, () => {});
   * console.log(engine.getAffected('/users/0')); // -> [ '/users/*', '/users/0/name' ]
   * ```
   */
  getAffected(pointer: Pointer): Pattern[] {
    parsePointer(pointer);
    this.#channels ??= new Channels();
    return this.#channels.affected(pointer).map((channel) => channel.target);
  }

  /** Ends all subscriptions. */
  clear(): void {
    for (const subscription of this.#feeds) this.#end(subscription);
    for (const channel of this.#channels?.affected('') ?? []) {
      for (let at = channel.first, next; at !== undefined; at = next) {
        next = at.after;
        this.#end(at);
      }
    }
  }

  #noticesOf(
    channels: Channels,
    changes: ChangeRecord | readonly ChangeRecord[],
    errors: unknown[],
  ): readonly Notice[] {
    if (!isOne(changes)) return noticesOf(channels, this.#reader, changes, errors);
    if (isLeafWrite(changes) && channels.audience(changes.pointer).isEmpty) return NOTHING;
    return noticesOf(channels, this.#reader, [changes], errors);
  }

  #make(
    channel: Channel,
    callback: AnyCallback,
    options: SubscriptionOptions,
    source: EventSource | undefined,
  ): Subscription {
    const order = ++this.#lastOrder;
    return new Subscription(order, channel, callback, options, source, this.#delivery);
  }

  /** Attaches the signal and makes the immediate calls of a new subscription; ends it if that throws. */
  #begin(
    subscription: Subscription,
    { signal, immediate }: SubscriptionOptions,
    end: Unsubscribe,
    feed?: Feed,
  ): void {
    this.#size++;
    const { channel, extras } = subscription;
    if (signal?.aborted === true) {
      end();
      return;
    }
    if (signal !== undefined && extras !== undefined) {
      extras.detach = onAbort(signal, end);
    }
    try {
      if (feed !== undefined) extras?.source?.begin(feed);
      if (immediate === true) {
        const events = extras?.source?.now() ?? this.#placesNow(channel.target);
        this.#delivery.callNow(subscription, events);
      }
    } catch (error) {
      // Also if another callback threw because of a write by this one: the caller never gets the function that would end it
      end();
      throw error;
    }
  }

  #end(subscription: Subscription): void {
    if (subscription.callback === undefined) return;
    subscription.callback = undefined;
    this.#size--;
    const { extras } = subscription;
    extras?.postponement?.cancel();
    if (extras?.source === undefined) this.#channels?.leave(subscription);
    else {
      extras.source.end();
      this.#feeds.delete(subscription);
    }
    extras?.detach?.();
  }

  /**
   * Handles an error thrown while the notices of a commit were determined. If it comes from arguments that are not Changes, delivers the
   * others and throws an error for each of these; otherwise rethrows it.
   */
  #withoutMalformed(
    changes: readonly ChangeRecord[],
    sayings: readonly Saying[],
    error: unknown,
  ): void {
    const valid: ChangeRecord[] = [];
    const errors: unknown[] = [];
    for (const change of changes) {
      if (isChange(change)) valid.push(change);
      else errors.push(new SubscriptionOptionError('change', 'an applied Change', change));
    }
    if (errors.length === 0) throw error;
    try {
      this.notify(valid, sayings);
    } catch (thrown) {
      errors.push(thrown);
    }
    throwAll(errors);
  }

  /**
   * Delivers the batch if it was the outermost one.
   *
   * @throws the errors, and what delivery throws
   */
  #closeBatch(errors: unknown[]): void {
    if (this.#batchDepth === 0 && this.#batched.length + this.#sayings.length > 0) {
      const changes = this.#batched;
      const sayings = this.#sayings;
      this.#batched = [];
      this.#sayings = [];
      try {
        this.notify(changes, sayings);
      } catch (error) {
        errors.push(error);
      }
    }
    throwAll(errors);
  }

  /**
   * Returns an event for every place that a target matches now, in document order. Reads only what is below the names before its
   * first wildcard, if the reader can locate that: to read the root would copy every container that was written since it was last read.
   */
  #placesNow(target: Pattern): SubscriptionEvent[] {
    const reader = this.#reader;
    const steps = parsePattern(target);
    let top: Top = ROOT;
    if (reader.segmentsOf !== undefined) {
      const end = steps.findIndex((step) => typeof step !== 'string');
      const pointer = formatPointer(steps.slice(0, end < 0 ? undefined : end) as string[]);
      const segments = reader.segmentsOf(pointer);
      if (segments === undefined) return [];
      top = { pointer, segments };
    }
    const value = reader.getAt(top.segments);
    if (value === undefined) return [];
    return placesIn(value, top, steps, target).map((pair) =>
      eventAt(
        'initial',
        pointerOf(pair, top),
        lazySegmentsOf(pair, top),
        pair.after,
        undefined,
        target,
      ),
    );
  }
}

/** Returns a saying that throws an error, so that it is thrown only after the events have been delivered. */
function failure(error: unknown): Saying {
  return {
    target: '/**',
    call: () => {
      throw error;
    },
  };
}

function isOne(changes: ChangeRecord | readonly ChangeRecord[]): changes is ChangeRecord {
  return !Array.isArray(changes);
}

/** Checks a Change for the message of an error. Valid commits are not checked, as that would cost every write. */
function isChange(change: ChangeRecord): boolean {
  return (
    isPointer(change?.pointer) &&
    Array.isArray(change.segments) &&
    (change.op !== 'move' || Array.isArray(change.fromSegments))
  );
}

/** Returns the places at and below a location that a target matches, in document order. `steps` are those of the target. */
function placesIn(
  value: unknown,
  top: Top,
  steps: ReturnType<typeof parsePattern>,
  target: Pattern,
): Pair[] {
  const pair = topPair(undefined, value, 0);
  if (isExact(steps)) {
    const names: readonly string[] = steps;
    let found: Pair | undefined = pair;
    for (const name of names.slice(top.segments.length)) found = found && pairBelow(found, name);
    return found === undefined ? [] : [found];
  }
  const matcher = new Matcher<Pattern>();
  matcher.add(target, target);
  const { state } = matcher.find(top.pointer);
  const places = walk(matcher, pair, state, top).findings.map((finding) => finding.pair);
  if (matcher.hits(state).length > 0) places.unshift(pair);
  return places;
}

/**
 * Returns the function that ends a subscription. It is a bound function, which takes half as much memory as a closure with a
 * `Symbol.dispose` property. Bound functions inherit the prototype of their target, `endThis`, and that prototype has a getter that makes
 * all of them disposable.
 */
function endOf(subscription: Subscription): Unsubscribe {
  // Compilers of `using` fall back to this symbol on platforms without `Symbol.dispose`
  const key = Symbol.dispose ?? Symbol.for('Symbol.dispose');
  if (!(key in endThis)) {
    const disposable = Object.create(Object.getPrototypeOf(endThis), {
      [key]: {
        get() {
          return this;
        },
      },
    });
    Object.setPrototypeOf(endThis, disposable);
  }
  return endThis.bind(subscription) as Unsubscribe;
}

function endThis(this: Subscription): void {
  this.delivery.end(this);
}
