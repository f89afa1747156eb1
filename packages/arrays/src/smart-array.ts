/**
 * One array with three representations, chosen by how it is used.
 *
 * 1. It starts `direct`: nothing reads faster than a plain array, whatever its size.
 * 2. `direct` to `indirection`, before an edit that would shift more than `threshold` elements. The cost of a shift
 *    grows with the number of elements, that of an edit in the layer does not, but reads become 10 to 40 ns slower.
 *    With the default of 8,192 an edit saves 1 to 6 µs, at least as much as 50 reads lose. The switch is O(1): the
 *    array becomes the slots of an identity.
 * 3. `indirection` to `direct`, before an edit of fewer than `threshold / 2` elements, since no edit can shift enough
 *    of them any more; and with `sort` and `reverse`, which write everything anew in any case.
 * 4. To `persistent`, with a snapshot of more than SNAPSHOT elements. The copy that the snapshot needs becomes the new
 *    representation, so that the next snapshot needs none.
 * 5. `persistent` to `direct`, after as many edits without a snapshot as an eighth of the elements, SNAPSHOT at least.
 *    An edit of a vector costs as much as copying some 20 elements, so these edits have cost more than the copy does.
 *
 * No edit undoes a switch that another edit has just caused: between rules 2 and 3, half of `threshold` elements have
 * to be removed; between rules 4 and 5 there are as many edits as rule 5 says; from 5 to 4 it takes a snapshot. With
 * the option `strategy` there are no switches.
 */

import { checkIterable, checkOptions } from './arguments.ts';
import { check, relative } from './indices.ts';
import { MAX_LENGTH, StrategyError } from './indirection/errors.ts';
import { PersistentVector } from './persistent-vector.ts';
import { DirectSequence } from './smart-array/direct-sequence.ts';
import { IndirectSequence } from './smart-array/indirect-sequence.ts';
import { ListIterator } from './list-iterator.ts';
import { PersistentSequence } from './smart-array/persistent-sequence.ts';
import type { Sequence, Strategy } from './smart-array/sequence.ts';

/** Up to this many elements, a snapshot is a copy and does not switch. */
const SNAPSHOT = 256;

/**
 * The options of a SmartArray.
 *
 * @example
 * ```ts
 * import { SmartArray, type SmartArrayOptions } from '@data-map/arrays';
 * const options: SmartArrayOptions = { threshold: 100 };
 * const list = new SmartArray(Array.from({ length: 102 }, String), options);
 * list.shift();
 * console.log(list.strategy); // -> indirection
 * ```
 */
export interface SmartArrayOptions {
  /** The only strategy to use. By default, `auto`, the array switches by the rules of {@link SmartArray}. */
  readonly strategy?: Strategy | 'auto' | undefined;
  /** The most elements that an edit of a plain array may shift before the array switches; 8,192 by default. */
  readonly threshold?: number | undefined;
}

/**
 * An array that chooses how it holds its elements: in a plain array (`direct`), in stable slots (`indirection`) or in a
 * persistent vector (`persistent`). It starts direct. It becomes indirect when an edit would shift more than
 * `threshold` elements, and persistent when a snapshot is taken of more than 256 elements. It becomes direct again when
 * that no longer pays. A switch changes nothing but `strategy` and the time that methods take.
 *
 * | operation, n elements                           | direct          | indirection         | persistent |
 * | ----------------------------------------------- | --------------- | ------------------- | ---------- |
 * | `get`, `at`, `set`                              | O(1)            | O(log n)            | O(log n)   |
 * | `push`, `pop`                                   | O(1)            | O(log n)            | O(1)       |
 * | `insert`, `remove`, `splice`, `move`, `shift`, `unshift` | O(n)   | O(log n)            | O(log n)   |
 * | `snapshot`                                      | O(n)            | O(n)                | O(1)       |
 * | `sort`                                          | O(n log n)      | O(n log n)          | O(n log n) |
 * | `reverse`, `slice`, `toArray`, iteration, and all that visits each element | O(n) | O(n) | O(n log n) |
 *
 * Methods that Array has take indices as Array does: a negative one counts from the end, and one out of range is
 * clamped. `get`, `set`, `insert`, `remove` and `move` take exact indices.
 *
 * @example
 * ```ts
 * import { SmartArray } from '@data-map/arrays';
 * const list = SmartArray.from(Array.from({ length: 20_000 }, (_, k) => k));
 * console.log(list.strategy); // -> direct
 * list.unshift(-1);
 * console.log(list.strategy, list.at(0), list.length); // -> indirection -1 20001
 * const before = list.snapshot();
 * list.move(0, 2);
 * console.log(list.strategy, list.slice(0, 3), before.get(0)); // -> persistent [ 0, 1, -1 ] -1
 * ```
 */
export class SmartArray<T> implements Iterable<T> {
  #sequence: Sequence<T>;
  readonly #isFixed: boolean;
  readonly #threshold: number;
  /** Edits since the last snapshot. */
  #edits = 0;

  /**
   * Creates an array of the values. O(n).
   *
   * @throws TypeError if `values` is not iterable, or `options` is not an object
   * @throws StrategyError if `strategy` does not exist
   * @throws PositionError if `threshold` is not an integer from 0 to 100,000,000
   */
  constructor(values: Iterable<T> = [], options: SmartArrayOptions = {}) {
    checkIterable(values);
    checkOptions(options);
    const { strategy = 'auto', threshold = 8192 } = options ?? {};
    check('Threshold', threshold, MAX_LENGTH);
    this.#isFixed = strategy !== 'auto';
    this.#threshold = threshold;
    this.#sequence = make(strategy === 'auto' ? 'direct' : strategy, [...values]);
  }

  /** The same as the constructor, named as `Array.from`. O(n). */
  static from<T>(values: Iterable<T>, options?: SmartArrayOptions): SmartArray<T> {
    return new SmartArray(values, options);
  }

  /** Returns an array of the arguments. O(n). */
  static of<T>(...values: T[]): SmartArray<T> {
    return new SmartArray(values);
  }

  /** The number of elements. */
  get length(): number {
    return this.#sequence.length;
  }

  /** The current strategy. */
  get strategy(): Strategy {
    return this.#sequence.strategy;
  }

  /** Returns the element at an index; undefined for anything but an integer from 0 to `length - 1`. */
  get(index: number): T | undefined {
    return index >>> 0 === index && index < this.length ? this.#sequence.get(index) : undefined;
  }

  /** As `Array.prototype.at`: a negative index counts from the end. */
  at(index: number): T | undefined {
    index = Math.trunc(index) || 0;
    return this.get(index < 0 ? index + this.length : index);
  }

  /**
   * Replaces an element.
   *
   * @throws PositionError if there is none at `index`
   */
  set(index: number, value: T): this {
    check('Index', index, this.length - 1);
    this.#toEdit(0).set(index, value);
    return this;
  }

  /** Appends values and returns the new length. */
  push(...values: T[]): number {
    const sequence = this.#toEdit(0);
    for (const value of values) sequence.push(value);
    return this.length;
  }

  /** Removes and returns the last element; undefined if there is none. */
  pop(): T | undefined {
    return this.#toEdit(0).pop();
  }

  /** Removes and returns the first element; undefined if there is none. */
  shift(): T | undefined {
    return this.length === 0 ? undefined : this.#splice(0, 1, [])[0];
  }

  /** Prepends values and returns the new length. */
  unshift(...values: T[]): number {
    this.#splice(0, 0, values);
    return this.length;
  }

  /**
   * Inserts values before the element at an index or, at `length`, after the last one.
   *
   * @throws PositionError if `index` is not an integer from 0 to `length`
   */
  insert(index: number, ...values: T[]): this {
    check('Index', index, this.length);
    this.#splice(index, 0, values);
    return this;
  }

  /**
   * Removes and returns `count` elements.
   *
   * @throws PositionError if there are not `count` elements from `index` on
   */
  remove(index: number, count = 1): T[] {
    check('Index', index, this.length);
    check('Count', count, this.length - index);
    return this.#splice(index, count, []);
  }

  /** As `Array.prototype.splice`: replaces elements and returns the replaced ones. */
  splice(start: number, ...rest: [deleteCount?: number, ...values: T[]]): T[] {
    const [deleteCount = arguments.length === 1 ? this.length : 0, ...values] = rest;
    const from = relative(start, this.length);
    const count = Math.min(Math.max(Math.trunc(deleteCount) || 0, 0), this.length - from);
    return this.#splice(from, count, values);
  }

  /**
   * Removes the element at `from` and inserts it at `to`, which counts after the removal.
   *
   * @throws PositionError if there is no element at `from` or at `to`
   */
  move(from: number, to: number): this {
    check('Index', from, this.length - 1);
    check('Index', to, this.length - 1);
    if (from !== to) this.#toEdit(Math.abs(from - to)).move(from, to);
    return this;
  }

  /** As `Array.prototype.sort`, stable. If `compare` throws, nothing has changed. O(n log n). */
  sort(compare?: (a: T, b: T) => number): this {
    const values = this.toArray();
    values.sort(compare);
    return this.#assign(values);
  }

  /** As `Array.prototype.reverse`. O(n). */
  reverse(): this {
    const values = this.toArray();
    values.reverse();
    return this.#assign(values);
  }

  /** As `Array.prototype.slice`: returns a plain array. */
  slice(start = 0, end: number = this.length): T[] {
    const values: T[] = [];
    const to = relative(end, this.length);
    for (let index = relative(start, this.length); index < to; index++) {
      values.push(this.#sequence.get(index));
    }
    return values;
  }

  /** Returns the index of the first element that passes a test, or -1. */
  findIndex(test: (value: T, index: number) => unknown): number {
    for (let index = 0, end = this.length; index < end; index++) {
      if (test(this.get(index) as T, index)) return index;
    }
    return -1;
  }

  /** Returns the first element that passes a test; undefined if none does. */
  find<S extends T>(test: (value: T, index: number) => value is S): S | undefined;
  find(test: (value: T, index: number) => unknown): T | undefined;
  find(test: (value: T, index: number) => unknown): T | undefined {
    let found: T | undefined;
    // Taken from the call and not read again by its index, since the test may edit the array
    const index = this.findIndex((value, at) => test((found = value), at));
    return index < 0 ? undefined : found;
  }

  /** Returns the index of the first element, from `start` on, that is `===` to a value, or -1. */
  indexOf(value: T, start?: number): number {
    return this.toArray().indexOf(value, start);
  }

  /** Whether a value is among the elements from `start` on. Finds `NaN`, as `Array.prototype.includes` does. */
  includes(value: T, start?: number): boolean {
    return this.toArray().includes(value, start);
  }

  /** Calls a function with each element and its index. */
  forEach(visit: (value: T, index: number) => void): void {
    const end = this.length;
    for (let index = 0; index < end && index < this.length; index++) {
      visit(this.#sequence.get(index), index);
    }
  }

  /** Returns a plain array of the results of a function for each element. */
  map<U>(change: (value: T, index: number) => U): U[] {
    return this.toArray().map((value, index) => change(value, index));
  }

  /** Returns a plain array of the elements that pass a test. */
  filter<S extends T>(test: (value: T, index: number) => value is S): S[];
  filter(test: (value: T, index: number) => unknown): T[];
  filter(test: (value: T, index: number) => unknown): T[] {
    return this.toArray().filter((value, index) => test(value, index));
  }

  /** Iterates over the elements in order. As with an array, the iterator sees edits made in the meantime. */
  [Symbol.iterator](): IterableIterator<T> {
    return new ListIterator(this);
  }

  /** Returns a new plain array of the elements. O(n). */
  toArray(): T[] {
    return this.#sequence.toArray();
  }

  /** Returns what `JSON.stringify` serializes: a plain array of the elements. */
  toJSON(): T[] {
    return this.toArray();
  }

  /**
   * Returns the current elements as an immutable vector. O(1) if the strategy is `persistent`, otherwise O(n).
   *
   * @example
   * ```ts
   * import { SmartArray } from '@data-map/arrays';
   * const list = SmartArray.of('a', 'b');
   * const before = list.snapshot();
   * list.set(0, 'z');
   * console.log(before.get(0), list.get(0)); // -> a z
   * ```
   */
  snapshot(): PersistentVector<T> {
    this.#edits = 0;
    if (!this.#isFixed && this.length > SNAPSHOT) this.#become('persistent');
    const sequence = this.#sequence;
    return sequence instanceof PersistentSequence
      ? (sequence as PersistentSequence<T>).vector
      : PersistentVector.from(sequence.toArray());
  }

  #splice(start: number, count: number, values: readonly T[]): T[] {
    const behind = this.length - start - count;
    return this.#toEdit(count === values.length ? 0 : behind).splice(start, count, values);
  }

  /** Replaces all elements by an array that it takes ownership of. */
  #assign(values: T[]): this {
    this.#sequence = make(
      this.strategy === 'indirection' && !this.#isFixed ? 'direct' : this.strategy,
      values,
    );
    return this;
  }

  /**
   * Returns the sequence for an edit that would shift `shifted` elements of a plain array, after switching if a rule
   * says so.
   */
  #toEdit(shifted: number): Sequence<T> {
    if (this.#isFixed) return this.#sequence;
    if (this.strategy === 'persistent' && ++this.#edits > Math.max(this.length / 8, SNAPSHOT)) {
      this.#become('direct');
    }
    if (this.strategy === 'indirection' && this.length * 2 < this.#threshold) {
      this.#become('direct');
    }
    if (this.strategy === 'direct' && shifted > this.#threshold && this.length < MAX_LENGTH / 2) {
      this.#become('indirection');
    }
    return this.#sequence;
  }

  #become(strategy: Strategy): void {
    if (strategy !== this.strategy) this.#sequence = make(strategy, this.toArray());
  }
}

function make<T>(strategy: Strategy, items: T[]): Sequence<T> {
  switch (strategy) {
    case 'direct':
      return new DirectSequence(items);
    case 'indirection':
      return new IndirectSequence(items);
    case 'persistent':
      return new PersistentSequence(items);
    default:
      throw new StrategyError(strategy);
  }
}
