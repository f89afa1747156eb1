import type { Channel } from './channel.ts';
import type { Delivery } from './delivery.ts';
import type { AnyEvent } from './event.ts';
import type { SubscriptionOptions } from './options.ts';
import { Places } from './places.ts';
import { Postponement } from './postponement.ts';
import type { EventSource } from './source.ts';

/** One call of `subscribe`. */
export class Subscription {
  /** Counts up over all subscriptions of an engine: the order of delivery. */
  readonly order: number;
  /** Its target, and who else listens to that. */
  readonly channel: Channel;
  /** Where its events come from, if not from places. */
  readonly source: EventSource | undefined;
  /** Whoever subscribed knows which events there are. */
  readonly callback: (value: never, event: never) => void;
  readonly isDeep: boolean;
  readonly isOnce: boolean;
  readonly equals: ((previous: unknown, value: unknown) => boolean) | undefined;
  /** What holds events back; `undefined` where they are delivered at once. */
  readonly postponement: Postponement | undefined;
  readonly isDebounced: boolean;
  /** Neighbours in the channel's list. */
  before: Subscription | undefined = undefined;
  after: Subscription | undefined = undefined;
  isEnded = false;
  /** Takes the listener off the abort signal. */
  detach: (() => void) | undefined = undefined;

  constructor(
    order: number,
    channel: Channel,
    callback: (value: never, event: never) => void,
    options: SubscriptionOptions,
    source: EventSource | undefined,
    delivery: Delivery,
  ) {
    const { deep, once, equals, schedule = 'sync', debounce } = options;
    this.order = order;
    this.channel = channel;
    this.callback = callback;
    this.isDeep = deep === true;
    this.isOnce = once === true;
    this.equals = equals;
    this.source = source;
    this.postponement =
      schedule === 'sync' && debounce === undefined
        ? undefined
        : new Postponement(schedule, debounce, source ?? new Places(), this, delivery);
    this.isDebounced = debounce !== undefined;
  }

  /** Whether the subscription's own idea of equality says that nothing happened. Only asked where both values are. */
  ignores({ previous, value }: AnyEvent): boolean {
    const { equals } = this;
    return value !== undefined && previous !== undefined && equals?.(previous, value) === true;
  }
}
