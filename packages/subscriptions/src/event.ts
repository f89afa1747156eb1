import type { Pattern, Pointer, Segments } from '@data-map/path';
import type { ChangeRecord } from './change.ts';

/**
 * What happened at the place:
 *
 * - `add`, `remove`, `replace`: the value was created, removed, or replaced by another one
 * - `update`: something below the place changed, and the subscription is deep
 * - `initial`: nothing changed; the subscription is `immediate`
 */
export type EventKind = 'add' | 'remove' | 'replace' | 'update' | 'initial';

/** The part of an event that the engine reads, whether the event is about a place or comes from an `EventSource`. */
export interface AnyEvent {
  /** What happened. */
  readonly kind: string;
  /** The current value: the first argument of the callback. */
  readonly value: unknown;
  /** The value before. `equals` is called with the two values unless one of them is `undefined`. */
  readonly previous: unknown;
  /** The target of the subscription. */
  readonly target: string;
}

/** The event for one place, which holds values of type `V`. A test of its `kind` tells whether it has `changes`. */
export type SubscriptionEvent<V = unknown> = {
  /** The place. */
  readonly pointer: Pointer;
  /** The segments of `pointer`, unescaped; an index of an array is a number. */
  readonly segments: Segments;
  /** The current value; `undefined` if it was removed. */
  readonly value: V;
  /**
   * The value before the commit; `undefined` if there was none. For an `update` it is computed when it is first read, by
   * undoing the writes below the place in copies of the containers on the path to them.
   */
  readonly previous: V;
  /** The target of the subscription, in its canonical spelling. */
  readonly target: Pattern;
} & (
  | {
      /** Something below the place changed. */
      readonly kind: 'update';
      /** Only for an `update`: the Changes at or below the place, in commit order. */
      readonly changes: readonly ChangeRecord[];
    }
  | {
      /** What happened at the place. */
      readonly kind: Exclude<EventKind, 'update'>;
      readonly changes?: undefined;
    }
);

/** The callback of a subscription. */
export type SubscriptionCallback = (value: unknown, event: SubscriptionEvent) => void;

/** Returns the kind of an event at a location whose value was replaced, created or removed. */
export function eventKind(previous: unknown, value: unknown): 'add' | 'remove' | 'replace' {
  if (previous === undefined) return 'add';
  return value === undefined ? 'remove' : 'replace';
}
