/**
 * Bottleneck 3 as the founding plan found it: observers in a Set, and a copy of the Set as an array for every
 * notification, because an observer may come or go meanwhile. An effect leaves all its signals and enters them again on
 * each run.
 */
export class NaiveSignal<T> {
  #value: T;
  readonly #subscribers = new Set<(value: T) => void>();
  readonly #observers = new Set<NaiveEffect>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    if (running) {
      this.#observers.add(running);
      running.sources.add(this);
    }
    return this.#value;
  }

  set value(value: T) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const subscriber of Array.from(this.#subscribers)) subscriber(value);
    for (const observer of Array.from(this.#observers)) observer.run();
  }

  subscribe(subscriber: (value: T) => void): () => void {
    this.#subscribers.add(subscriber);
    return () => void this.#subscribers.delete(subscriber);
  }

  leave(observer: NaiveEffect): void {
    this.#observers.delete(observer);
  }
}

interface Left {
  leave(observer: NaiveEffect): void;
}

let running: NaiveEffect | undefined;

export class NaiveEffect {
  readonly sources = new Set<Left>();
  readonly #work: () => void;

  constructor(work: () => void) {
    this.#work = work;
    this.run();
  }

  run(): void {
    for (const source of this.sources) source.leave(this);
    this.sources.clear();
    runAs(this, this.#work);
  }
}

/** Signals that are read meanwhile are entered by `effect`. */
function runAs(effect: NaiveEffect, work: () => void): void {
  const outer = running;
  running = effect;
  try {
    work();
  } finally {
    running = outer;
  }
}
