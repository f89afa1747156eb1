import type { Pattern, Pointer, Segments } from '@data-map/path';
import type { ChangeRecord } from './change.ts';

/**
 * What happened to the place:
 *
 * - `add`, `remove`, `replace`: the value came to be there, is gone, or is another one
 * - `update`: something below the place changed, and the subscription is deep
 * - `initial`: nothing happened, the subscription is `immediate`
 */
export type EventKind = 'add' | 'remove' | 'replace' | 'update' | 'initial';

/** What delivery needs to know of an event, whoever made it and whatever else it says. */
export interface AnyEvent {
  /** What happened. */
  readonly kind: string;
  /** What is there now: the first argument of the callback. */
  readonly value: unknown;
  /** What was there before; `equals` is asked about the two where neither is `undefined`. */
  readonly previous: unknown;
  /** What was subscribed to. */
  readonly target: string;
}

/** What a callback is told about one place, which holds values of type `V`. */
export interface SubscriptionEvent<V = unknown> {
  /** What happened there. */
  readonly kind: EventKind;
  /** The place. */
  readonly pointer: Pointer;
  /** The same, unescaped; an index of an array is a number. */
  readonly segments: Segments;
  /** What is there now; `undefined` when it is gone. */
  readonly value: V;
  /**
   * What was there before the commit; `undefined` when nothing was. Of an `update` it is put together when it is first
   * read, by undoing what was written below the place in a copy of the containers on the way.
   */
  readonly previous: V;
  /** The target that the place matches, in its canonical spelling. */
  readonly target: Pattern;
  /** Only of an `update`: the Changes at or below the place, in their order. */
  readonly changes?: readonly ChangeRecord[];
}

/** What a subscription calls. */
export type SubscriptionCallback = (value: unknown, event: SubscriptionEvent) => void;

export function eventKind(previous: unknown, value: unknown): 'add' | 'remove' | 'replace' {
  if (previous === undefined) return 'add';
  return value === undefined ? 'remove' : 'replace';
}
