/**
 * One array over three ways to hold it, which follow what is done with it.
 *
 * 1. It starts `direct`: nothing reads faster than a plain array, whatever its size.
 * 2. `direct` to `indirection`, before an edit that would shift more than `threshold` elements. A shift costs by the
 *    element, an edit of the layer does not, and reads become 10 to 40 ns slower. With the default of 8,192 an edit
 *    saves 1 to 6 µs, as much as 50 reads lose or more. Going over is O(1): the array becomes the slots of an identity.
 * 3. `indirection` to `direct`, before an edit of fewer than half of `threshold` elements, of which none can shift
 *    enough any more; and with `sort` and `reverse`, which write everything anew anyway.
 * 4. To `persistent`, with a snapshot of more than SNAPSHOT elements. The copy that a snapshot needs is made once.
 * 5. `persistent` to `direct`, after as many edits without a snapshot as an eighth of the elements, SNAPSHOT at least.
 *    An edit of a vector costs as much as copying some 20 elements, so these edits have cost more than the copy does.
 *
 * No edit undoes what another has just caused: from 2 to 3 it takes removals of half of `threshold`, from 4 to 5 as many
 * edits as rule 5 says, from 5 to 4 a snapshot. With the option `strategy` nothing ever switches.
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

/** Up to this many elements a snapshot is a copy. */
const SNAPSHOT = 256;

/**
 * How a SmartArray chooses.
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
  /** The one strategy to use; `auto`, the default, follows the rules that `SmartArray` lists. */
  readonly strategy?: Strategy | 'auto' | undefined;
  /** The most elements that an edit of a plain array may shift; 8,192 unless told otherwise. */
  readonly threshold?: number | undefined;
}

/**
 * An array that chooses how it holds its elements: as a plain array (`direct`), by stable slots (`indirection`) or
 * as versions of a vector (`persistent`). It starts direct, becomes indirect when an edit would shift more
 * than `threshold` elements and persistent when a snapshot is taken of more than 256, and goes back when that no
 * longer pays. Nothing but `strategy` and the time taken tells.
 *
 * | operation, n elements                           | direct          | indirection         | persistent |
 * | ----------------------------------------------- | --------------- | ------------------- | ---------- |
 * | `get`, `at`, `set`                              | O(1)            | O(log n)            | O(log n)   |
 * | `push`, `pop`                                   | O(1)            | O(log n)            | O(1)       |
 * | `insert`, `remove`, `splice`, `move`, `shift`, `unshift` | O(n)   | O(log n)            | O(log n)   |
 * | `snapshot`                                      | O(n)            | O(n)                | O(1)       |
 * | `sort`                                          | O(n log n)      | O(n log n)          | O(n log n) |
 * | `reverse`, `slice`, `toArray`, iteration, and what visits each element | O(n) | O(n)    | O(n log n) |
 *
 * Methods that Array has take indices as Array does (negative ones from the end, too large ones cut off); `get`, `set`,
 * `insert`, `remove` and `move` mean exactly the place that they name.
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
   * Holds a copy of the values. O(n).
   *
   * @throws TypeError when `values` is not iterable, or `options` no object
   * @throws StrategyError when `strategy` is none
   * @throws PositionError when `threshold` is no integer from 0 to 100,000,000
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

  /** The same as the constructor, to stand beside `Array.from`. O(n). */
  static from<T>(values: Iterable<T>, options?: SmartArrayOptions): SmartArray<T> {
    return new SmartArray(values, options);
  }

  /** An array of the arguments. O(n). */
  static of<T>(...values: T[]): SmartArray<T> {
    return new SmartArray(values);
  }

  /** How many elements there are. */
  get length(): number {
    return this.#sequence.length;
  }

  /** How the elements are held at present. */
  get strategy(): Strategy {
    return this.#sequence.strategy;
  }

  /** The element at an index; undefined for anything but an integer from 0 to `length - 1`. */
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
   * @throws PositionError when there is none at `index`
   */
  set(index: number, value: T): this {
    check('Index', index, this.length - 1);
    this.#toEdit(0).set(index, value);
    return this;
  }

  /** Puts values behind the last element and returns the new length. */
  push(...values: T[]): number {
    const sequence = this.#toEdit(0);
    for (const value of values) sequence.push(value);
    return this.length;
  }

  /** Takes the last element out and returns it; undefined when there is none. */
  pop(): T | undefined {
    return this.#toEdit(0).pop();
  }

  /** Takes the first element out and returns it; undefined when there is none. */
  shift(): T | undefined {
    return this.length === 0 ? undefined : this.#splice(0, 1, [])[0];
  }

  /** Puts values before the first element and returns the new length. */
  unshift(...values: T[]): number {
    this.#splice(0, 0, values);
    return this.length;
  }

  /**
   * Puts values before the element at an index or, at `length`, behind the last.
   *
   * @throws PositionError when `index` is no integer from 0 to `length`
   */
  insert(index: number, ...values: T[]): this {
    check('Index', index, this.length);
    this.#splice(index, 0, values);
    return this;
  }

  /**
   * Takes `count` elements out and returns them.
   *
   * @throws PositionError when there are not as many from `index` on
   */
  remove(index: number, count = 1): T[] {
    check('Index', index, this.length);
    check('Count', count, this.length - index);
    return this.#splice(index, count, []);
  }

  /** As `Array.prototype.splice`: replaces elements and returns those that were there. */
  splice(start: number, ...rest: [deleteCount?: number, ...values: T[]]): T[] {
    const [deleteCount = arguments.length === 1 ? this.length : 0, ...values] = rest;
    const from = relative(start, this.length);
    const count = Math.min(Math.max(Math.trunc(deleteCount) || 0, 0), this.length - from);
    return this.#splice(from, count, values);
  }

  /**
   * Takes the element at `from` out and puts it in at `to`, counted after the removal.
   *
   * @throws PositionError when one of the places does not exist
   */
  move(from: number, to: number): this {
    check('Index', from, this.length - 1);
    check('Index', to, this.length - 1);
    if (from !== to) this.#toEdit(Math.abs(from - to)).move(from, to);
    return this;
  }

  /** As `Array.prototype.sort`, stably; nothing has changed when `compare` throws. O(n log n). */
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

  /** As `Array.prototype.slice`: a plain array. */
  slice(start = 0, end: number = this.length): T[] {
    const values: T[] = [];
    const to = relative(end, this.length);
    for (let index = relative(start, this.length); index < to; index++) {
      values.push(this.#sequence.get(index));
    }
    return values;
  }

  /** The index of the first element that passes a test, or -1. */
  findIndex(test: (value: T, index: number) => unknown): number {
    for (let index = 0, end = this.length; index < end; index++) {
      if (test(this.get(index) as T, index)) return index;
    }
    return -1;
  }

  /** The first element that passes a test. */
  find<S extends T>(test: (value: T, index: number) => value is S): S | undefined;
  find(test: (value: T, index: number) => unknown): T | undefined;
  find(test: (value: T, index: number) => unknown): T | undefined {
    let found: T | undefined;
    // Kept, since the test may edit
    const index = this.findIndex((value, at) => test((found = value), at));
    return index < 0 ? undefined : found;
  }

  /** The index of the first element, from `start` on, that is `===` to a value, or -1. */
  indexOf(value: T, start?: number): number {
    return this.toArray().indexOf(value, start);
  }

  /** Whether there is such an element; `NaN` is found, as by `Array.prototype.includes`. */
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

  /** A plain array of what a function makes of each element. */
  map<U>(change: (value: T, index: number) => U): U[] {
    return this.toArray().map((value, index) => change(value, index));
  }

  /** A plain array of the elements that pass a test. */
  filter<S extends T>(test: (value: T, index: number) => value is S): S[];
  filter(test: (value: T, index: number) => unknown): T[];
  filter(test: (value: T, index: number) => unknown): T[] {
    return this.toArray().filter((value, index) => test(value, index));
  }

  /** The elements in order; as with an array, edits made meanwhile are seen. */
  [Symbol.iterator](): IterableIterator<T> {
    return new ListIterator(this);
  }

  /** A new plain array of the elements. O(n). */
  toArray(): T[] {
    return this.#sequence.toArray();
  }

  /** What `JSON.stringify` takes for it: the array of its elements. */
  toJSON(): T[] {
    return this.toArray();
  }

  /**
   * The elements as they are now, which later edits do not reach. O(1) while persistent, O(n) when not yet.
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

  #assign(values: T[]): this {
    this.#sequence = make(
      this.strategy === 'indirection' && !this.#isFixed ? 'direct' : this.strategy,
      values,
    );
    return this;
  }

  /** The sequence in which to make an edit that would shift so many elements of a plain array. */
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
