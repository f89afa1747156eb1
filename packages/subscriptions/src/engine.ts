import { onAbort } from './abort.ts';
import { isPointer, parsePattern, parsePointer, type Pattern, type Pointer } from '@data-map/path';
import type { ChangeRecord, DocumentReader } from './change.ts';
import { Channel } from './channel.ts';
import { Channels } from './channels.ts';
import { Delivery, type Notice } from './delivery.ts';
import { SubscriptionOptionError, throwAll } from './errors.ts';
import type { SubscriptionCallback, SubscriptionEvent } from './event.ts';
import { eventAt, placeOf } from './far-event.ts';
import { isExact, Matcher } from './matcher.ts';
import { isLeafWrite, noticesOf } from './notices.ts';
import { checkOptions, NO_OPTIONS, type SubscriptionOptions } from './options.ts';
import { pairBelow, pointerOf, topPair, type Pair } from './pair.ts';
import type { EventSource, Feed, Saying } from './source.ts';
import { Subscription, type AnyCallback } from './subscription.ts';
import { walk } from './walk.ts';

/** Ends a subscription, once; a function, and a `Disposable`. */
export type Unsubscribe = (() => void) & Disposable;

/** The root of the document. */
const ROOT = { pointer: '', segments: [] } as const;

const NOTHING: readonly [] = [];

/**
 * Subscriptions to places of one document, and their delivery.
 *
 * The engine holds no document. Its owner tells it about applied Changes (`notify`), all those of one commit at once, and
 * lets it read the document as it is after them.
 *
 * | operation | cost |
 * | --- | --- |
 * | `subscribe`, `unsubscribe` | O(length of the target) |
 * | `notify` of a leaf nobody listens to | O(1) for a pointer seen before, else O(its length) |
 * | `notify` of a leaf | the same, and one call for each subscription that matches |
 * | `notify` of a container | the part that the targets and both versions have in common |
 * | `notify` of an insertion or removal | the same, for the positions behind it |
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
  /** Made with the first subscription to a place: most of what an engine weighs. */
  #channels: Channels | undefined = undefined;
  /** Those with a source; the others are found by their channels. */
  readonly #feeds = new Set<Subscription>();
  #size = 0;
  readonly #delivery: Delivery;
  #lastOrder = 0;
  #batchDepth = 0;
  #batched: ChangeRecord[] = [];
  #sayings: Saying[] = [];

  /**
   * @param reader the document after all the Changes that `notify` was told about
   * @param around calls what is given to it, which delivers what a `schedule` or `debounce` held back: for who has to do something
   * before or afterwards
   */
  constructor(reader: DocumentReader, around?: (deliver: () => void) => void) {
    this.#reader = reader;
    this.#delivery = new Delivery((subscription) => this.#end(subscription), around);
  }

  /** The number of subscriptions that have not ended. */
  get size(): number {
    return this.#size;
  }

  /**
   * Calls back whenever the value at a place that the target matches has changed. Returns a function that ends the
   * subscription. O(length of the target); with `immediate` also the part of the document that the target leads through.
   *
   * @param target a pointer, or a pattern with `*` and `**`; a literal `*` segment is written `~2`
   * @throws PointerSyntaxError where the target is neither
   * @throws SubscriptionOptionError where an option has no meaning
   * @throws what an `immediate` call throws, and PathLimitError where `**` leads round in a container that contains itself; the
   * subscription has ended then
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
   * Subscribes to events of somebody else's making, with the options of `subscribe`, and in one order with all other
   * deliveries. What the source has to say of a commit it passes to `tell` of the feed, in a saying of `notify`.
   *
   * @throws SubscriptionOptionError where an option has no meaning
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
   * Delivers what applied Changes mean to the subscriptions: one event for each subscription and place, with the value
   * from before the first Change and the one after the last, none where these are equal. Returns when all callbacks have
   * run, also those for what callbacks wrote; called from within a callback, it returns at once.
   *
   * @param sayings what else is to be said of the commit: called after the events
   * @param changes one Change, or all those of one commit in their order; events keep the list, so it must not be edited
   * afterwards
   * @throws what callbacks threw: the error if it was one, an AggregateError if there were several
   * @throws DeliveryLoopError where callbacks keep waking each other by writing
   * @throws SubscriptionOptionError for each Change that is none; the others are delivered
   * @throws PathLimitError for each value with places without end for a `**`, because it contains itself; all else is delivered
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
    const failures: unknown[] = [];
    try {
      notices = this.#noticesOf(changes, failures);
    } catch (error) {
      this.#withoutMalformed(isOne(changes) ? [changes] : changes, sayings, error);
      return;
    }
    const all = failures.length > 0 ? [...sayings, ...failures.map(failure)] : sayings;
    if (notices.length + all.length > 0) this.#delivery.deliver(notices, all, false);
  }

  /**
   * Runs a function and takes all Changes that `notify` is told about meanwhile for one commit. Batches may be nested;
   * the outermost one delivers, also when the function throws.
   *
   * @throws what the function throws, and as `notify`
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
   * The targets that a write at the pointer can concern, in order of their first subscription: those that match it, deep
   * ones above it, and all that lead below it. Which of them fire depends on the values. O(subscribed places below).
   *
   * @throws PointerSyntaxError where the text is not a pointer
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
    changes: ChangeRecord | readonly ChangeRecord[],
    errors: unknown[],
  ): readonly Notice[] {
    const channels = this.#channels;
    if (channels === undefined || channels.isEmpty) return NOTHING;
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
      // Whoever threw, also for what it wrote: nobody is given the function that would end it
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

  /** Delivers the Changes that are some, and throws for the others; the error as it is where it has another cause. */
  #withoutMalformed(
    changes: readonly ChangeRecord[],
    sayings: readonly Saying[],
    error: unknown,
  ): void {
    const sound: ChangeRecord[] = [];
    const errors: unknown[] = [];
    for (const change of changes) {
      if (isChange(change)) sound.push(change);
      else errors.push(new SubscriptionOptionError('change', 'an applied Change', change));
    }
    if (errors.length === 0) throw error;
    try {
      this.notify(sound, sayings);
    } catch (thrown) {
      errors.push(thrown);
    }
    throwAll(errors);
  }

  /** @throws the errors, and what delivery throws */
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

  /** An event for every place that a target matches now, in the order of the document. */
  #placesNow(target: Pattern): SubscriptionEvent[] {
    const document = this.#reader.getAt([]);
    if (document === undefined) return [];
    return placesIn(document, target).map((pair) =>
      eventAt('initial', pointerOf(pair, ROOT), placeOf(pair, ROOT), pair.after, undefined, target),
    );
  }
}

/** Thrown in its turn, so that it keeps nobody from being told. */
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

/** Only asked where something went wrong. */
function isChange(change: ChangeRecord): boolean {
  return isPointer(change?.pointer) && Array.isArray(change.segments);
}

/** The places of a document that a target matches. */
function placesIn(document: unknown, target: Pattern): Pair[] {
  const top = topPair(undefined, document, 0);
  const steps = parsePattern(target);
  if (isExact(steps)) {
    let pair: Pair | undefined = top;
    for (const name of steps) pair = pair && pairBelow(pair, name);
    return pair === undefined ? [] : [pair];
  }
  const matcher = new Matcher<Pattern>();
  matcher.add(target, target);
  const state = matcher.automaton.start();
  const places = walk(matcher, top, state, ROOT).findings.map(({ pair }) => pair);
  if (matcher.hits(state).length > 0) places.unshift(top);
  return places;
}

/**
 * The function that ends a subscription: a bound one, half as large as a closure with a property. All of them have the prototype of
 * the one that is bound, and from it that they are disposable.
 */
function endOf(subscription: Subscription): Unsubscribe {
  // What compilers put in the place of `Symbol.dispose` where the platform has none
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
