import { jsonEqual } from '@data-map/path';
import { eventKind, type SubscriptionEvent } from './event.ts';
import type { Schedule } from './options.ts';

/**
 * Holds the events of one subscription back until its schedule lets them go.
 *
 * Without `debounce` every event is kept, in order. With it, the events of one place are merged: `previous` from the
 * first, `value` from the last, none where these are equal; and every new event starts the wait anew.
 */
export class Postponement {
  readonly #schedule: Schedule;
  readonly #delay: number | undefined;
  readonly #flush: (events: readonly SubscriptionEvent[]) => void;
  #events: SubscriptionEvent[] = [];
  /** With `debounce`, the first and the last event of each place. */
  readonly #places = new Map<string, [first: SubscriptionEvent, last: SubscriptionEvent]>();
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;
  #isScheduled = false;

  constructor(
    schedule: Schedule,
    delay: number | undefined,
    flush: (events: readonly SubscriptionEvent[]) => void,
  ) {
    this.#schedule = schedule;
    this.#delay = delay;
    this.#flush = flush;
  }

  /** @throws what the schedule function throws; the event is then delivered with the next one */
  add(event: SubscriptionEvent): void {
    if (this.#delay === undefined) {
      this.#events.push(event);
      this.#start();
      return;
    }
    const place = this.#places.get(event.pointer);
    if (place === undefined) this.#places.set(event.pointer, [event, event]);
    else place[1] = event;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), this.#delay);
  }

  /** Drops everything: nothing is delivered any more. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#places.clear();
    this.#events = [];
  }

  #settle(): void {
    this.#timer = undefined;
    for (const [first, last] of this.#places.values()) {
      if (first === last) this.#events.push(first);
      else if (!jsonEqual(first.previous, last.value)) this.#events.push(merge(first, last));
    }
    this.#places.clear();
    if (this.#events.length > 0) this.#start();
  }

  #start(): void {
    if (this.#schedule === 'sync') {
      this.#run();
    } else if (!this.#isScheduled) {
      this.#isScheduled = true;
      const run = (): void => this.#run();
      try {
        if (this.#schedule === 'microtask') queueMicrotask(run);
        else this.#schedule(run);
      } catch (error) {
        this.#isScheduled = false;
        throw error;
      }
    }
  }

  #run(): void {
    this.#isScheduled = false;
    const events = this.#events;
    if (events.length === 0) return;
    this.#events = [];
    this.#flush(events);
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
