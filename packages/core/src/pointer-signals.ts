/**
 * One signal per watched place.
 *
 * A pointer signal is a computed that reads the store, and beside it a private signal, its _tick_: a number that a write at,
 * above or below the place counts up, so that the computed is evaluated anew when it is next read. So a write copies nothing
 * (the value is read when somebody asks), and a place whose value turns out to be the same as before wakes nobody, because a
 * computed that evaluates to an equal value stops the wave.
 *
 * The index holds the ticks strongly and the pointer signals weakly. A tick is observed by its pointer signal as long as that is
 * observed itself, and holds it then. So a pointer signal lives while a variable holds it or an effect has read it (even an
 * effect that nobody holds). When the last of them lets go, it is collected, and its entry with it. An effect that reads a
 * thousand places, and others in its next run, leaves nothing behind.
 */
import { jsonEqual, parentPointer, type Pointer } from '@data-map/path';
import { Computed, type Signal, signal } from '@data-map/signals';
import { type Change, type FlatStore, PrefixIndex } from '@data-map/storage';
import { isObject } from './is-object.ts';
import type { Follower } from './write-path.ts';

/** Counts of work, for tests that assert them. */
export const work = { touches: 0 };

/** For how many places it is remembered which signals are around them. */
const REMEMBERED = 1000;

/** So many positions of an array are touched one by one and not with all that are before them. */
const FEW_POSITIONS = 8;

/**
 * By how much a Change moves a tick. If the tick has moved by exactly 1 since a signal was last evaluated, its value is certainly
 * another one, so a container of 10,000 members need not be compared with what it was. After any other distance (two Changes may
 * cancel out) the values have to be compared.
 */
const CERTAIN = 1;
const UNCERTAIN = 2;

/** Is no value of a document. */
const UNKNOWN = Symbol('unknown');

/** What can be depended on at a place instead of its value. */
export type Reading<R> = (store: FlatStore, pointer: Pointer) => R;

/** What a pointer signal needs of the store. */
export interface SignalSource {
  peek(pointer: Pointer): unknown;
  lengthOf(array: Pointer): number | undefined;
  set(pointer: Pointer, value: unknown): unknown;
}

/**
 * The value at one place as a writable signal: writing it writes the store.
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
  /** The place. */
  readonly pointer: Pointer;
  /** What else somebody has depended on there, by how it is read. @internal */
  derived: Map<Reading<unknown>, Computed<unknown>> | undefined = undefined;
  readonly #source: SignalSource;

  /** @internal */
  constructor(source: SignalSource, pointer: Pointer, tick: Signal<number>) {
    let seen = 0;
    let latest: unknown;
    /** What was there before the last evaluation, if that is certainly another value. */
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
          // In a batch the value from before all of it is asked about, too
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
   * The value at the place; read inside a computed or an effect, it becomes a dependency. Assigning it is `set` of the store.
   * An equal copy of what was there is no change.
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
   * The same as assigning `value`; with `subscribe` and `update` what Svelte calls a writable store. Costs what `set` of the
   * store does.
   *
   * @throws what `set` of the store throws
   */
  set(value: Exclude<T, undefined>): void {
    this.value = value;
  }

  /** Writes what `change` makes of the value. @throws what `set` and `change` throw */
  update(change: (value: T) => Exclude<T, undefined>): void {
    this.value = change(this.peek());
  }
}

/** What is known of a signal: its tick, and through that the signal itself for as long as somebody watches it. */
interface Known {
  readonly tick: Signal<number>;
  readonly signal: WeakRef<PointerSignal<unknown>>;
}

/** The ticks of the signals at, above and below a place. */
interface Around {
  readonly ticks: readonly Signal<number>[];
  /**
   * The epoch in which all of them were last moved by `UNCERTAIN`. As long as that epoch lasts no signal has been evaluated, so to move
   * them again would tell nobody anything. Without this, each Change of a batch that shifts an array would visit all its signals.
   */
  touched: number;
}

/** The pointer signals of one store. */
export class PointerSignals implements Follower {
  readonly #source: SignalSource;
  readonly #index = new PrefixIndex<Known>();
  /** What is known around places that were written lately; forgotten when a signal comes or goes. */
  readonly #around = new Map<Pointer, Around>();
  /** Counts evaluations. Until the next one, whoever was touched is still out of date, over however many commits. */
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

  /** How many places have a signal. */
  get size(): number {
    return this.#index.size;
  }

  /** The signal of a place: the one that is there, or a new one. */
  at(pointer: Pointer): PointerSignal<unknown> {
    const known = this.#index.get(pointer)?.signal.deref();
    if (known !== undefined) return known;
    // A CycleError names it. What is no pointer the index refuses, and it might have no text
    const tick = signal(0, { name: typeof pointer === 'string' ? `"${pointer}"` : '' });
    const made = new PointerSignal<unknown>(this.#source, pointer, tick);
    this.#index.set(pointer, { tick, signal: new WeakRef(made) });
    this.#around.clear();
    this.#collected ??= new FinalizationRegistry((gone) => this.#forget(gone));
    this.#collected.register(made, pointer);
    return made;
  }

  /** What `read` says of a place of the store; tracked, and without the value there, so that a write need not copy it. */
  derived<R>(pointer: Pointer, read: Reading<R>, store: FlatStore): R {
    const at = this.at(pointer);
    const { tick } = this.#index.get(pointer)!;
    const all = (at.derived ??= new Map());
    let found = all.get(read) as Computed<R> | undefined;
    if (found === undefined) {
      // Holds the signal, with which the place would be forgotten
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
      const { op, pointer, segments, from, fromSegments } = change;
      const index = segments.at(-1);
      if (op === 'replace' || typeof index !== 'number') {
        this.#touchAround(pointer, changes.length === 1 && isCertain(change) ? CERTAIN : UNCERTAIN);
      } else {
        const array = parentPointer(pointer) ?? '';
        // Behind that nothing is, and nothing was before these Changes
        const end = (this.#source.lengthOf(array) ?? Infinity) + changes.length;
        if (from === undefined && end - index <= FEW_POSITIONS) {
          for (let at = index; at < end; at++) this.#touchAround(`${array}/${at}`);
        } else {
          this.#touchAround(array);
        }
      }
      if (from !== undefined)
        this.#touchAround(
          typeof fromSegments?.at(-1) === 'number' ? (parentPointer(from) ?? '') : from,
        );
    }
  }

  clear(): void {
    this.#index.clear();
    this.#around.clear();
  }

  /** Touches the signals above, at and below a place, unless they still are. */
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
    // After all of it, since writing a signal may throw; one step alone is to be told from two
    if (step === UNCERTAIN) around.touched = epoch;
  }

  #forget(pointer: Pointer): void {
    if (this.#index.get(pointer)?.signal.deref() !== undefined) return;
    this.#index.delete(pointer);
    this.#around.clear();
  }
}

/**
 * Whether a Change certainly changes every value at and above its place. A value below the place has changed as well, or there
 * was nothing before and there is nothing now.
 */
function isCertain({ op, value, previous }: Change): boolean {
  if (op !== 'replace') return op !== 'move';
  return !isObject(value) && !isObject(previous) && value !== previous;
}
