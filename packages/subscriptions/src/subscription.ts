import type { Channel } from './channel.ts';
import type { Delivery } from './delivery.ts';
import type { AnyEvent } from './event.ts';
import type { SubscriptionOptions } from './options.ts';
import { EventMerger } from './event-merger.ts';
import { Postponement } from './postponement.ts';
import type { EventSource } from './source.ts';

/** A callback of any signature: only the caller of `subscribe` or `feed` knows the types of its arguments. */
export type AnyCallback = (value: never, event: never) => void;

/** The state of the few subscriptions with a source, a signal, `once`, `equals`, `schedule` or `debounce`. */
export interface Extras {
  /** Where the events come from; `undefined` for a subscription to places. */
  readonly source: EventSource | undefined;
  readonly isOnce: boolean;
  readonly equals: ((previous: unknown, value: unknown) => boolean) | undefined;
  /** Holds events back; `undefined` if they are delivered at once. */
  readonly postponement: Postponement | undefined;
  /** Detaches the subscription from its abort signal. */
  detach: (() => void) | undefined;
}

/** One subscription. There may be very many, most of them without options, so every further field costs memory that shows. */
export class Subscription {
  /** Increases with every subscription of an engine. Notices of a commit are delivered in this order. */
  readonly order: number;
  /** The channel of the target, with all its subscriptions. */
  readonly channel: Channel;
  /** `undefined` once the subscription has ended. */
  callback: AnyCallback | undefined;
  readonly delivery: Delivery;
  readonly isDeep: boolean;
  readonly extras: Extras | undefined;
  /** Neighbours in the channel's list. */
  before: Subscription | undefined = undefined;
  after: Subscription | undefined = undefined;

  constructor(
    order: number,
    channel: Channel,
    callback: AnyCallback,
    options: SubscriptionOptions,
    source: EventSource | undefined,
    delivery: Delivery,
  ) {
    this.order = order;
    this.channel = channel;
    this.callback = callback;
    this.delivery = delivery;
    this.isDeep = options.deep === true;
    this.extras = extrasOf(this, options, source);
  }

  /** Whether the subscription's `equals` calls the two values of an event equal. Not called if either is `undefined`. */
  ignores({ previous, value }: AnyEvent): boolean {
    const equals = this.extras?.equals;
    return value !== undefined && previous !== undefined && equals?.(previous, value) === true;
  }
}

function extrasOf(
  subscription: Subscription,
  { once, equals, schedule = 'sync', debounce, signal }: SubscriptionOptions,
  source: EventSource | undefined,
): Extras | undefined {
  const isPostponed = schedule !== 'sync' || debounce !== undefined;
  if (!(once || equals || isPostponed || signal || source)) return undefined;
  const postponement = isPostponed
    ? new Postponement(
        schedule,
        debounce,
        source ?? new EventMerger(equals !== undefined),
        subscription,
      )
    : undefined;
  return { source, isOnce: once === true, equals, postponement, detach: undefined };
}
