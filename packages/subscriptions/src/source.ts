import type { AnyEvent } from './event.ts';
import type { Gathering } from './postponement.ts';

/**
 * Where the events of a subscription come from that is not about places: the results of a query, for instance. All options
 * but `deep`, which is the source's own business, are the engine's.
 */
export interface EventSource extends Gathering {
  /** What it is about, for the error that names who keeps writing. */
  readonly target: string;
  /** The subscription has begun: what happens from now on goes to the feed. */
  begin(feed: Feed): void;
  /** The events of an `immediate` subscription. */
  now(): readonly AnyEvent[];
  /** The subscription has ended. */
  end(): void;
}

/** A subscription to a source. */
export interface Feed {
  /**
   * Delivers an event, now or when the options say so; to be called by a Delivery, never while a commit is being taken.
   *
   * @throws what the callback throws
   */
  tell(event: AnyEvent): void;
  /** Ends it. */
  readonly unsubscribe: (() => void) & Disposable;
}

/** Something else that is to be said of a commit than events of places. */
export interface Saying {
  /** What it is about, for the error that names who keeps writing. */
  readonly target: string;
  /** Whether it is said of commits that are dropped, too: for who keeps a record of all that is done to the document. Default false. */
  readonly isRecord?: boolean;
  /** Says it; what it throws keeps no other from being told, and goes to the writer. */
  call(): void;
}
