import { differs, flush, MAX_ROUNDS, recall } from './batch.ts';
import type { Disposer } from './disposer.ts';
import { CycleError, requireOptions } from './errors.ts';
import { noteHook } from './links.ts';
import type { Before, Link } from './node.ts';
import type { SignalOptions } from './options.ts';
import { propagate } from './propagate.ts';
import { state } from './state.ts';
import { subscribeTo } from './subscribers.ts';
import { track } from './tracking.ts';

/** The read-only interface of signals and computeds. */
export interface ReadonlySignal<T = any> {
  /** The value. A read inside a computed or an effect makes it a dependency. */
  readonly value: T;
  /** `Symbol.for('preact-signals')`, by which tools recognise signals. */
  readonly brand: typeof brand;
  /** The value, without making it a dependency. */
  peek(): T;
  /**
   * Calls `fn` with the value, at once and after every change, untracked. Returns a function that ends
   * the subscription.
   */
  subscribe(fn: (value: T) => void): Disposer;
  /** The same as `value`, so that a signal can be used in arithmetic. */
  valueOf(): T;
  /** The value as a string. */
  toString(): string;
  /** The same as `value`, for `JSON.stringify`. */
  toJSON(): T;
}

/** The brand by which tools recognise signals; the same as that of `@preact/signals-core`. */
const brand: unique symbol = Symbol.for('preact-signals') as never;

/**
 * A value that tracks its readers, and notifies them when it is written.
 *
 * | operation | cost |
 * | --- | --- |
 * | read | O(1); a repeated tracked read in one run is a comparison |
 * | write of an equal value | O(1) |
 * | write of another value | O(downstream links that are not marked yet), plus the runs |
 * | memory | 80 bytes, and 72 for each observer's link |
 */
export class Signal<T = any> {
  /** @internal */ flags = 0;
  /** @internal */ current: unknown;
  /** @internal */ version = 0;
  /** @internal */ seenBy = 0;
  /** @internal */ subs: Link | undefined = undefined;
  /** @internal */ before: Before | undefined = undefined;
  /** @internal */ options: SignalOptions | undefined;

  /**
   * The same as {@link signal}. O(1).
   *
   * @throws TypeError if the options are not an object, or one of their functions is not a function.
   */
  constructor(value?: T, options?: SignalOptions<NoInfer<T>>) {
    this.current = value;
    this.options = options;
    if (options) {
      requireOptions(options);
      if (options.watched || options.unwatched) noteHook();
    }
  }

  /**
   * The value. A read inside a computed or an effect makes it a dependency. A write runs the effects and
   * subscribers that depend on it, before the assignment returns or, inside a batch, when the batch ends.
   *
   * @throws CycleError if effects keep writing it and do not come to rest.
   * @throws What the effects that a write runs throw; several errors as an `AggregateError`.
   */
  get value(): T {
    const observer = state.observer;
    if (observer !== undefined && this.seenBy !== state.run) track(this, observer);
    return this.current as T;
  }

  set value(value: T) {
    // Without options, the common case, nothing is called
    if (this.options === undefined ? value === this.current : !differs(this, value, this.current))
      return;
    let old: Before | undefined;
    if (state.depth) {
      if (state.rounds > MAX_ROUNDS) throw new CycleError(this);
      old = recall(this, value);
    }
    // No user code may run between here and the marks: checks rely on the clock having moved with every
    // mark
    const clock = (state.clock = (state.clock + 1) | 0);
    // Before the write: if the stack overflows in here, there must be no new value without marks
    if (this.subs !== undefined) propagate(this.subs);
    this.current = value;
    this.version = old?.version ?? clock;
    if (this.subs !== undefined && state.depth === 0) flush();
  }

  /** Returns the value without making it a dependency. O(1). */
  peek(): T {
    return this.current as T;
  }

  /**
   * Calls `fn` with the value, at once and after every change, untracked. Costs less than an effect.
   *
   * @returns A function that ends the subscription. A subscription made inside an effect or a scope also
   *   ends with it.
   * @throws What the first call of `fn` throws, or anything that runs because of it; then there is no
   *   subscription.
   * @throws TypeError if `fn` is not a function.
   * @example
   * ```ts
   * import { signal } from '@data-map/signals';
   *
   * const count = signal(1);
   * const stop = count.subscribe((value) => console.log(value)); // -> 1
   * count.value = 2; // -> 2
   * stop();
   * count.value = 3;
   * ```
   */
  subscribe(fn: (value: T) => void): Disposer {
    return subscribeTo(this, fn as (value: unknown) => void);
  }

  /** The name from the options, shown in errors and debuggers. */
  get name(): string | undefined {
    return this.options?.name;
  }

  set name(name: string | undefined) {
    this.options = { ...this.options, name };
  }

  /** The same as `value`, tracked, so that a signal can be used in arithmetic. */
  valueOf(): T {
    return this.value;
  }

  /** The value as a string; tracked. */
  toString(): string {
    return this.value + '';
  }

  /** The same as `value`, tracked, for `JSON.stringify`. */
  toJSON(): T {
    return this.value;
  }

  /** `Symbol.for('preact-signals')`, by which tools recognise signals. */
  get brand(): typeof brand {
    return brand;
  }
}

/**
 * Creates a signal: a value that notifies the computeds, effects and subscribers that depend on it. O(1).
 *
 * @param value - The initial value; `undefined` if left out.
 * @param options - `name`, `equals` (default `===`), `watched`, `unwatched`.
 * @throws TypeError if the options are not an object, or one of their functions is not a function.
 * @example
 * ```ts
 * import { signal } from '@data-map/signals';
 *
 * const count = signal(1);
 * count.value += 1;
 * console.log(count.value, String(count), JSON.stringify({ count })); // -> 2 2 {"count":2}
 * ```
 */
export function signal<T>(value: T, options?: SignalOptions<NoInfer<T>>): Signal<T>;
export function signal<T = undefined>(): Signal<T | undefined>;
export function signal<T>(value?: T, options?: SignalOptions<T>): Signal<T | undefined> {
  return new Signal(value, options as SignalOptions<T | undefined> | undefined);
}

/**
 * Whether `value` is a signal or a computed of this copy of the library. Either can be read, but only a
 * signal can be written. O(1).
 *
 * @example
 * ```ts
 * import { computed, isSignal, signal } from '@data-map/signals';
 *
 * console.log(isSignal(signal(1)), isSignal(computed(() => 1)), isSignal({ value: 1 })); // -> true true false
 * ```
 */
export function isSignal(value: unknown): value is ReadonlySignal<unknown> {
  return value instanceof Signal;
}
