import { compile, signal, type Pointer, type ReadonlySignal } from '@data-map/core';
import type { Session } from './session.ts';
import { isContainer } from './tree-rows.ts';
import type { Watchers } from './watchers.ts';

/** Leaves that the storm writes to. */
const TARGETS = 20_000;

/** Milliseconds of a frame that the storm may take. */
const BUDGET = 9;

/** How often the meter is read, in milliseconds. */
const READING = 500;

/** What the storm costs. */
export interface Meter {
  readonly writesPerSecond: number;
  readonly eventsPerSecond: number;
  /** One write, with all that is told because of it, in microseconds. */
  readonly perUpdate: number;
  /** What the live queries would cost for each write if they were evaluated anew, in microseconds; NaN without any. */
  readonly perRequery: number;
}

/** Random writes to the leaves of a document, at a rate, a few in every frame. */
export class Storm {
  readonly #session: Session;
  readonly #watchers: Watchers;
  readonly #meter = signal<Meter | undefined>(undefined);
  readonly #running = signal(false);
  #leaves: readonly Pointer[] = [];
  #frame = 0;
  /** Writes a second that are wanted. */
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

  start(): void {
    if (this.#running.peek()) return;
    this.#leaves = sampleOfLeaves(this.#session);
    if (this.#leaves.length === 0) return;
    this.#running.value = true;
    let last = performance.now();
    let owed = 0;
    let read = last;
    let writes = 0;
    let busy = 0;
    let events = this.#watchers.events;
    const step = (): void => {
      const now = performance.now();
      // After a pause, in a tab that was hidden, nothing is caught up on
      owed = Math.min(owed + ((now - last) * this.rate) / 1000, this.rate / 10);
      last = now;
      const done = this.#write(Math.floor(owed));
      owed -= done.writes;
      writes += done.writes;
      busy += done.milliseconds;
      if (now - read >= READING) {
        const seconds = (now - read) / 1000;
        this.#meter.value = {
          writesPerSecond: writes / seconds,
          eventsPerSecond: (this.#watchers.events - events) / seconds,
          perUpdate: (busy * 1000) / writes,
          perRequery: this.#requery(),
        };
        [read, writes, busy, events] = [now, 0, 0, this.#watchers.events];
      }
      this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#running.value = false;
  }

  #write(wanted: number): { writes: number; milliseconds: number } {
    const { store } = this.#session;
    const begin = performance.now();
    let writes = 0;
    for (; writes < wanted; writes++) {
      if ((writes & 31) === 31 && performance.now() - begin > BUDGET) break;
      const pointer = this.#leaves[Math.floor(Math.random() * this.#leaves.length)] ?? '';
      const value = store.peek(pointer);
      // Somebody may have removed the leaf, or put a container there
      if (value === undefined || isContainer(value)) continue;
      store.set(pointer, other(value), { origin: 'storm' });
    }
    return { writes, milliseconds: performance.now() - begin };
  }

  /** The same work by evaluating each query anew: what a write would cost without incremental queries. */
  #requery(): number {
    const { queries } = this.#watchers;
    if (queries.length === 0) return Number.NaN;
    const document = this.#session.store.toObject();
    const compiled = queries.map((text) => compile(text));
    const begin = performance.now();
    for (const query of compiled) query.values(document);
    return (performance.now() - begin) * 1000;
  }
}

/** Leaves spread over the whole document. */
function sampleOfLeaves({ store }: Session): Pointer[] {
  const every = Math.max(1, Math.floor(store.size / TARGETS));
  const leaves: Pointer[] = [];
  let at = 0;
  for (const pointer of store.keys()) if (at++ % every === 0) leaves.push(pointer);
  return leaves;
}

/** Another value of the same kind; twice gives the first one back, so that a storm leaves no heap of words. */
function other(value: unknown): unknown {
  switch (typeof value) {
    case 'boolean':
      return !value;
    case 'number':
      return Number.isInteger(value) ? value ^ 1 : -value;
    case 'string':
      return value.endsWith('*') ? value.slice(0, -1) : `${value}*`;
    default:
      return true;
  }
}
