/**
 * Subscriptions to a JSONPath that equals no pattern. A live query supplies the delta of each commit, and every result in it
 * becomes an event, which is delivered with the options and in the queue of all other subscriptions
 * (`SubscriptionEngine.feed`).
 *
 * With `debounce`, what several commits did is reported as if they were one commit, even if elements were shifted in between.
 * This takes two live queries, so such a subscription costs twice as much:
 *
 * - `#query` takes each commit, only to decide whether it affects the results; one that does not must not prolong the wait
 * - `#late` takes all Changes together when the wait is over, and its delta is reported
 */
import { jsonEqual, type Pointer, type QueryDelta } from '@data-map/path';
import { type Change, type FlatStore, writtenAmong } from '@data-map/storage';
import type {
  EventSource,
  Feed,
  SubscriptionEngine,
  SubscriptionEvent,
  SubscriptionOptions,
  Unsubscribe,
} from '@data-map/subscriptions';
import type { LiveQuery } from './live-query.ts';
import { successors } from './without-equal.ts';

/** What happened to one result of a query. */
export interface QueryEvent {
  /**
   * - `enter`: it was no result before the commit and is one now
   * - `leave`: it was a result before the commit and is none now
   * - `change`: it still is a result, with another value
   * - `initial`: it is a result when an `immediate` subscription begins
   */
  readonly kind: 'enter' | 'leave' | 'change' | 'initial';
  /** Where the result is; after `leave`, where it was. */
  readonly pointer: Pointer;
  /** The value now; `undefined` after `leave`. */
  readonly value: unknown;
  /** The value before the commit; `undefined` for `enter` and `initial`. */
  readonly previous: unknown;
  /** The JSONPath of the subscription. */
  readonly target: string;
}

/** The event that `subscribe` passes to its callback; a `QueryEvent` only for a JSONPath that equals no pattern. */
export type DataMapEvent = SubscriptionEvent | QueryEvent;

/**
 * Subscribes to the results of a query.
 *
 * @param query creates a live query that belongs to this subscription alone
 * @throws SubscriptionOptionError if an option is invalid
 */
export function subscribeToQuery(
  engine: SubscriptionEngine,
  store: FlatStore,
  query: () => LiveQuery,
  callback: (value: never, event: never) => void,
  options: SubscriptionOptions = {},
): Unsubscribe {
  const source = new QuerySource(store, query, options);
  try {
    return engine.feed(source, callback, options).unsubscribe;
  } catch (error) {
    source.end();
    throw error;
  }
}

/** The results of a query as the engine's source of events for one subscription. */
class QuerySource implements EventSource {
  readonly target: string;
  readonly #store: FlatStore;
  readonly #query: LiveQuery;
  /** With `debounce`: the query whose delta is reported when the wait is over. */
  readonly #late: LiveQuery | undefined;
  readonly #isDeep: boolean;
  /** Whether there is an `equals`, which decides for each event whether it counts. */
  readonly #hasEquals: boolean;
  /** Whether a wait has begun, so that `take` will be called. */
  #isWaiting = false;
  /** The number of commits that affect the results, but whose events were not delivered yet: any of them may begin a wait. */
  #undecided = 0;

  constructor(store: FlatStore, query: () => LiveQuery, options: SubscriptionOptions) {
    // `null` is refused by the engine, which gets the options next
    const { deep, debounce, equals } = options ?? {};
    this.#store = store;
    this.#query = query();
    this.#late = debounce === undefined ? undefined : query();
    this.#isDeep = deep !== false;
    this.#hasEquals = equals !== undefined;
    this.target = this.#query.jsonpath;
  }

  begin(feed: Feed): void {
    const { target } = this;
    const late = this.#late;
    late?.lag();
    this.#query.watch((delta, changes, sayings) => {
      const events = this.#eventsOf(delta, changes);
      const isRelevant = late !== undefined && events.length > 0;
      if (isRelevant) {
        this.#undecided++;
        // Without `equals`, any one event begins the wait; what is reported comes from `take`
        if (!this.#hasEquals) events.length = 1;
      }
      for (const each of events) sayings.push({ target, call: () => feed.tell(each) });
      if (isRelevant) sayings.push({ target, call: () => this.#decide(-1) });
      else this.#decide(0);
    });
  }

  /** Once no commit can begin a wait any more and none has, discards what the late query has pending: it is not to be reported. */
  #decide(by: number): void {
    this.#undecided += by;
    if (this.#undecided === 0 && !this.#isWaiting) this.#late?.take();
  }

  now(): QueryEvent[] {
    const { target } = this;
    const { value, pointers } = this.#query;
    return pointers.map((pointer, i) => {
      return { kind: 'initial', pointer, value: value[i], previous: undefined, target };
    });
  }

  /** Called when an event has to wait. The event itself is not needed: the late query knows what happened. */
  add(): void {
    this.#isWaiting = true;
  }

  take(): readonly QueryEvent[] {
    this.#isWaiting = false;
    const update = this.#late?.take();
    return update === undefined ? [] : this.#eventsOf(update.delta, update.changes);
  }

  clear(): void {}

  end(): void {
    this.#undecided = Infinity;
    this.#query.dispose();
    this.#late?.dispose();
  }

  #eventsOf(delta: QueryDelta, changes: readonly Change[]): QueryEvent[] {
    const { target } = this;
    const events: QueryEvent[] = [];
    // One result left a place and another entered it: two nodes for the query, one changed place for the subscriber
    const to = successors(delta);
    const left: unknown[] = [];
    delta.removed.forEach(({ pointer, value: previous }, at) => {
      const successor = to[at];
      if (successor !== undefined) left[successor] = previous;
      else events.push({ kind: 'leave', pointer, value: undefined, previous, target });
    });
    delta.added.forEach(({ pointer, value }, at) => {
      const previous = left[at];
      const kind = previous === undefined ? 'enter' : 'change';
      if (!jsonEqual(previous, value)) events.push({ kind, pointer, value, previous, target });
    });
    const written = this.#isDeep
      ? undefined
      : writtenAmong(
          changes,
          delta.changed.map(({ pointer }) => this.#store.segmentsOf(pointer) ?? []),
        );
    delta.changed.forEach(({ pointer, value, previous }, at) => {
      if (written?.[at] !== false)
        events.push({ kind: 'change', pointer, value, previous, target });
    });
    return events;
  }
}
