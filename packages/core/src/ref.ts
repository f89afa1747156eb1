/**
 * References that follow an element, where a pointer would stay at its position.
 *
 * Where the element of a ref is, and which refs a Change moves, is the subject of `anchor-index.ts`. This file is what one
 * sees of it: reading and writing through a ref, and telling its subscribers after a commit.
 */
import { jsonEqual, type Pointer, type Segments } from '@data-map/path';
import type { Change } from '@data-map/storage';
import type { Saying, Unsubscribe } from '@data-map/subscriptions';
import type { Anchor } from './anchor.ts';
import { AnchorIndex } from './anchor-index.ts';
import { disposable } from './disposable.ts';
import { checkCallback, DisposedError, ElementGoneError } from './errors.ts';
import type { Follower, Listener, Restore } from './write-path.ts';

/** What refs need of the store. */
export interface RefSource {
  get(pointer: Pointer): unknown;
  peek(pointer: Pointer): unknown;
  set(pointer: Pointer, value: unknown): unknown;
}

type RefCallback<E> = (value: E | undefined, ref: ElementRef<E>) => void;

/** A method, so that a ref of a type is one of every wider type. */
interface Called<E> {
  call(value: E | undefined, ref: ElementRef<E>): void;
}

/**
 * An element, wherever it is. Made by `DataMap.ref`.
 *
 * | operation | cost |
 * | --- | --- |
 * | `pointer` | O(1), O(k log n) after elements of an array on its way have moved |
 * | `get`, `set` | the same, and what the store's `get` and `set` cost |
 * | inserting, removing, moving | O(k log n), and O(1) for each ref that it takes out, or that it moves and somebody depends on |
 * | replacing what refs are below of | O(k) for each of them |
 * | `subscribe` | O(1); then also each write at, above or below the element |
 * | `dispose` | O(1), amortised |
 *
 * k: segments of the pointer, n: length of an array. A ref that is dropped costs nothing once it is collected, which does not happen before the
 * running task ends; refs to the same element that are dropped in one task count as one. `dispose` does not wait.
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
  readonly #callbacks = new Set<Called<E>>();
  /** Undefined once the ref is disposed of. */
  #anchor: Anchor | undefined;
  /** The value that subscribers were last told of, or have seen when they came. */
  #told: unknown = undefined;

  /** @internal */
  constructor(source: RefSource, refs: ElementRefs, anchor: Anchor) {
    this.#source = source;
    this.#refs = refs;
    this.#anchor = anchor;
    anchor.refs++;
  }

  /**
   * Where the element is now; `null` once it is gone. Tracked inside computeds and effects.
   *
   * @throws DisposedError after `dispose`, as every other use
   */
  get pointer(): Pointer | null {
    return this.#live().place;
  }

  /** The element; `undefined` once it is gone. Tracked inside computeds and effects. */
  get(): E | undefined {
    const { pointer } = this;
    return pointer === null ? undefined : (this.#source.get(pointer) as E);
  }

  /** @throws ElementGoneError once the element is gone */
  set(value: Exclude<E, undefined>): void {
    const { isThere, pointer } = this.#live();
    if (!isThere) throw new ElementGoneError(pointer);
    this.#source.set(pointer, value);
  }

  /**
   * Calls back after each commit that changed the element's value, wherever it is by then, and when it goes.
   *
   * @returns a function that ends it, which is also `Disposable`
   * @throws SubscriptionOptionError when `callback` is no function
   */
  subscribe(callback: RefCallback<E>): Unsubscribe {
    const anchor = this.#live();
    checkCallback(callback);
    const entry = { call: callback };
    if (this.#callbacks.size === 0) this.#told = this.#peek();
    this.#callbacks.add(entry);
    this.#refs.hold(this, anchor);
    return disposable(() => {
      if (this.#callbacks.delete(entry) && this.#callbacks.size === 0)
        this.#refs.release(this, anchor);
    });
  }

  /**
   * Ends the ref and its subscriptions, once: it follows nothing any more, and every later use throws `DisposedError`. Other
   * refs to the element go on.
   */
  dispose(): void {
    const anchor = this.#anchor;
    if (anchor === undefined) return;
    this.#anchor = undefined;
    if (this.#callbacks.size > 0) this.#refs.release(this, anchor);
    this.#callbacks.clear();
    this.#refs.drop(anchor);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Adds what is to be said after a commit. @internal */
  news(sayings: Saying[]): void {
    const value = this.#peek();
    if (jsonEqual(value, this.#told)) return;
    this.#told = value;
    const target = this.#live().pointer;
    for (const entry of this.#callbacks) {
      const call = (): void => {
        if (this.#callbacks.has(entry)) entry.call(value as E | undefined, this);
      };
      sayings.push({ target, call });
    }
  }

  /** Nobody is called any more, not even for what is queued. @internal */
  mute(): void {
    this.#callbacks.clear();
  }

  #peek(): unknown {
    const { isThere, pointer } = this.#live();
    return !isThere ? undefined : this.#source.peek(pointer);
  }

  #live(): Anchor {
    if (this.#anchor === undefined) throw new DisposedError('This ref');
    return this.#anchor;
  }
}

/** What can have something to say after a commit. */
interface Newsworthy {
  news(sayings: Saying[]): void;
  mute(): void;
}

/** The refs of one store: those with subscribers held strongly, the others only by who uses them. */
export class ElementRefs implements Follower, Listener {
  readonly #index = new AnchorIndex();
  /** Who has subscribers, with a number that grows: the order in which they are told. */
  readonly #held = new Map<Anchor, Map<Newsworthy, number>>();
  #holds = 0;

  get idle(): boolean {
    return this.#index.idle;
  }

  /** @param mark the length of the journal where that can be rolled back */
  make(source: RefSource, location: Segments, mark?: number): ElementRef {
    return new ElementRef(source, this, this.#index.anchorAt(location, mark));
  }

  hold(ref: Newsworthy, anchor: Anchor): void {
    const refs = this.#held.get(anchor) ?? new Map<Newsworthy, number>();
    if (!refs.has(ref)) refs.set(ref, this.#holds++);
    this.#held.set(anchor, refs);
    this.#watch(anchor, anchor);
  }

  release(ref: Newsworthy, anchor: Anchor): void {
    const refs = this.#held.get(anchor);
    refs?.delete(ref);
    if (refs?.size === 0) {
      this.#held.delete(anchor);
      this.#watch(anchor, undefined);
      this.#index.touched.delete(anchor);
    }
  }

  /** A ref is disposed of. */
  drop(anchor: Anchor): void {
    this.#index.release(anchor);
  }

  follow(changes: readonly Change[], mark?: number): void {
    for (const [i, change] of changes.entries())
      this.#index.follow(change, mark === undefined ? undefined : mark + i);
  }

  save(): Restore {
    return this.#index.save();
  }

  commit(_changes: readonly Change[], _origin: unknown, sayings: Saying[]): void {
    this.#index.settle();
    const { touched } = this.#index;
    if (touched.size === 0) return;
    const refs: [Newsworthy, number][] = [];
    for (const anchor of touched) for (const ref of this.#held.get(anchor) ?? []) refs.push(ref);
    touched.clear();
    for (const [ref] of refs.toSorted(([, a], [, b]) => a - b)) ref.news(sayings);
  }

  clear(): void {
    for (const refs of this.#held.values()) for (const ref of refs.keys()) ref.mute();
    this.#held.clear();
    this.#index.clear();
  }

  #watch({ entry }: Anchor, anchor: Anchor | undefined): void {
    if (entry.watched === anchor) return;
    entry.watched = anchor;
    this.#index.watched += anchor === undefined ? -1 : 1;
  }
}
