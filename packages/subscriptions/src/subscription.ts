import type { Channel } from './channel.ts';
import type { SubscriptionCallback, SubscriptionEvent } from './event.ts';
import type { SubscriptionOptions } from './options.ts';
import { Postponement } from './postponement.ts';

/** One call of `subscribe`. */
export class Subscription {
  /** Counts up over all subscriptions of an engine: the order of delivery. */
  readonly order: number;
  readonly channel: Channel;
  readonly callback: SubscriptionCallback;
  readonly isDeep: boolean;
  readonly isOnce: boolean;
  readonly equals: ((previous: unknown, value: unknown) => boolean) | undefined;
  /** What holds events back; `undefined` where they are delivered at once. */
  readonly postponement: Postponement | undefined;
  /** Neighbours in the channel's list. */
  before: Subscription | undefined = undefined;
  after: Subscription | undefined = undefined;
  isEnded = false;
  /** Takes the listener off the abort signal. */
  detach: (() => void) | undefined = undefined;

  constructor(
    order: number,
    channel: Channel,
    callback: SubscriptionCallback,
    options: SubscriptionOptions,
    flush: (subscription: Subscription, events: readonly SubscriptionEvent[]) => void,
  ) {
    const { deep, once, equals, schedule, debounce } = options;
    this.order = order;
    this.channel = channel;
    this.callback = callback;
    this.isDeep = deep === true;
    this.isOnce = once === true;
    this.equals = equals;
    this.postponement =
      (schedule ?? 'sync') === 'sync' && debounce === undefined
        ? undefined
        : new Postponement(schedule ?? 'sync', debounce, (events) => flush(this, events));
  }

  /** Whether the subscription's own idea of equality says that nothing happened. Only asked where both values are. */
  ignores({ previous, value }: SubscriptionEvent): boolean {
    return value !== undefined && previous !== undefined && this.equals?.(previous, value) === true;
  }
}
