/**
 * One signal per observed place.
 *
 *     write ─> tick: signal of a number ─> pointer signal: computed that reads the store ─> computeds, effects
 *
 * A write at, above or below the place increments the *tick*, which marks the pointer signal stale. So a write copies
 * nothing (the value is read only when somebody asks for it), and a place whose value turns out to be unchanged notifies
 * nobody, because a computed that evaluates to an equal value stops the propagation.
 *
 * Lifetime. The index holds the ticks strongly and the pointer signals weakly. A tick holds its pointer signal only while
 * that is observed itself. So a pointer signal lives while a variable holds it or an effect depends on it, even an effect
 * whose disposer nobody holds. After that it is garbage-collected, and its entry in the index is removed: an effect that
 * reads a thousand places, and others in its next run, leaves nothing behind.
 */
import { jsonEqual, type Pointer } from '@data-map/path';
import { Computed, type Signal, signal } from '@data-map/signals';
import { type Change, type FlatStore, PrefixIndex } from '@data-map/storage';
import { isObject } from './is-object.ts';
import { forEachAltered, isShift } from './altered-places.ts';
import type { Follower } from './write-path.ts';

/** Counters of work, for tests that assert cost. */
export const work = { touches: 0 };

/** The maximum size of `#around`. */
const REMEMBERED = 1000;

/**
 * By how much a Change increments a tick. If a tick has advanced by exactly 1 since its signal was last evaluated, the value is
 * certainly a different one, and a container of 10,000 members need not be compared with its predecessor. After any other
 * distance the values are compared: two Changes may have cancelled out.
 */
const CERTAIN = 1;
const UNCERTAIN = 2;

/** Differs from every value of a document. */
const UNKNOWN = Symbol('unknown');

/** Derives something from a place that can be depended on instead of its value, such as whether it exists. */
export type Reading<R> = (store: FlatStore, pointer: Pointer) => R;

/** What a pointer signal needs from the store. */
export interface SignalSource {
  peek(pointer: Pointer): unknown;
  lengthOf(array: Pointer): number | undefined;
  set(pointer: Pointer, value: unknown): unknown;
}

/**
 * The value at one place as a writable signal: writing the signal writes to the store. Created by `DataMap.signal`.
 *
 * @example
 * ```ts
 * import { createDataMap, effect } from '@data-map/core';
 * const store = createDataMap({ count: 1 });
 * const count = store.signal('/count');
 * effect(() => console.log(count.value)); // -> 1
 * count.value++; // -> 2
 * console.log(store.get('/count')); // -> 2
 * ```
 */
export class PointerSignal<T> extends Computed<T> {
  /** The place that the signal reads and writes. */
  readonly pointer: Pointer;
  /** The computeds for other things that were read of the place, by reading. @internal */
  derived: Map<Reading<unknown>, Computed<unknown>> | undefined = undefined;
  readonly #source: SignalSource;

  /** @internal */
  constructor(source: SignalSource, pointer: Pointer, tick: Signal<number>) {
    let seen = 0;
    let latest: unknown;
    /** The value before the last evaluation, if it certainly differs from the value after it; otherwise `UNKNOWN`. */
    let outdated: unknown = UNKNOWN;
    super(
      () => {
        const steps = tick.value - seen;
        seen += steps;
        outdated = steps === CERTAIN ? latest : UNKNOWN;
        latest = source.peek(pointer);
        return latest as T;
      },
      {
        equals: (before, after) => {
          if (before === after) return true;
          // At the end of a batch the value from before the batch is compared, too
          const isOther = before === outdated;
          outdated = UNKNOWN;
          return !isOther && jsonEqual(before, after);
        },
        name: pointer,
      },
    );
    this.pointer = pointer;
    this.#source = source;
  }

  /**
   * The value at the place. Tracked. Assigning it is `set` of the store; an equal copy of the current value is not a change for
   * those who depend on the signal.
   *
   * @throws what `set` of the store throws
   */
  override get value(): T {
    return super.value;
  }

  override set value(value: Exclude<T, undefined>) {
    this.#source.set(this.pointer, value);
  }

  /**
   * Writes a value, like assigning `value`. With `subscribe` and `update`, this makes the signal a writable store in the sense
   * of Svelte. Costs what `set` of the store does.
   *
   * @throws what `set` of the store throws
   */
  set(value: Exclude<T, undefined>): void {
    this.value = value;
  }

  /** Writes what `change` returns for the current value. @throws what `set` of the store and `change` throw */
  update(change: (value: T) => Exclude<T, undefined>): void {
    this.value = change(this.peek());
  }
}

/** The entry of a place in the index. */
interface Known {
  readonly tick: Signal<number>;
  readonly signal: WeakRef<PointerSignal<unknown>>;
}

/** The ticks that a write at one place increments: those at, above and below it. */
interface Around {
  readonly ticks: readonly Signal<number>[];
  /**
   * The epoch in which all of them were last incremented by `UNCERTAIN`. While it lasts, nothing has been evaluated, so all of
   * their signals are still stale and another increment would change nothing. Without this, each Change of a batch that
   * shifts an array would visit all signals of the array.
   */
  touched: number;
}

/** The pointer signals of one store. */
export class PointerSignals implements Follower {
  readonly #source: SignalSource;
  readonly #index = new PrefixIndex<Known>();
  /** Caches the ticks around places that were written recently; cleared when a signal is created or collected. */
  readonly #around = new Map<Pointer, Around>();
  /** Counts evaluations. Until the next one, whatever was touched is still stale, even across commits. */
  #epoch = 0;
  #collected: FinalizationRegistry<Pointer> | undefined = undefined;

  constructor(source: SignalSource) {
    this.#source = {
      ...source,
      peek: (pointer) => {
        this.#epoch++;
        return source.peek(pointer);
      },
    };
  }

  get idle(): boolean {
    return this.#index.size === 0;
  }

  /** The number of places that have a signal. */
  get size(): number {
    return this.#index.size;
  }

  /** Returns the signal of a place, which is created if there is none. @throws PointerSyntaxError */
  at(pointer: Pointer): PointerSignal<unknown> {
    const known = this.#index.get(pointer)?.signal.deref();
    if (known !== undefined) return known;
    // The name appears in the message of a CycleError. Something that is not a string may not be printable; the index refuses it below
    const tick = signal(0, { name: typeof pointer === 'string' ? `"${pointer}"` : '' });
    const made = new PointerSignal<unknown>(this.#source, pointer, tick);
    this.#index.set(pointer, { tick, signal: new WeakRef(made) });
    this.#around.clear();
    this.#collected ??= new FinalizationRegistry((gone) => this.#forget(gone));
    this.#collected.register(made, pointer);
    return made;
  }

  /** Returns `read` of a place. Tracks that result instead of the value, which a write would have to copy otherwise. */
  derived<R>(pointer: Pointer, read: Reading<R>, store: FlatStore): R {
    const at = this.at(pointer);
    const { tick } = this.#index.get(pointer)!;
    const all = (at.derived ??= new Map());
    let found = all.get(read) as Computed<R> | undefined;
    if (found === undefined) {
      // Uses `at.pointer`, and so keeps the pointer signal alive, without which the entry of the place would be removed
      found = new Computed(() => {
        this.#epoch++;
        void tick.value;
        return read(store, at.pointer);
      });
      all.set(read, found);
    }
    return found.value;
  }

  follow(changes: readonly Change[]): void {
    for (const change of changes) {
      if (isShift(change)) {
        const { lengthOf } = this.#source;
        forEachAltered(change, changes.length, lengthOf, (place) => this.#touchAround(place));
      } else {
        const step = changes.length === 1 && isCertain(change) ? CERTAIN : UNCERTAIN;
        this.#touchAround(change.pointer, step);
      }
    }
  }

  clear(): void {
    this.#index.clear();
    this.#around.clear();
  }

  /** Increments the ticks at, above and below a place, unless their signals are still stale since the last time. */
  #touchAround(pointer: Pointer, step = UNCERTAIN): void {
    const epoch = this.#epoch;
    let around = this.#around.get(pointer);
    if (around?.touched === epoch) return;
    if (around === undefined) {
      const ticks = [...this.#index.ancestors(pointer), ...this.#index.getByPrefix(pointer)].map(
        (place) => this.#index.get(place)!.tick,
      );
      around = { ticks, touched: -1 };
      if (this.#around.size >= REMEMBERED) this.#around.clear();
      this.#around.set(pointer, around);
    }
    work.touches += around.ticks.length;
    for (const tick of around.ticks) tick.value = tick.peek() + step;
    // Only now, since writing a signal may throw; and only for `UNCERTAIN`, since a signal must be able to tell one `CERTAIN` from two
    if (step === UNCERTAIN) around.touched = epoch;
  }

  #forget(pointer: Pointer): void {
    if (this.#index.get(pointer)?.signal.deref() !== undefined) return;
    this.#index.delete(pointer);
    this.#around.clear();
  }
}

/**
 * Whether a Change certainly changes every value at and above its place. (A value below the place has then changed as well, or
 * nothing was there before and after.)
 */
function isCertain({ op, value, previous }: Change): boolean {
  if (op !== 'replace') return op !== 'move';
  return !isObject(value) && !isObject(previous) && value !== previous;
}
