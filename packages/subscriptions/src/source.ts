import type { AnyEvent } from './event.ts';
import type { Gathering } from './postponement.ts';

/**
 * The origin of the events of a `feed`, which are not about places: the results of a query, for instance. The engine applies
 * all options except `deep`, which is up to the source. As a `Gathering` it merges its events for `debounce`.
 */
export interface EventSource extends Gathering {
  /** What the events are about; `DeliveryLoopError` names it. */
  readonly target: string;
  /** Called when the subscription begins. From now on the source passes its events to the feed. */
  begin(feed: Feed): void;
  /** Returns the events with which an `immediate` subscription starts. */
  now(): readonly AnyEvent[];
  /** Called once when the subscription ends; without a `begin` before it if the `signal` was aborted already. */
  end(): void;
}

/** A subscription to an `EventSource`. */
export interface Feed {
  /**
   * Delivers an event, at once or when the options allow. Must be called during a delivery, that is, from the `call` of a `Saying`.
   *
   * @throws what the callback throws
   */
  tell(event: AnyEvent): void;
  /** Ends the subscription. */
  readonly unsubscribe: (() => void) & Disposable;
}

/** A call that the engine makes for a commit after it has delivered the commit's events for places. */
export interface Saying {
  /** What the call is about; `DeliveryLoopError` names it. */
  readonly target: string;
  /**
   * Whether the engine also makes the call for a commit that it drops with a `DeliveryLoopError`; for a log of everything that
   * was written to the document. Default false.
   */
  readonly isRecord?: boolean;
  /** Makes the call. An error does not stop other deliveries, and is rethrown to the writer. */
  call(): void;
}
