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

/**
 * What computeds offer, and what signals offer to those who should not write.
 */
export interface ReadonlySignal<T = any> {
  /** The value; read inside a computed or an effect, it becomes a dependency. */
  readonly value: T;
  /** The mark by which tools recognise signals, `Symbol.for('preact-signals')`. */
  readonly brand: typeof brand;
  /** The value, without making it a dependency. */
  peek(): T;
  /** Calls `fn` with the value, at once and after every change, untracked; gives what ends it. */
  subscribe(fn: (value: T) => void): Disposer;
  /** The same as `value`, so that a signal can stand in arithmetic. */
  valueOf(): T;
  /** The value as text. */
  toString(): string;
  /** The same as `value`, for `JSON.stringify`. */
  toJSON(): T;
}

/** The mark by which tools recognise signals; the one that `@preact/signals-core` uses. */
const brand: unique symbol = Symbol.for('preact-signals') as never;

/**
 * A value that knows who reads it.
 *
 * | operation | cost |
 * | --- | --- |
 * | read | O(1); tracked and repeated in one run: one comparison |
 * | write, unchanged | O(1) |
 * | write | O(observers downstream that are not marked yet), then what they do |
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
   * As {@link signal}. O(1).
   *
   * @throws TypeError when the options are no object, or one of their functions is none.
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
   * The value. Read inside a computed or an effect, it becomes a dependency; written, it lets
   * everything run that depends on it, before the assignment returns or when the batch ends.
   *
   * @throws CycleError when it is written by effects that do not come to rest.
   * @throws What the effects throw that ran because of it; several errors as an `AggregateError`.
   */
  get value(): T {
    const observer = state.observer;
    if (observer !== undefined && this.seenBy !== state.run) track(this, observer);
    return this.current as T;
  }

  set value(value: T) {
    // The common case must not look into anything
    if (this.options === undefined ? value === this.current : !differs(this, value, this.current))
      return;
    let old: Before | undefined;
    if (state.depth) {
      if (state.rounds > MAX_ROUNDS) throw new CycleError(this);
      old = recall(this, value);
    }
    // No code of the user between here and the marks: see check.ts
    const clock = (state.clock = (state.clock + 1) | 0);
    // First: if this is the end of the stack, nothing is written that nobody would be told of
    if (this.subs !== undefined) propagate(this.subs);
    this.current = value;
    this.version = old?.version ?? clock;
    if (this.subs !== undefined && state.depth === 0) flush();
  }

  /** The value, without making it a dependency. O(1). */
  peek(): T {
    return this.current as T;
  }

  /**
   * Calls `fn` with the value, at once and after every change, untracked. Lighter than an effect.
   *
   * @returns A function that ends it. Inside an effect or a scope it ends with that, too.
   * @throws What `fn` throws when it is called at once, or what it sets off; then there is no subscription.
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

  /** The name from the options; shown in errors and debuggers. */
  get name(): string | undefined {
    return this.options?.name;
  }

  set name(name: string | undefined) {
    this.options = { ...this.options, name };
  }

  /** The same as `value`, tracked, so that a signal can stand in arithmetic. */
  valueOf(): T {
    return this.value;
  }

  /** The value as text; tracked. */
  toString(): string {
    return this.value + '';
  }

  /** The same as `value`, tracked, for `JSON.stringify`. */
  toJSON(): T {
    return this.value;
  }

  /** The mark by which tools recognise signals, `Symbol.for('preact-signals')`. */
  get brand(): typeof brand {
    return brand;
  }
}

/**
 * Makes a signal: a value that computeds, effects and subscribers follow. O(1).
 *
 * @param value - The first value; `undefined` if left out.
 * @param options - `name`, `equals` (default `===`), `watched`, `unwatched`.
 * @throws TypeError when the options are no object, or one of their functions is none.
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
 * Whether `value` is a signal or a computed made by this copy of the library. That says that it can be read, not that it can be
 * written. O(1).
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
