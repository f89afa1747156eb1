/**
 * Subscriptions to a JSONPath that is no pattern: a live query whose deltas are told result by result.
 */
import type { Pointer } from '@data-map/path';
import {
  type SubscriptionEvent,
  type SubscriptionOptions,
  SubscriptionOptionError,
  type Unsubscribe,
} from '@data-map/subscriptions';
import type { LiveQuery } from './live-query.ts';

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

type QueryCallback = (value: never, event: QueryEvent) => void;

/** The options that say something about a place, or about the time of delivery, of which a query has neither. */
const UNSUPPORTED = ['deep', 'schedule', 'debounce', 'equals'] as const;

/**
 * @throws SubscriptionOptionError for `deep`, `schedule`, `debounce` and `equals`, which only pointers and patterns take
 */
export function subscribeToQuery(
  query: LiveQuery,
  target: string,
  callback: QueryCallback,
  options: SubscriptionOptions = {},
): Unsubscribe {
  for (const name of UNSUPPORTED) {
    if (options[name] !== undefined) {
      const expected = `left out for the JSONPath ${JSON.stringify(target)}, which equals no pattern`;
      throw new SubscriptionOptionError(name, expected, options[name]);
    }
  }
  const { immediate, once, signal } = options;
  let isOver = signal?.aborted === true;
  const end = (): void => {
    isOver = true;
    signal?.removeEventListener('abort', end);
    query.dispose();
  };
  const tell = (event: QueryEvent): void => {
    if (isOver) return;
    if (once === true) end();
    callback(event.value as never, event);
  };
  if (isOver) {
    query.dispose();
    return disposable(end);
  }
  signal?.addEventListener('abort', end);
  query.subscribe(({ removed, added, changed }) => {
    for (const { pointer, value } of removed) {
      tell({ kind: 'leave', pointer, value: undefined, previous: value, target });
    }
    for (const { pointer, value } of added) {
      tell({ kind: 'enter', pointer, value, previous: undefined, target });
    }
    for (const { pointer, value, previous } of changed) {
      tell({ kind: 'change', pointer, value, previous, target });
    }
  });
  if (immediate === true) {
    const { value, pointers } = query;
    pointers.forEach((pointer, i) => {
      tell({ kind: 'initial', pointer, value: value[i], previous: undefined, target });
    });
  }
  return disposable(end);
}

function disposable(end: () => void): Unsubscribe {
  // Older browsers have no Symbol.dispose; there it is only a function.
  return Object.assign(() => end(), { [Symbol.dispose ?? 'dispose']: end }) as Unsubscribe;
}
