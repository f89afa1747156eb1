import type { AnyEvent } from './event.ts';
import type { Schedule } from './options.ts';
import type { Subscription } from './subscription.ts';

/** Makes as few events as possible of many, for `debounce`. */
export interface Gathering {
  /** One more event. */
  add(event: AnyEvent): void;
  /** What it all comes to; from now on it gathers anew. */
  take(): readonly AnyEvent[];
  /** Forgets what it has gathered. */
  clear(): void;
}

/**
 * Holds the events of one subscription back until its schedule lets them go.
 *
 * Without `debounce` every event is kept, in order. With it they are gathered, and every new one starts the wait anew.
 */
export class Postponement {
  readonly #schedule: Schedule;
  readonly #delay: number | undefined;
  readonly #gathered: Gathering;
  readonly #subscription: Subscription;
  #events: AnyEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;
  #isScheduled = false;

  constructor(
    schedule: Schedule,
    delay: number | undefined,
    gathering: Gathering,
    subscription: Subscription,
  ) {
    this.#schedule = schedule;
    this.#delay = delay;
    this.#gathered = gathering;
    this.#subscription = subscription;
  }

  /**
   * What `equals` calls no change does not start the wait of `debounce`, and only goes along with one that waits.
   *
   * @throws what the schedule function throws; the event is then delivered with the next one
   */
  add(event: AnyEvent): void {
    if (this.#delay === undefined) {
      this.#events.push(event);
      this.#start();
      return;
    }
    const isNew = !this.#subscription.ignores(event);
    // To ask that is foreign code, which may have ended the subscription
    if (this.#subscription.callback === undefined) return;
    if (!isNew && this.#timer === undefined) return;
    this.#gathered.add(event);
    if (!isNew) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), this.#delay);
  }

  /** Drops everything: nothing is delivered any more. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#gathered.clear();
    this.#events = [];
  }

  #settle(): void {
    this.#timer = undefined;
    for (const event of this.#gathered.take()) this.#events.push(event);
    if (this.#events.length > 0) this.#start();
  }

  #start(): void {
    // Called without a `this`: `requestAnimationFrame` takes none but its window
    const schedule = this.#schedule === 'microtask' ? queueMicrotask : this.#schedule;
    if (schedule === 'sync') {
      this.#run(1);
    } else if (!this.#isScheduled) {
      this.#isScheduled = true;
      // Only microtasks follow each other with nothing in between: frames and timers may go on for ever
      const round = schedule === queueMicrotask ? this.#subscription.delivery.dueRound + 1 : 1;
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
