import { kindOf } from '../arguments.ts';
import { check, relative } from '../indices.ts';
import { VectorIterator } from './iterator.ts';
import { BITS, type Leaf, locate, MASK, type Tree } from './node.ts';

/** The common base of persistent and transient vectors: all methods that only read. */
export abstract class VectorReader<T> implements Iterable<T> {
  /** The number of elements. */
  declare readonly length: number;
  // For `tree` and `tail` see `VectorState`
  /** @internal */
  declare readonly tree: Tree<T>;
  /** @internal */
  declare readonly tail: Leaf<T>;

  /** @internal */
  constructor(length: number, tree: Tree<T>, tail: Leaf<T>) {
    this.length = length;
    this.tree = tree;
    this.tail = tail;
  }

  /**
   * Returns the element at an index; `undefined` for anything but an integer from 0 to `length - 1`. O(log n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const vector = PersistentVector.of('a', 'b');
   * console.log(vector.get(1), vector.get(-1)); // -> b undefined
   * ```
   */
  get(index: number): T | undefined {
    if (index >>> 0 !== index || index >= this.length) return undefined;
    const { tree } = this;
    index += tree.offset;
    if (index >= tree.size) return this.tail[index - tree.size] as T;
    let { root, shift } = tree;
    if (!Array.isArray(root)) {
      const { leaves, i, at } = locate(tree, index);
      return leaves[i]![at] as T;
    }
    // The same as `locate` for radix trees, without an object for the result: this is the hottest loop
    for (; shift > 0; shift -= BITS) root = (root as Leaf<T>[])[(index >> shift) & MASK]!;
    return root[index & MASK] as T;
  }

  /**
   * As `Array.prototype.at`: a negative index counts from the end. O(log n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of('a', 'b').at(-1)); // -> b
   * ```
   */
  at(index: number): T | undefined {
    index = Math.trunc(index) || 0;
    return this.get(index < 0 ? index + this.length : index);
  }

  /**
   * Calls a function with each element and its index. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * PersistentVector.of('a', 'b').forEach((value, index) => console.log(index, value));
   * // -> 0 a
   * // -> 1 b
   * ```
   */
  forEach(visit: (value: T, index: number) => void): void {
    const elements = new VectorIterator(this);
    let index = 0;
    do {
      const { leaf, at, end } = elements;
      for (let i = at; i < end; i++) visit(leaf[i] as T, index++);
    } while (elements.nextLeaf());
  }

  /**
   * As `Array.prototype.reduce`: combines the elements one after the other, starting with `initial` or, if that is left
   * out, with the first element. O(n).
   *
   * @throws TypeError if there is neither an element nor `initial`
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, 2, 3).reduce((sum, value) => sum + value, 0)); // -> 6
   * ```
   */
  reduce(change: (result: T, value: T, index: number) => T): T;
  reduce<A>(change: (result: A, value: T, index: number) => A, initial: A): A;
  reduce<A>(change: (result: A, value: T, index: number) => A, initial?: A): A {
    const first = arguments.length > 1 ? 0 : 1;
    if (first > this.length) {
      throw new TypeError('Expected an element or an initial value to reduce from but found none');
    }
    let result = (first > 0 ? this.get(0) : initial) as A;
    this.forEach((value, index) => {
      if (index >= first) result = change(result, value, index);
    });
    return result;
  }

  /**
   * Returns the index of the first element that passes a test, or -1. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(3, 8).findIndex((value) => value > 5)); // -> 1
   * ```
   */
  findIndex(test: (value: T, index: number) => unknown): number {
    return this.firstFrom(0, test);
  }

  /**
   * Returns the first element that passes a test; `undefined` if none does. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(3, 8).find((value) => value > 5)); // -> 8
   * ```
   */
  find<S extends T>(test: (value: T, index: number) => value is S): S | undefined;
  find(test: (value: T, index: number) => unknown): T | undefined;
  find(test: (value: T, index: number) => unknown): T | undefined {
    let found: T | undefined;
    // Taken from the call and not read again by its index, since the test may edit a transient
    const index = this.findIndex((value, at) => test((found = value), at));
    return index < 0 ? undefined : found;
  }

  /**
   * Returns the index of the last element that passes a test, or -1. O(n), from the end.
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(3, 8, 9, 1).findLastIndex((value) => value > 5)); // -> 2
   * ```
   */
  findLastIndex(test: (value: T, index: number) => unknown): number {
    const { length, tree, tail } = this;
    const tailStart = tree.size - tree.offset;
    let index = length - 1;
    for (; index >= tailStart; index--) if (test(tail[index - tailStart] as T, index)) return index;
    while (index >= 0) {
      const { leaves, i: which, at } = locate(tree, index + tree.offset);
      const leaf = leaves[which]!;
      const before = Math.max(-1, index - at - 1);
      for (let i = at; index > before; i--, index--) if (test(leaf[i] as T, index)) return index;
    }
    return -1;
  }

  /**
   * Returns the last element that passes a test; `undefined` if none does. O(n), from the end.
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(3, 8, 9, 1).findLast((value) => value > 5)); // -> 9
   * ```
   */
  findLast<S extends T>(test: (value: T, index: number) => value is S): S | undefined;
  findLast(test: (value: T, index: number) => unknown): T | undefined;
  findLast(test: (value: T, index: number) => unknown): T | undefined {
    let found: T | undefined;
    const index = this.findLastIndex((value, at) => test((found = value), at));
    return index < 0 ? undefined : found;
  }

  /**
   * Whether any element passes a test. O(n); stops at the first that does.
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(3, 8).some((value) => value > 5)); // -> true
   * ```
   */
  some(test: (value: T, index: number) => unknown): boolean {
    return this.findIndex(test) >= 0;
  }

  /**
   * Whether all elements pass a test. O(n); stops at the first that does not.
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(3, 8).every((value) => value > 5)); // -> false
   * ```
   */
  every(test: (value: T, index: number) => unknown): boolean {
    return this.findIndex((value, index) => !test(value, index)) < 0;
  }

  /**
   * Returns the index of the first element that is `===` to a value, or -1. `start` is taken as by
   * `Array.prototype.indexOf`. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const vector = PersistentVector.of('a', 'b', 'a');
   * console.log(vector.indexOf('a'), vector.indexOf('a', 1)); // -> 0 2
   * ```
   */
  indexOf(value: T, start = 0): number {
    return this.firstFrom(relative(start, this.length), (element) => element === value);
  }

  /**
   * Whether a value is among the elements from `start` on. Finds `NaN`, as `Array.prototype.includes` does. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, NaN).includes(NaN), PersistentVector.of(1, 2).includes(1, 1)); // -> true false
   * ```
   */
  includes(value: T, start = 0): boolean {
    const same = (element: T) => element === value || (element !== element && value !== value);
    return this.firstFrom(relative(start, this.length), same) >= 0;
  }

  /** As `findIndex`, from the index `start` on. @internal */
  protected firstFrom(start: number, test: (value: T, index: number) => unknown): number {
    const elements = new VectorIterator(this, start);
    let index = start;
    do {
      const { leaf, at, end } = elements;
      for (let i = at; i < end; i++, index++) if (test(leaf[i] as T, index)) return index;
    } while (elements.nextLeaf());
    return -1;
  }

  /**
   * Iterates over the elements in order. A step within a leaf of 32 is an array read and allocates nothing: `next`
   * returns the same object each time, which `for … of`, spread and destructuring allow.
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * let sum = 0;
   * for (const value of PersistentVector.of(1, 2, 3)) sum += value;
   * console.log(sum); // -> 6
   * ```
   */
  [Symbol.iterator](): IterableIterator<T> {
    return new VectorIterator(this);
  }

  /**
   * Returns a new array of the elements. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, 2).toArray()); // -> [ 1, 2 ]
   * ```
   */
  toArray(): T[] {
    if (this.tree.size === 0) return this.tail.slice(0, this.length) as T[];
    // oxlint-disable-next-line unicorn/no-new-array -- the length is known, and `push` would copy the array as it grows
    const array = new Array<T>(this.length);
    const elements = new VectorIterator(this);
    let index = 0;
    do {
      const { leaf, at, end } = elements;
      for (let i = at; i < end; i++) array[index++] = leaf[i] as T;
    } while (elements.nextLeaf());
    return array;
  }

  /**
   * Returns an array of the elements, which `JSON.stringify` takes in place of this vector. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(JSON.stringify({ list: PersistentVector.of(1, 2) })); // -> {"list":[1,2]}
   * ```
   */
  toJSON(): T[] {
    return this.toArray();
  }

  /**
   * Whether another vector has equal elements in the same order, compared by `Object.is` or by `same`. Skips leaves
   * that both share. O(n).
   *
   * @throws TypeError if `other` is not a vector
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const vector = PersistentVector.of(1, 2);
   * console.log(vector.equals(vector.push(3).pop()), vector.equals(vector.set(0, 9))); // -> true false
   * ```
   */
  equals(other: VectorReader<T>, same: (a: T, b: T) => boolean = Object.is): boolean {
    if (!(other instanceof VectorReader)) {
      throw new TypeError(`Expected a vector but found ${kindOf(other)}`);
    }
    if (this.length !== other.length) return false;
    const mine = new VectorIterator(this);
    const others = new VectorIterator(other);
    do {
      if (others.at === others.end) others.nextLeaf();
      const count = Math.min(mine.end - mine.at, others.end - others.at);
      if (mine.leaf !== others.leaf || mine.at !== others.at) {
        for (let i = 0; i < count; i++) {
          if (!same(mine.leaf[mine.at + i] as T, others.leaf[others.at + i] as T)) return false;
        }
      }
      mine.at += count;
      others.at += count;
    } while (mine.at < mine.end || mine.nextLeaf());
    return true;
  }
}

/** @throws PositionError unless there is an element at `index`, and there are `count` elements from there on */
export function checkRange(index: number, count: number, length: number): void {
  check('Index', index, length - 1);
  check('Count', count, length - index);
}
