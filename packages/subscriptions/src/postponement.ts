import type { AnyEvent } from './event.ts';
import type { Schedule } from './options.ts';

/** Makes as few events as possible of many, for `debounce`. */
export interface Gathering {
  add(event: AnyEvent): void;
  /** What it all comes to; from now on it gathers anew. */
  take(): readonly AnyEvent[];
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
  readonly #flush: (events: readonly AnyEvent[]) => void;
  #events: AnyEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;
  #isScheduled = false;

  constructor(
    schedule: Schedule,
    delay: number | undefined,
    gathering: Gathering,
    flush: (events: readonly AnyEvent[]) => void,
  ) {
    this.#schedule = schedule;
    this.#delay = delay;
    this.#gathered = gathering;
    this.#flush = flush;
  }

  /** @throws what the schedule function throws; the event is then delivered with the next one */
  add(event: AnyEvent): void {
    if (this.#delay === undefined) {
      this.#events.push(event);
      this.#start();
      return;
    }
    this.#gathered.add(event);
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
