/**
 * Subscriptions to a JSONPath that is no pattern: a live query whose deltas are told result by result, with the options and
 * in the queue of all other subscriptions (`SubscriptionEngine.feed`).
 *
 * With `debounce`, what many commits did is told as if they were one, whatever was shifted meanwhile. This takes two live queries. The
 * first takes each commit, and only says whether it concerns the results, since a commit that does not must not prolong the wait. The
 * second takes all Changes together when the wait is over, and says what they came to. So such a subscription costs twice as much.
 */
import { jsonEqual, type Pointer } from '@data-map/path';
import { type FlatStore, writtenAmong } from '@data-map/storage';
import type {
  EventSource,
  Feed,
  SubscriptionEngine,
  SubscriptionEvent,
  SubscriptionOptions,
  Unsubscribe,
} from '@data-map/subscriptions';
import type { LiveQuery, QueryNews } from './live-query.ts';

/** What happened to one result of a query. */
export interface QueryEvent {
  /**
   * - `enter`: it is a result now and was none before
   * - `leave`: it was a result and is none any more
   * - `change`: it is still one, with another value
   * - `initial`: it is one when the subscription begins, and the subscription is `immediate`
   */
  readonly kind: 'enter' | 'leave' | 'change' | 'initial';
  /** Where it is; of a result that has left, where it was. */
  readonly pointer: Pointer;
  /** What it is now; `undefined` when it has left. */
  readonly value: unknown;
  /** What it was before the commit; `undefined` when it has entered. */
  readonly previous: unknown;
  /** The query. */
  readonly target: string;
}

/** What a callback of `subscribe` is told; of the second kind for a JSONPath that no pattern equals. */
export type DataMapEvent = SubscriptionEvent | QueryEvent;

/**
 * @param query makes a live query of the subscription's own
 * @throws SubscriptionOptionError where an option has no meaning
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

class QuerySource implements EventSource {
  readonly target: string;
  readonly #store: FlatStore;
  readonly #query: LiveQuery;
  /** What is told when the wait is over, with `debounce`. */
  readonly #late: LiveQuery | undefined;
  readonly #isDeep: boolean;
  /** Whether `equals` has to be asked of every event, to know whether any of them is news. */
  readonly #isPicky: boolean;
  /** Whether something waits to be told. */
  #isWaiting = false;
  /** How many commits concern the results of which delivery has not said yet whether they are news. */
  #undecided = 0;

  constructor(store: FlatStore, query: () => LiveQuery, options: SubscriptionOptions) {
    // Null is refused by the engine, which is asked next
    const { deep, debounce, equals } = options ?? {};
    this.#store = store;
    this.#query = query();
    this.#late = debounce === undefined ? undefined : query();
    this.#isDeep = deep !== false;
    this.#isPicky = equals !== undefined;
    this.target = this.#query.jsonpath;
  }

  begin(feed: Feed): void {
    const { target } = this;
    const late = this.#late;
    late?.lag();
    this.#query.watch((news, sayings) => {
      const events = this.#eventsOf(news);
      const isNews = late !== undefined && events.length > 0;
      if (isNews) {
        this.#undecided++;
        // Which one begins the wait does not matter: they come out of `take`
        if (!this.#isPicky) events.length = 1;
      }
      for (const each of events) sayings.push({ target, call: () => feed.tell(each) });
      if (isNews) sayings.push({ target, call: () => this.#decide(-1) });
      else this.#decide(0);
    });
  }

  /** What is over without having been news is not kept. */
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

  /** The event is not needed: the late query knows what happened. */
  add(): void {
    this.#isWaiting = true;
  }

  take(): readonly QueryEvent[] {
    this.#isWaiting = false;
    const news = this.#late?.take();
    return news === undefined ? [] : this.#eventsOf(news);
  }

  clear(): void {}

  end(): void {
    this.#undecided = Infinity;
    this.#query.dispose();
    this.#late?.dispose();
  }

  #eventsOf({ delta, changes }: QueryNews): QueryEvent[] {
    const { target } = this;
    const events: QueryEvent[] = [];
    // Taken out and put back: another node for the query, the same place for who is told of places
    const left = replaced(delta);
    for (const { pointer, value } of delta.removed) {
      if (left?.has(pointer)) continue;
      events.push({ kind: 'leave', pointer, value: undefined, previous: value, target });
    }
    for (const { pointer, value } of delta.added) {
      const isBack = left?.has(pointer) === true;
      const previous = left?.get(pointer);
      if (isBack && jsonEqual(previous, value)) continue;
      events.push({ kind: isBack ? 'change' : 'enter', pointer, value, previous, target });
    }
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

/** What left a place that another result has entered, by the pointer; `undefined` where nothing can have. */
function replaced({ added, removed }: QueryNews['delta']): Map<Pointer, unknown> | undefined {
  if (added.length === 0 || removed.length === 0) return undefined;
  const entered = new Set(added.map(({ pointer }) => pointer));
  const left = new Map<Pointer, unknown>();
  for (const { pointer, value } of removed) if (entered.has(pointer)) left.set(pointer, value);
  return left;
}
