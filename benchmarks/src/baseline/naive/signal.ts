/**
 * Bottleneck 3 as the founding plan found it: observers in a Set, which is copied to an array for every
 * notification, because observers may be added or removed meanwhile. Each run of an effect first removes it from all its signals,
 * and reading a signal adds it again.
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

/** Runs `work`; each signal that it reads adds `effect` to its observers. */
function runAs(effect: NaiveEffect, work: () => void): void {
  const outer = running;
  running = effect;
  try {
    work();
  } finally {
    running = outer;
  }
}
