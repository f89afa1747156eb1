import { jsonEqual, type Pointer } from '@data-map/path';
import { eventKind, type SubscriptionEvent } from './event.ts';
import type { Gathering } from './postponement.ts';

/**
 * The events of places, gathered: one for each place, `previous` from its first event, `value` from its last, none where
 * these are equal.
 */
export class Places implements Gathering {
  readonly #places = new Map<Pointer, SubscriptionEvent[]>();

  add(event: SubscriptionEvent): void {
    const place = this.#places.get(event.pointer);
    if (place === undefined) this.#places.set(event.pointer, [event]);
    else place.push(event);
  }

  take(): readonly SubscriptionEvent[] {
    const events: SubscriptionEvent[] = [];
    for (const place of this.#places.values()) {
      const first = place[0]!;
      const last = place.at(-1)!;
      if (first === last) events.push(first);
      else if (!jsonEqual(first.previous, last.value)) events.push(merge(place, first, last));
    }
    this.clear();
    return events;
  }

  clear(): void {
    this.#places.clear();
  }
}

function merge(
  events: readonly SubscriptionEvent[],
  { previous }: SubscriptionEvent,
  { pointer, segments, target, value }: SubscriptionEvent,
): SubscriptionEvent {
  const merged = { pointer, segments, value, previous, target };
  if (events.some(({ kind }) => kind !== 'update'))
    return { kind: eventKind(previous, value), ...merged };
  return { kind: 'update', ...merged, changes: events.flatMap(({ changes = [] }) => changes) };
}
