import { joinPointer, type Pointer } from '@data-map/path';
import { untracked } from '@data-map/signals';
import { IndexError } from '@data-map/storage';

/** What an array handle needs from the store. */
export interface ArrayStore {
  get(pointer: Pointer): unknown;
  /** The length of the array at a pointer, 0 if nothing is there. Must not copy the array. */
  lengthOf(array: Pointer): number;
  set(array: Pointer, index: number, value: unknown): void;
  splice(array: Pointer, start: number, count: number, values: readonly unknown[]): unknown[];
  sort(array: Pointer, compare?: (a: unknown, b: unknown) => number): void;
  reverse(array: Pointer): void;
  move(array: Pointer, from: number, to: number): void;
}

/**
 * An Array-like view of whatever array is at one pointer. It stores only the pointer. Reads go to the store, and are tracked
 * inside computeds and effects. Outside a batch, each call of a method that writes is one commit.
 *
 * | operation | cost |
 * | --- | --- |
 * | `length`, `at`, `set` | O(k) |
 * | `push`, `pop` | O(k) amortized |
 * | `shift`, `unshift`, `insert`, `remove`, `splice`, `move` | what `splice` and `move` of the store cost; one operation in the patch for each element |
 * | `toArray`, iteration, and the methods that read by them (`map`, `indexOf`, …) | O(n) if the array was written since it was last read |
 *
 * k: segments of the pointer, n: length of the array.
 *
 * @example
 * ```ts
 * import { createDataMap } from '@data-map/core';
 * const store = createDataMap({ list: ['a', 'b'] });
 * const list = store.array('/list');
 * list.push('c');
 * list.move(0, 2);
 * console.log(list.length, list.at(-1), [...list]); // -> 3 a [ 'b', 'c', 'a' ]
 * ```
 */
export class ArrayHandle<E> implements Iterable<E> {
  readonly #store: ArrayStore;
  /** The place that the handle reads and writes. */
  readonly pointer: Pointer;

  /** Called by `DataMap.array`. */
  constructor(store: ArrayStore, pointer: Pointer) {
    this.#store = store;
    this.pointer = pointer;
  }

  /** The number of elements; 0 where there is no array. Tracked. */
  get length(): number {
    return this.#store.lengthOf(this.pointer);
  }

  /** Returns the element at an index, which counts from the end if negative; `undefined` outside. Tracked. */
  at(index: number): E | undefined {
    const whole = Math.trunc(index) || 0;
    const position = whole < 0 ? this.length + whole : whole;
    return position >= 0 && position < Infinity
      ? (this.#store.get(joinPointer(this.pointer, position)) as E | undefined)
      : undefined;
  }

  /**
   * Replaces the element at an index, or appends one if the index equals the length.
   *
   * @throws IndexError for any other index; LocationError if something other than an array is there, as all methods that write
   */
  set(index: number, value: E): void {
    this.#store.set(this.pointer, this.#integer(index), value);
  }

  /** Appends values; if nothing is there, the array is created. @returns the new length */
  push(...values: E[]): number {
    const length = this.#lengthNow();
    this.#store.splice(this.pointer, length, 0, values);
    return length + values.length;
  }

  /** Removes the last element and returns it; `undefined` if there is none. */
  pop(): E | undefined {
    return this.splice(-1, 1)[0];
  }

  /** Removes the first element and returns it; `undefined` if there is none. */
  shift(): E | undefined {
    return this.splice(0, 1)[0];
  }

  /** Inserts values at the front. @returns the new length */
  unshift(...values: E[]): number {
    const length = this.#lengthNow();
    this.#store.splice(this.pointer, 0, 0, values);
    return length + values.length;
  }

  /**
   * Inserts values before the element at an index, which counts from the end if negative. Beyond the end they are appended, as
   * by `splice`.
   *
   * @throws IndexError if the index is not an integer
   */
  insert(index: number, ...values: E[]): void {
    this.#store.splice(this.pointer, this.#integer(index), 0, values);
  }

  /**
   * Removes the element at an index, which counts from the end if negative, and returns it; `undefined` if there is none.
   *
   * @throws IndexError if the index is not an integer
   */
  remove(index: number): E | undefined {
    // `splice` would take an index before the first for the first
    return this.splice(this.#integer(index) < -this.#lengthNow() ? Infinity : index, 1)[0];
  }

  /** Removes elements and inserts others in their place, like `Array.prototype.splice`. @returns the removed elements */
  splice(start: number, ...rest: [deleteCount?: number | undefined, ...values: E[]]): E[] {
    return this.#store.splice(
      this.pointer,
      start,
      ...countAndValues(rest, arguments.length === 1),
    ) as E[];
  }

  /**
   * Moves an element from one index to another, which is the index that it has afterwards.
   *
   * @throws IndexError or LocationError if the array has no such index
   */
  move(from: number, to: number): void {
    this.#store.move(this.pointer, this.#integer(from), this.#integer(to));
  }

  /** Sorts the array stably; without `compare`, as strings. O(n log n). The sort is one change. */
  sort(compare?: (a: E, b: E) => number): this {
    this.#store.sort(this.pointer, compare as ((a: unknown, b: unknown) => number) | undefined);
    return this;
  }

  /** Reverses the array. O(n). The reversal is one change. */
  reverse(): this {
    this.#store.reverse(this.pointer);
    return this;
  }

  /** Returns the array itself, immutable; the same reference until something in it changes. Empty where there is no array. */
  toArray(): readonly E[] {
    const value = this.#store.get(this.pointer);
    return Array.isArray(value) ? value : [];
  }

  // Below: the methods of `Array` on `toArray()`, which is immutable, so that `visit`, `test` and `change` may write

  /** Returns a copy of a part of the array, or of all of it. */
  slice(start?: number, end?: number): E[] {
    return this.toArray().slice(start, end);
  }

  /** Returns the first index of a value, or `-1`; objects are compared by identity. */
  indexOf(value: E, start?: number): number {
    return this.toArray().indexOf(value, start);
  }

  /** Whether a value is among the elements; objects are compared by identity. */
  includes(value: E, start?: number): boolean {
    return this.toArray().includes(value, start);
  }

  /** Returns the first element that passes the test. */
  find<S extends E>(test: (value: E, index: number) => value is S): S | undefined;
  find(test: (value: E, index: number) => unknown): E | undefined;
  find(test: (value: E, index: number) => unknown): E | undefined {
    return this.toArray().find(test);
  }

  /** Returns the index of the first element that passes the test, or `-1`. */
  findIndex(test: (value: E, index: number) => unknown): number {
    return this.toArray().findIndex(test);
  }

  /** Calls `visit` with each element. */
  forEach(visit: (value: E, index: number) => void): void {
    this.toArray().forEach(visit);
  }

  /** Returns what `change` returns for each element. */
  map<R>(change: (value: E, index: number) => R): R[] {
    return this.toArray().map(change);
  }

  /** Returns the elements that pass the test. */
  filter<S extends E>(test: (value: E, index: number) => value is S): S[];
  filter(test: (value: E, index: number) => unknown): E[];
  filter(test: (value: E, index: number) => unknown): E[] {
    return this.toArray().filter(test);
  }

  /** Iterates over the elements of the array as it is when the iteration begins. Tracked. */
  [Symbol.iterator](): IterableIterator<E> {
    return this.toArray()[Symbol.iterator]();
  }

  /** Returns what `JSON.stringify` serializes: the same as `toArray`. */
  toJSON(): readonly E[] {
    return this.toArray();
  }

  /** The length, untracked: otherwise an effect that calls `push` would depend on the length that it changes, and never end. */
  #lengthNow(): number {
    return untracked(() => this.length);
  }

  /** Requires an integer, for the methods that `Array` does not have; `splice` converts anything else, as that of `Array` does. */
  #integer(index: number): number {
    if (!Number.isInteger(index)) throw new IndexError(this.pointer, index, this.#lengthNow());
    return index;
  }
}

/** The `deleteCount` and the values of `Array.prototype.splice`: a start alone deletes all that follows, `undefined` nothing. */
export function countAndValues(
  rest: [(number | undefined)?, ...unknown[]],
  isStartAlone: boolean,
): [count: number, values: unknown[]] {
  const [count = isStartAlone ? Infinity : 0, ...values] = rest;
  return [count, values];
}
