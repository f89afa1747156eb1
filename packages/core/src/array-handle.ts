import { joinPointer, type Pointer } from '@data-map/path';
import { untracked } from '@data-map/signals';
import { IndexError } from '@data-map/storage';

/** What an array handle needs of the store. */
export interface ArrayStore {
  get(pointer: Pointer): unknown;
  /** The length of the array at a pointer, 0 where nothing is; must not cost a copy of it. */
  lengthOf(array: Pointer): number;
  set(array: Pointer, index: number, value: unknown): void;
  splice(array: Pointer, start: number, count: number, values: readonly unknown[]): unknown[];
  sort(array: Pointer, compare?: (a: unknown, b: unknown) => number): void;
  reverse(array: Pointer): void;
  move(array: Pointer, from: number, to: number): void;
}

/**
 * An Array-like view of the array at one pointer. Nothing is kept in it: reading reads the store (tracked inside
 * computeds and effects), writing writes to it, one commit per call.
 *
 * | operation | cost |
 * | --- | --- |
 * | `length`, `at`, `set` | O(1) |
 * | `push`, `pop` | O(1) amortised |
 * | `shift`, `unshift`, `insert`, `remove`, `splice`, `move` | what the store's `splice` costs, and one operation in the patch for each element |
 * | `toArray`, iteration, and what reads by them (`map`, `indexOf`, …) | O(n) if the array was written to since it was last read |
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
  /** Where the array is. */
  readonly pointer: Pointer;

  /** Called by `DataMap.array`. */
  constructor(store: ArrayStore, pointer: Pointer) {
    this.#store = store;
    this.pointer = pointer;
  }

  /** How many elements there are, 0 where there is no array; tracked. */
  get length(): number {
    return this.#store.lengthOf(this.pointer);
  }

  /** The element at an index, from the end where it is negative; `undefined` outside. */
  at(index: number): E | undefined {
    const whole = Math.trunc(index) || 0;
    const position = whole < 0 ? this.length + whole : whole;
    return position >= 0 && position < Infinity
      ? (this.#store.get(joinPointer(this.pointer, position)) as E | undefined)
      : undefined;
  }

  /**
   * Replaces the element at an index, or appends one at the index that is the length.
   *
   * @throws IndexError for any other index, LocationError where something else than an array is; so do all that write
   */
  set(index: number, value: E): void {
    this.#store.set(this.pointer, this.#integer(index), value);
  }

  /** Appends values, where nothing is to a new array. @returns the new length */
  push(...values: E[]): number {
    const length = this.#lengthNow();
    this.#store.splice(this.pointer, length, 0, values);
    return length + values.length;
  }

  /** Takes the last element out and gives it back; `undefined` when there is none. */
  pop(): E | undefined {
    return this.splice(-1, 1)[0];
  }

  /** Takes the first element out and gives it back; `undefined` when there is none. */
  shift(): E | undefined {
    return this.splice(0, 1)[0];
  }

  /** Puts values in front. @returns the new length */
  unshift(...values: E[]): number {
    const length = this.#lengthNow();
    this.#store.splice(this.pointer, 0, 0, values);
    return length + values.length;
  }

  /**
   * Puts elements before the one at an index, which counts from the end where it is negative; beyond the end they are appended, as by
   * `splice`.
   *
   * @throws IndexError for anything but an integer
   */
  insert(index: number, ...values: E[]): void {
    this.#store.splice(this.pointer, this.#integer(index), 0, values);
  }

  /**
   * Takes out one element and gives it back, `undefined` where there is none; the index counts from the end where it is negative.
   *
   * @throws IndexError for anything but an integer
   */
  remove(index: number): E | undefined {
    return this.splice(this.#integer(index), 1)[0];
  }

  /** As `Array.prototype.splice`: takes elements out, puts others in, and gives back those taken out. */
  splice(start: number, ...rest: [deleteCount?: number | undefined, ...values: E[]]): E[] {
    return this.#store.splice(
      this.pointer,
      start,
      ...countAndValues(rest, arguments.length === 1),
    ) as E[];
  }

  /**
   * Takes the element at one index to another, which is the one that it has in the end.
   *
   * @throws IndexError or LocationError where the array has no such index
   */
  move(from: number, to: number): void {
    this.#store.move(this.pointer, this.#integer(from), this.#integer(to));
  }

  /** Sorts the array, stably; by text if there is no comparison. O(n log n). One change. */
  sort(compare?: (a: E, b: E) => number): this {
    this.#store.sort(this.pointer, compare as ((a: unknown, b: unknown) => number) | undefined);
    return this;
  }

  /** Turns the array round. O(n). One change. */
  reverse(): this {
    this.#store.reverse(this.pointer);
    return this;
  }

  /** The array itself, immutable: the same reference until something in it changes. Empty where there is none. */
  toArray(): readonly E[] {
    const value = this.#store.get(this.pointer);
    return Array.isArray(value) ? value : [];
  }

  // As of `Array`, on `toArray()`; so `visit` and `test` may write

  /** A copy of a part, or of the whole. */
  slice(start?: number, end?: number): E[] {
    return this.toArray().slice(start, end);
  }

  /** Where a value first stands, `-1` for nowhere; objects are the same only by identity. */
  indexOf(value: E, start?: number): number {
    return this.toArray().indexOf(value, start);
  }

  /** Whether a value is among the elements. */
  includes(value: E, start?: number): boolean {
    return this.toArray().includes(value, start);
  }

  /** The first element that passes the test. */
  find<S extends E>(test: (value: E, index: number) => value is S): S | undefined;
  find(test: (value: E, index: number) => unknown): E | undefined;
  find(test: (value: E, index: number) => unknown): E | undefined {
    return this.toArray().find(test);
  }

  /** Where it is, `-1` if there is none. */
  findIndex(test: (value: E, index: number) => unknown): number {
    return this.toArray().findIndex(test);
  }

  /** Calls `visit` with each element. */
  forEach(visit: (value: E, index: number) => void): void {
    this.toArray().forEach(visit);
  }

  /** What `change` makes of each element. */
  map<R>(change: (value: E, index: number) => R): R[] {
    return this.toArray().map(change);
  }

  /** The elements that pass the test. */
  filter<S extends E>(test: (value: E, index: number) => value is S): S[];
  filter(test: (value: E, index: number) => unknown): E[];
  filter(test: (value: E, index: number) => unknown): E[] {
    return this.toArray().filter(test);
  }

  /** The elements of the array as it is when iteration begins; tracked. */
  [Symbol.iterator](): IterableIterator<E> {
    return this.toArray()[Symbol.iterator]();
  }

  /** What `JSON.stringify` takes: the same as `toArray`. */
  toJSON(): readonly E[] {
    return this.toArray();
  }

  /** Writing depends on nothing, or an effect that writes would run for ever. */
  #lengthNow(): number {
    return untracked(() => this.length);
  }

  /** `splice` takes what is no number for 0, as that of `Array` does; these are no methods of `Array`. */
  #integer(index: number): number {
    if (!Number.isInteger(index)) throw new IndexError(this.pointer, index, this.#lengthNow());
    return index;
  }
}

/** As `Array.prototype.splice` takes them: with nothing but a start all that follows, none where the count is `undefined`. */
export function countAndValues(
  rest: [(number | undefined)?, ...unknown[]],
  isStartAlone: boolean,
): [count: number, values: unknown[]] {
  const [count = isStartAlone ? Infinity : 0, ...values] = rest;
  return [count, values];
}
