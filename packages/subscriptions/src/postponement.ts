import type { AnyEvent } from './event.ts';
import type { Schedule } from './options.ts';
import type { Subscription } from './subscription.ts';

/** Merges events for `debounce`. */
export interface Gathering {
  /** Adds an event. */
  add(event: AnyEvent): void;
  /** Returns the merged events and forgets them. */
  take(): readonly AnyEvent[];
  /** Forgets all events. */
  clear(): void;
}

/**
 * Holds back the events of one subscription until its schedule releases them.
 *
 * Without `debounce`, every event is kept, in order, until the schedule calls `run`. With `debounce`, a `Gathering` merges the
 * events, and every new event restarts the timer; when the timer expires, the merged events wait for the schedule.
 */
export class Postponement {
  readonly #schedule: Schedule;
  readonly #delay: number | undefined;
  readonly #gathering: Gathering;
  readonly #subscription: Subscription;
  /** The events that wait for the schedule. */
  #events: AnyEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;
  /** Whether the schedule has been asked, and has not called `run` yet. */
  #isScheduled = false;

  constructor(
    schedule: Schedule,
    delay: number | undefined,
    gathering: Gathering,
    subscription: Subscription,
  ) {
    this.#schedule = schedule;
    this.#delay = delay;
    this.#gathering = gathering;
    this.#subscription = subscription;
  }

  /**
   * Holds an event back. With `debounce`, an event whose values `equals` calls equal does not restart the timer: it is merged if
   * the timer is running, and dropped otherwise.
   *
   * @throws what the schedule function throws; the event is then delivered together with the next one
   */
  add(event: AnyEvent): void {
    if (this.#delay === undefined) {
      this.#events.push(event);
      this.#start();
      return;
    }
    const isNew = !this.#subscription.ignores(event);
    // `equals` is user code and may have ended the subscription
    if (this.#subscription.callback === undefined) return;
    if (!isNew && this.#timer === undefined) return;
    this.#gathering.add(event);
    if (!isNew) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), this.#delay);
  }

  /** Drops all events and stops the timer. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#gathering.clear();
    this.#events = [];
  }

  /** Passes the merged events on to the schedule when the timer has expired. */
  #settle(): void {
    this.#timer = undefined;
    for (const event of this.#gathering.take()) this.#events.push(event);
    if (this.#events.length > 0) this.#start();
  }

  /** Asks the schedule to call `run`, unless it has been asked already. */
  #start(): void {
    // A local variable, so that it is called without a `this`: `requestAnimationFrame` throws for any `this` but its window
    const schedule = this.#schedule === 'microtask' ? queueMicrotask : this.#schedule;
    if (schedule === 'sync') {
      this.#run(1);
    } else if (!this.#isScheduled) {
      this.#isScheduled = true;
      // Only microtasks can starve everything else. Endless chains of frames or timers are legitimate, so they start at 1
      const round =
        schedule === queueMicrotask ? this.#subscription.delivery.microtaskRound + 1 : 1;
      const run = (): void => this.#run(round);
      try {
        schedule(run);
      } catch (error) {
        this.#isScheduled = false;
        throw error;
      }
    }
  }

  #run(round: number): void {
    this.#isScheduled = false;
    const events = this.#events;
    if (events.length === 0) return;
    this.#events = [];
    this.#subscription.delivery.release(this.#subscription, events, round);
  }
}
