import { compile, signal, type Pointer, type ReadonlySignal } from '@data-map/core';
import { other } from './other-value.ts';
import type { Session } from './session.ts';
import { isContainer } from './tree-rows.ts';
import type { Watchers } from './watchers.ts';

/** The number of leaves that the storm writes to. */
const TARGETS = 20_000;

/** The time that the storm may take in each frame, in milliseconds. */
const BUDGET = 9;

/** The interval between two readings of the meter, in milliseconds. */
const READING = 500;

/** The cost of one evaluation is measured by repeating it for so many milliseconds. */
const LONG_ENOUGH = 2;

/** The costs that the storm measures. */
export interface Meter {
  readonly writesPerSecond: number;
  readonly eventsPerSecond: number;
  /** The time of one write, with all notifications, in microseconds. */
  readonly perUpdate: number;
  /** The time to evaluate all live queries again, in microseconds; NaN if there are none. */
  readonly perRequery: number;
}

/** Makes random writes to the leaves of a document at a given rate, some in every frame. */
export class Storm {
  readonly #session: Session;
  readonly #watchers: Watchers;
  readonly #meter = signal<Meter | undefined>(undefined);
  readonly #running = signal(false);
  readonly #idle = signal(false);
  #leaves: readonly Pointer[] = [];
  #frame = 0;
  /** The wanted number of writes per second. */
  rate: number;

  constructor(session: Session, watchers: Watchers, rate: number) {
    this.#session = session;
    this.#watchers = watchers;
    this.rate = rate;
  }

  get meter(): ReadonlySignal<Meter | undefined> {
    return this.#meter;
  }

  get isRunning(): ReadonlySignal<boolean> {
    return this.#running;
  }

  /** Whether the storm is running, or was started, without a leaf to write to. */
  get isIdle(): ReadonlySignal<boolean> {
    return this.#idle;
  }

  start(): void {
    if (this.#running.peek() || !this.#chooseLeaves()) return;
    this.#running.value = true;
    let last = performance.now();
    let owed = 0;
    let read = last;
    let writes = 0;
    let missed = 0;
    let busy = 0;
    let events = this.#watchers.events;
    const step = (): void => {
      const now = performance.now();
      // After a pause, such as in a hidden tab, missed writes are not made up for
      owed = Math.min(owed + ((now - last) * this.rate) / 1000, this.rate / 10);
      last = now;
      const done = this.#write(Math.floor(owed));
      owed -= done.writes + done.missed;
      writes += done.writes;
      missed += done.missed;
      busy += done.milliseconds;
      if (now - read >= READING) {
        const seconds = (now - read) / 1000;
        this.#meter.value = {
          writesPerSecond: writes / seconds,
          eventsPerSecond: (this.#watchers.events - events) / seconds,
          perUpdate: writes === 0 ? Number.NaN : (busy * 1000) / writes,
          perRequery: this.#requery(),
        };
        // The document was replaced, and the leaves no longer exist
        if (missed > writes && !this.#chooseLeaves()) return this.stop();
        [read, writes, missed, busy, events] = [now, 0, 0, 0, this.#watchers.events];
      }
      this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#running.value = false;
  }

  #chooseLeaves(): boolean {
    this.#leaves = sampleOfLeaves(this.#session);
    this.#idle.value = this.#leaves.length === 0;
    return this.#leaves.length > 0;
  }

  #write(wanted: number): { writes: number; missed: number; milliseconds: number } {
    const { store } = this.#session;
    const begin = performance.now();
    let tries = 0;
    let missed = 0;
    for (; tries < wanted; tries++) {
      if ((tries & 31) === 31 && performance.now() - begin > BUDGET) break;
      const pointer = this.#leaves[Math.floor(Math.random() * this.#leaves.length)] ?? '';
      const value = store.peek(pointer);
      // The user may have removed the leaf, or replaced it by a container
      if (value === undefined || isContainer(value)) missed++;
      else store.set(pointer, other(value), { origin: 'storm' });
    }
    return { writes: tries - missed, missed, milliseconds: performance.now() - begin };
  }

  /** Measures the evaluation of all live queries: the cost of a write without incremental queries. */
  #requery(): number {
    const { queries } = this.#watchers;
    if (queries.length === 0) return Number.NaN;
    const document = this.#session.store.toObject();
    const compiled = queries.map((text) => compile(text));
    const begin = performance.now();
    let rounds = 0;
    let milliseconds = 0;
    // Clocks of browsers advance in steps of up to a millisecond
    while (milliseconds < LONG_ENOUGH) {
      for (const query of compiled) query.values(document);
      rounds++;
      milliseconds = performance.now() - begin;
    }
    return (milliseconds * 1000) / rounds;
  }
}

/** Returns leaves spread over the whole document. */
function sampleOfLeaves({ store }: Session): Pointer[] {
  const every = Math.max(1, Math.floor(store.size / TARGETS));
  const leaves: Pointer[] = [];
  let at = 0;
  for (const pointer of store.keys()) if (at++ % every === 0) leaves.push(pointer);
  return leaves;
}
