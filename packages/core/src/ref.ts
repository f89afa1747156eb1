/**
 * References that follow an element, where a pointer stays at its position.
 *
 * `anchor-index.ts` keeps track of where the element of a ref is, and finds the refs that a Change moves. This file is what
 * users see: reading and writing through a ref, and calling its subscribers after a commit.
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

/** A method and not a function property, so that `ElementRef<E>` is assignable to a ref of every wider type. */
interface Called<E> {
  call(value: E | undefined, ref: ElementRef<E>): void;
}

/**
 * A reference to an element, wherever it moves. Created by `DataMap.ref`.
 *
 * | operation | cost |
 * | --- | --- |
 * | `pointer` | O(1); O(k log n) after elements of an array on the path to the element have moved |
 * | `get`, `set` | the same, plus `get` or `set` of the store |
 * | a write that inserts, removes or moves elements | O(k log n), plus O(1) for each ref whose element it removes, or whose element it moves and whose location something depends on |
 * | a write that replaces a container | O(k) for each ref below it |
 * | `subscribe` | O(1); from then on also each write at, above or below the element |
 * | `dispose` | O(1) amortized |
 *
 * k: segments of the pointer, n: length of an array. A ref that is merely dropped costs nothing once it is garbage-collected,
 * which does not happen before the running task ends; refs to the same element that are dropped within one task count as
 * one. `dispose` takes effect at once.
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
  /** `undefined` once the ref is disposed. */
  #anchor: Anchor | undefined;
  /** The value that subscribers were last called with; at first the value when the first of them subscribed. */
  #told: unknown = undefined;

  /** @internal */
  constructor(source: RefSource, refs: ElementRefs, anchor: Anchor) {
    this.#source = source;
    this.#refs = refs;
    this.#anchor = anchor;
    anchor.refs++;
  }

  /**
   * The current pointer of the element; `null` once it is gone. Tracked.
   *
   * @throws DisposedError after `dispose`, like every other use
   */
  get pointer(): Pointer | null {
    return this.#live().place;
  }

  /** Returns the element; `undefined` once it is gone. Tracked. */
  get(): E | undefined {
    const { pointer } = this;
    return pointer === null ? undefined : (this.#source.get(pointer) as E);
  }

  /** Replaces the element in the store. @throws ElementGoneError once the element is gone; what `set` of the store throws */
  set(value: Exclude<E, undefined>): void {
    const { isThere, pointer } = this.#live();
    if (!isThere) throw new ElementGoneError(pointer);
    this.#source.set(pointer, value);
  }

  /**
   * Calls `callback` after each commit that changed the value of the element, wherever the element is by then, and when the
   * element is removed.
   *
   * @returns a function that ends the subscription, which is also `Disposable`
   * @throws SubscriptionOptionError if `callback` is not a function
   */
  subscribe(callback: RefCallback<E>): Unsubscribe {
    const anchor = this.#live();
    checkCallback(callback);
    const entry = { call: callback };
    if (this.#callbacks.size === 0) this.#told = this.#peek();
    this.#callbacks.add(entry);
    this.#refs.hold(this, anchor);
    return disposable(() => {
      if (!this.#callbacks.delete(entry) || this.#callbacks.size > 0) return;
      this.#told = undefined;
      this.#refs.release(this, anchor);
    });
  }

  /**
   * Ends this ref and its subscriptions; other refs to the element remain. Every later use throws `DisposedError`, but calling
   * `dispose` again does nothing.
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

  /** If the value has changed, appends the calls of the subscribers to `sayings`. @internal */
  notify(sayings: Saying[]): void {
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

  /** Drops all subscribers, so that calls which are already queued do nothing. @internal */
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

/** A ref, whatever the type of its element. */
interface Notifiable {
  notify(sayings: Saying[]): void;
  mute(): void;
}

/** The refs of one store. Those with subscribers are held strongly, the others only by their users. */
export class ElementRefs implements Follower, Listener {
  readonly #index = new AnchorIndex();
  /** The refs with subscribers, by anchor; the number grows with each ref, and refs are notified in that order. */
  readonly #held = new Map<Anchor, Map<Notifiable, number>>();
  #holds = 0;

  get idle(): boolean {
    return this.#index.idle;
  }

  /** @param mark inside a transaction, the length of the journal */
  make(source: RefSource, location: Segments, mark?: number): ElementRef {
    return new ElementRef(source, this, this.#index.anchorAt(location, mark));
  }

  hold(ref: Notifiable, anchor: Anchor): void {
    const refs = this.#held.get(anchor) ?? new Map<Notifiable, number>();
    if (!refs.has(ref)) refs.set(ref, this.#holds++);
    this.#held.set(anchor, refs);
    this.#watch(anchor, anchor);
  }

  release(ref: Notifiable, anchor: Anchor): void {
    const refs = this.#held.get(anchor);
    refs?.delete(ref);
    if (refs?.size === 0) {
      this.#held.delete(anchor);
      this.#watch(anchor, undefined);
      this.#index.touched.delete(anchor);
    }
  }

  /** Called when a ref is disposed. */
  drop(anchor: Anchor): void {
    this.#index.release(anchor);
  }

  follow(changes: readonly Change[], mark?: number): void {
    for (const [i, change] of changes.entries())
      this.#index.follow(change, mark === undefined ? undefined : mark + i);
  }

  save(isOutermost: boolean): Restore {
    return this.#index.save(isOutermost);
  }

  commit(_changes: readonly Change[], _origin: unknown, sayings: Saying[]): void {
    this.#index.settle();
    const { touched } = this.#index;
    if (touched.size === 0) return;
    const refs: [Notifiable, number][] = [];
    for (const anchor of touched) for (const ref of this.#held.get(anchor) ?? []) refs.push(ref);
    touched.clear();
    for (const [ref] of refs.toSorted(([, a], [, b]) => a - b)) ref.notify(sayings);
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
