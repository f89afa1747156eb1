import { jsonEqual, type Pointer } from '@data-map/path';
import type { ChangeRecord } from './change.ts';
import { eventKind, type SubscriptionEvent } from './event.ts';
import type { Gathering } from './postponement.ts';

/**
 * The first and the last event of a place. Of those in between only the Changes are kept: each may hold a version of the document
 * that nobody else does.
 */
interface Gathered {
  readonly first: SubscriptionEvent;
  last: SubscriptionEvent;
  /** Whether all of them are. */
  isUpdate: boolean;
  /** Those of all but the last. */
  readonly changes: ChangeRecord[];
}

/**
 * The events of places, gathered: one for each place, `previous` from its first event, `value` from its last, none where
 * these are equal.
 */
export class Places implements Gathering {
  readonly #places = new Map<Pointer, Gathered>();

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
      else if (!jsonEqual(first.previous, last.value)) events.push(merge(place));
    }
    this.clear();
    return events;
  }

  clear(): void {
    this.#places.clear();
  }
}

function merge({ first, last, isUpdate, changes }: Gathered): SubscriptionEvent {
  const { previous } = first;
  const { pointer, segments, target, value } = last;
  const merged = { pointer, segments, value, previous, target };
  return isUpdate
    ? { kind: 'update', ...merged, changes: [...changes, ...(last.changes ?? [])] }
    : { kind: eventKind(previous, value), ...merged };
}
