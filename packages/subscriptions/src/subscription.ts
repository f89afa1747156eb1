import type { Channel } from './channel.ts';
import type { Delivery } from './delivery.ts';
import type { AnyEvent } from './event.ts';
import type { SubscriptionOptions } from './options.ts';
import { Places } from './places.ts';
import { Postponement } from './postponement.ts';
import type { EventSource } from './source.ts';

/** What a callback is called with is known to whoever subscribed. */
export type AnyCallback = (value: never, event: never) => void;

/** What few subscriptions have. */
export interface Extras {
  /** Where its events come from, if not from places. */
  readonly source: EventSource | undefined;
  readonly isOnce: boolean;
  readonly equals: ((previous: unknown, value: unknown) => boolean) | undefined;
  /** What holds events back; `undefined` where they are delivered at once. */
  readonly postponement: Postponement | undefined;
  /** Takes the listener off the abort signal. */
  detach: (() => void) | undefined;
}

/** One call of `subscribe`. There may be very many, most of them without options: a field more is noticed. */
export class Subscription {
  /** Counts up over all subscriptions of an engine: the order of delivery. */
  readonly order: number;
  /** Its target, and who else listens to that. */
  readonly channel: Channel;
  /** `undefined` when it has ended. */
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

  /** Whether the subscription's own idea of equality says that nothing happened. Only asked where both values are. */
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
    ? new Postponement(schedule, debounce, source ?? new Places(), subscription)
    : undefined;
  return { source, isOnce: once === true, equals, postponement, detach: undefined };
}
