import { jsonEqual, type Pointer } from '@data-map/path';
import { eventKind, type SubscriptionEvent } from './event.ts';
import type { Gathering } from './postponement.ts';

/**
 * The events of places, gathered: one for each place, `previous` from its first event, `value` from its last, none where
 * these are equal.
 */
export class Places implements Gathering {
  readonly #places = new Map<Pointer, [first: SubscriptionEvent, last: SubscriptionEvent]>();

  add(event: SubscriptionEvent): void {
    const place = this.#places.get(event.pointer);
    if (place === undefined) this.#places.set(event.pointer, [event, event]);
    else place[1] = event;
  }

  take(): readonly SubscriptionEvent[] {
    const events: SubscriptionEvent[] = [];
    for (const [first, last] of this.#places.values()) {
      if (first === last) events.push(first);
      else if (!jsonEqual(first.previous, last.value)) events.push(merge(first, last));
    }
    this.clear();
    return events;
  }

  clear(): void {
    this.#places.clear();
  }
}

function merge(first: SubscriptionEvent, last: SubscriptionEvent): SubscriptionEvent {
  const { pointer, segments, target, value } = last;
  const { previous } = first;
  const isUpdate = first.kind === 'update' && last.kind === 'update';
  if (!isUpdate)
    return { kind: eventKind(previous, value), pointer, segments, value, previous, target };
  const changes = [...(first.changes ?? []), ...(last.changes ?? [])];
  return { kind: 'update', pointer, segments, value, previous, target, changes };
}
