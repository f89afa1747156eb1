import { jsonEqual, type Pointer } from '@data-map/path';
import type { ChangeRecord } from './change.ts';
import { eventKind, type SubscriptionEvent } from './event.ts';
import { isSame } from './pair.ts';
import type { Gathering } from './postponement.ts';

/**
 * The events for one place since the last `take`. Of the events between the first and the last only the Changes are kept, because
 * each such event may retain a version of the document that nothing else retains.
 */
interface PlaceEvents {
  readonly first: SubscriptionEvent;
  last: SubscriptionEvent;
  /** Whether the kind of all events is `update`. */
  isUpdate: boolean;
  /** The Changes of all events but the last, if all are updates. */
  readonly changes: ChangeRecord[];
}

/**
 * Merges the events of a debounced subscription: one event for each place, with `previous` from the first event and `value`
 * from the last one, and none if these are equal.
 */
export class EventMerger implements Gathering {
  readonly #isEqual: (previous: unknown, value: unknown) => boolean;
  readonly #places = new Map<Pointer, PlaceEvents>();

  /** @param hasEquals whether the subscription has an `equals`, which then decides about values that are not identical */
  constructor(hasEquals: boolean) {
    this.#isEqual = hasEquals ? isSame : jsonEqual;
  }

  add(event: SubscriptionEvent): void {
    const { pointer, kind } = event;
    const isUpdate = kind === 'update';
    const place = this.#places.get(pointer);
    if (place === undefined) {
      this.#places.set(pointer, { first: event, last: event, isUpdate, changes: [] });
      return;
    }
    place.isUpdate &&= isUpdate;
    if (place.isUpdate) for (const change of place.last.changes ?? []) place.changes.push(change);
    place.last = event;
  }

  take(): readonly SubscriptionEvent[] {
    const events: SubscriptionEvent[] = [];
    for (const place of this.#places.values()) {
      const { first, last } = place;
      if (first === last) events.push(first);
      else if (!this.#isEqual(first.previous, last.value)) events.push(merge(place));
    }
    this.clear();
    return events;
  }

  clear(): void {
    this.#places.clear();
  }
}

function merge({ first, last, isUpdate, changes }: PlaceEvents): SubscriptionEvent {
  const { previous } = first;
  const { pointer, segments, target, value } = last;
  const merged = { pointer, segments, value, previous, target };
  return isUpdate
    ? { kind: 'update', ...merged, changes: [...changes, ...(last.changes ?? [])] }
    : { kind: eventKind(previous, value), ...merged };
}
