/**
 * References that follow an element, where a pointer would stay at its position.
 *
 * A ref keeps the location of its element and rebases it on every Change (`rebase.ts`), inside batches too. When a
 * transaction is rolled back, the locations are put back as they were when it began: an element that was removed and
 * restored has the same refs as before.
 */
import { formatPointer, jsonEqual, type Pointer, type Segments } from '@data-map/path';
import { type Signal, signal } from '@data-map/signals';
import type { Change } from '@data-map/storage';
import { checkCallback, ElementGoneError } from './errors.ts';
import { rebase } from './rebase.ts';
import type { Saying } from '@data-map/subscriptions';
import type { Follower, Listener } from './write-path.ts';

/** What refs need of the store. */
export interface RefSource {
  get(pointer: Pointer): unknown;
  peek(pointer: Pointer): unknown;
  set(pointer: Pointer, value: unknown): unknown;
}

type RefCallback<E> = (value: E | undefined, ref: ElementRef<E>) => void;

/**
 * An element, wherever it is. Made by `DataMap.ref`. Following one Change costs O(segments of its location).
 *
 * @example
 * ```ts
 * import { createDataMap } from '@data-map/core';
 * const store = createDataMap({ todos: ['ship', 'rest'] });
 * const rest = store.ref('/todos/1');
 * store.unshift('/todos', 'plan');
 * console.log(rest.pointer, rest.get()); // -> /todos/2 rest
 * store.delete('/todos/2');
 * console.log(rest.pointer, rest.get()); // -> null undefined
 * ```
 */
export class ElementRef<E = unknown> {
  readonly #source: RefSource;
  readonly #refs: ElementRefs;
  readonly #moved: Signal<number> = signal(0);
  readonly #callbacks = new Set<{ readonly call: RefCallback<E> }>();
  #location: Segments | null;
  /** Where it was last. */
  #last: Pointer;
  /** The value that subscribers were last told of, or have seen when they came. */
  #told: unknown = undefined;

  constructor(source: RefSource, refs: ElementRefs, location: Segments) {
    this.#source = source;
    this.#refs = refs;
    this.#location = location;
    this.#last = formatPointer(location);
  }

  /** Where the element is now; `null` once it is gone. Tracked inside computeds and effects. */
  get pointer(): Pointer | null {
    void this.#moved.value;
    return this.#location === null ? null : this.#last;
  }

  /** The element; `undefined` once it is gone. Tracked inside computeds and effects. */
  get(): E | undefined {
    const { pointer } = this;
    return pointer === null ? undefined : (this.#source.get(pointer) as E);
  }

  /** @throws ElementGoneError once the element is gone */
  set(value: E): void {
    if (this.#location === null) throw new ElementGoneError(this.#last);
    this.#source.set(this.#last, value);
  }

  /**
   * Calls back after each commit that changed the element's value, wherever it is by then, and when it goes.
   *
   * @returns a function that ends it
   * @throws SubscriptionOptionError when `callback` is no function
   */
  subscribe(callback: RefCallback<E>): () => void {
    checkCallback(callback);
    const entry = { call: callback };
    if (this.#callbacks.size === 0) this.#told = this.#peek();
    this.#callbacks.add(entry);
    this.#refs.hold(this);
    return () => {
      this.#callbacks.delete(entry);
      if (this.#callbacks.size === 0) this.#refs.release(this);
    };
  }

  /** @internal */
  follow(changes: readonly Change[]): void {
    let location = this.#location;
    for (const change of changes) if (location !== null) location = rebase(location, change);
    this.moveTo(location);
  }

  /** @internal */
  get location(): Segments | null {
    return this.#location;
  }

  /** @internal */
  moveTo(location: Segments | null): void {
    if (location === this.#location) return;
    this.#location = location;
    if (location !== null) this.#last = formatPointer(location);
    this.#moved.value = this.#moved.peek() + 1;
  }

  /** Adds what is to be said after a commit. @internal */
  news(sayings: Saying[]): void {
    const value = this.#peek();
    if (this.#callbacks.size === 0 || jsonEqual(value, this.#told)) return;
    this.#told = value;
    for (const entry of this.#callbacks) {
      const call = (): void => {
        if (this.#callbacks.has(entry)) entry.call(value as E | undefined, this);
      };
      sayings.push({ target: this.#last, call });
    }
  }

  /** Nobody is called any more, not even for what is queued. @internal */
  mute(): void {
    this.#callbacks.clear();
  }

  #peek(): unknown {
    return this.#location === null ? undefined : this.#source.peek(this.#last);
  }
}

/** What can have something to say after a commit. */
interface Newsworthy {
  news(sayings: Saying[]): void;
  mute(): void;
}

/** The refs of one store: held weakly, those with subscribers strongly. */
export class ElementRefs implements Follower, Listener {
  readonly #all = new Set<WeakRef<ElementRef>>();
  readonly #held = new Set<Newsworthy>();
  readonly #collected = new FinalizationRegistry<WeakRef<ElementRef>>((ref) =>
    this.#all.delete(ref),
  );

  get idle(): boolean {
    return this.#all.size === 0;
  }

  make(source: RefSource, location: Segments): ElementRef {
    const ref = new ElementRef(source, this, location);
    const weak = new WeakRef(ref);
    this.#all.add(weak);
    this.#collected.register(ref, weak);
    return ref;
  }

  hold(ref: Newsworthy): void {
    this.#held.add(ref);
  }

  release(ref: Newsworthy): void {
    this.#held.delete(ref);
  }

  follow(changes: readonly Change[]): void {
    for (const ref of this.#alive()) ref.follow(changes);
  }

  save(): () => void {
    const locations = Array.from(this.#alive(), (ref) => [ref, ref.location] as const);
    return () => {
      for (const [ref, location] of locations) ref.moveTo(location);
    };
  }

  commit(_changes: readonly Change[], _origin: unknown, sayings: Saying[]): void {
    for (const ref of this.#held) ref.news(sayings);
  }

  clear(): void {
    for (const ref of this.#held) ref.mute();
    this.#all.clear();
    this.#held.clear();
  }

  *#alive(): Generator<ElementRef, void, undefined> {
    for (const weak of this.#all) {
      const ref = weak.deref();
      if (ref !== undefined) yield ref;
    }
  }
}
