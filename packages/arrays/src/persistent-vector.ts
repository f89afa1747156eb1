import { checkIterable, isIterable, lengthOf } from './arguments.ts';
import { check, relative } from './indices.ts';
import {
  generate,
  NO_TAIL,
  push,
  room,
  tailOf,
  type VectorState,
  withLeaf,
} from './vector/append.ts';
import { concat, insert, pop, pushAll, remove, slice } from './vector/edits.ts';
import { NO_TREE, replace, Tree, WIDTH } from './vector/node.ts';
import { TransientVector } from './vector/transient-vector.ts';
import { checkRange, VectorReader } from './vector/vector-reader.ts';

/**
 * An immutable list. A method that changes something returns another vector, which shares nearly all of its memory with
 * this one; this one stays as it is. Methods that Array has, too, have the same names and parameters.
 *
 * It is a tree of nodes of 32, with the last elements kept outside of it in a tail. The tree is a radix tree if the
 * vector was only built and pushed to, and has relaxed nodes (RRB) where it was joined, cut or inserted into.
 *
 * | operation, n elements                                    | time                                 |
 * | -------------------------------------------------------- | ------------------------------------ |
 * | `empty`, `length`, `asTransient`, `asPersistent`         | O(1)                                 |
 * | `push`, `pop`                                            | O(1) amortised, O(log n) at worst    |
 * | `get`, `at`, `set`                                       | O(log n): at most 6 nodes            |
 * | `slice`, `concat` of vectors, `remove`                   | O(log n)                             |
 * | `insert` of k values, `concat` of an iterable of k       | O(log n + k)                         |
 * | `from`, `of`, `map`, `filter`, `toArray`, `forEach`, search, iteration | O(n)                   |
 * | `equals`                                                 | O(n), skipping leaves that both share |
 * | memory                                                   | 9.9 bytes per element, plus the elements |
 *
 * A version keeps only a bounded number of other elements alive: 1,023 that were pushed to newer versions, popped ones
 * (the rest of one leaf, until the next push), and on each side of a slice as many as the slice has.
 *
 * @example
 * ```ts
 * import { PersistentVector } from '@data-map/arrays';
 * const a = PersistentVector.of('a', 'b', 'c');
 * const b = a.push('d').set(0, 'A').insert(1, 'x');
 * console.log(a.toArray()); // -> [ 'a', 'b', 'c' ]
 * console.log(b.toArray()); // -> [ 'A', 'x', 'b', 'c', 'd' ]
 * console.log(a.concat(b).slice(2, 5).toArray()); // -> [ 'c', 'A', 'x' ]
 * ```
 */
export class PersistentVector<T> extends VectorReader<T> {
  /**
   * Returns the vector without elements. O(1).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.empty<string>().push('a').toArray()); // -> [ 'a' ]
   * ```
   */
  static empty<T>(): PersistentVector<T> {
    return EMPTY;
  }

  /**
   * Returns a vector of the arguments. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, 2, 3).length); // -> 3
   * ```
   */
  static of<T>(...values: T[]): PersistentVector<T> {
    return PersistentVector.from(values);
  }

  /**
   * Returns a vector of the elements of an iterable or an array-like, as `Array.from` takes them, or of the results of
   * `map` for each of them. Fastest for an array, and for `{ length }` with `map`. A persistent vector without `map` is
   * returned as it is. O(n).
   *
   * @throws PositionError for more than 2^28 - 1 elements, as does every method that would make a longer vector
   * @throws TypeError if `values` is neither an iterable nor an array-like
   * @throws What `map` throws
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.from(new Set('abca')).toArray()); // -> [ 'a', 'b', 'c' ]
   * console.log(PersistentVector.from({ length: 4 }, (_, i) => i * i).toArray()); // -> [ 0, 1, 4, 9 ]
   * ```
   */
  static from<T>(values: Iterable<T> | ArrayLike<T>): PersistentVector<T>;
  static from<S, T>(
    values: Iterable<S> | ArrayLike<S>,
    map: (value: S, index: number) => T,
  ): PersistentVector<T>;
  static from<S>(
    values: Iterable<S> | ArrayLike<S>,
    map?: (value: S, index: number) => S,
  ): PersistentVector<S> {
    if (map === undefined && values instanceof PersistentVector) return values;
    const vector = copy<S>(EMPTY);
    if (map === undefined && Array.isArray(values)) {
      pushAll(vector, values as S[], values.length);
    } else if (isIterable(values)) {
      let index = 0;
      for (const value of values) push(vector, map === undefined ? value : map(value, index++));
    } else {
      const length = lengthOf(values);
      if (map === undefined) generate(vector, length, (index) => values[index] as S);
      else generate(vector, length, (index) => map(values[index] as S, index));
    }
    return vector;
  }

  /**
   * Returns a vector in which an element is replaced, or this one if `Object.is` finds no difference. O(log n).
   *
   * @throws PositionError if `index` is not an integer from 0 to `length - 1`
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const vector = PersistentVector.of('a', 'b');
   * console.log(vector.set(1, 'B').toArray(), vector.set(1, 'b') === vector); // -> [ 'a', 'B' ] true
   * ```
   */
  set(index: number, value: T): PersistentVector<T> {
    check('Index', index, this.length - 1);
    const { length, tree, tail } = this;
    const { root, shift, size, offset } = tree;
    const at = index + offset - size;
    if (at >= 0) {
      if (Object.is(tail[at], value)) return this;
      const changed = tail.slice();
      changed[at] = value;
      return new PersistentVector(length, tree, changed);
    }
    if (Object.is(this.get(index), value)) return this;
    const changed = replace(root, shift, index + offset, value, undefined);
    return new PersistentVector(length, new Tree(changed, shift, size, offset), tail);
  }

  /**
   * Returns a vector with values appended. O(1) amortised for each.
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const base = PersistentVector.of(1);
   * console.log(base.push(2).toArray(), base.push(3, 4).toArray()); // -> [ 1, 2 ] [ 1, 3, 4 ]
   * ```
   */
  push(...values: T[]): PersistentVector<T>;
  push(value: T): PersistentVector<T> {
    const { length, tree, tail } = this;
    if (arguments.length === 1) {
      const at = length + tree.offset - tree.size;
      if (at === WIDTH) {
        return new PersistentVector(length + 1, withLeaf(tree, tail, WIDTH), tailOf(value));
      }
      const roomy = room(tail, at);
      roomy[at] = value;
      return new PersistentVector(length + 1, tree, roomy);
    }
    const vector = copy(this);
    for (let i = 0; i < arguments.length; i++) push(vector, arguments[i] as T);
    return arguments.length === 0 ? this : vector;
  }

  /**
   * Returns a vector without the last element, or this one if it is empty. O(1) amortised.
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, 2).pop().toArray()); // -> [ 1 ]
   * ```
   */
  pop(): PersistentVector<T> {
    const { length, tree, tail } = this;
    if (length + tree.offset - tree.size > 1) return new PersistentVector(length - 1, tree, tail);
    if (length === 0) return this;
    const vector = copy(this);
    pop(vector);
    return vector;
  }

  /**
   * Returns a vector of the elements from `start` up to `end`, which are taken as by `Array.prototype.slice`. O(log n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const letters = PersistentVector.from('abcdef');
   * console.log(letters.slice(1, 3).toArray(), letters.slice(-2).toArray()); // -> [ 'b', 'c' ] [ 'e', 'f' ]
   * ```
   */
  slice(start = 0, end = this.length): PersistentVector<T> {
    const from = relative(start, this.length);
    const to = relative(end, this.length);
    if (from >= to) return EMPTY;
    if (to - from === this.length) return this;
    const { tree, tail } = this;
    const tailStart = tree.size - tree.offset;
    if (from >= tailStart) {
      return new PersistentVector(to - from, NO_TREE, tail.slice(from - tailStart, to - tailStart));
    }
    const vector = copy(this);
    slice(vector, from, to);
    return vector;
  }

  /**
   * Returns a vector with the elements of others appended: O(log n) for a persistent vector, O(n) for any other
   * iterable.
   *
   * @throws TypeError if one of them is not iterable
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const half = PersistentVector.from(Array.from({ length: 1_000_000 }, (_, i) => i));
   * const both = half.concat(half).concat(['end']);
   * console.log(both.length, both.get(1_500_000), both.at(-1)); // -> 2000001 500000 end
   * ```
   */
  concat<U = T>(...others: Iterable<U>[]): PersistentVector<T | U> {
    const vector = copy<T | U>(this);
    for (const other of others) {
      if (other instanceof PersistentVector) concat(vector, other);
      else {
        checkIterable(other);
        concat(vector, PersistentVector.from(other));
      }
    }
    return vector.length === this.length ? this : vector;
  }

  /**
   * Returns a vector with k values inserted before the element at `index` or, if `index` is `length`, after the last
   * one. O(log n + k).
   *
   * @throws PositionError if `index` is not an integer from 0 to `length`
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, 4).insert(1, 2, 3).toArray()); // -> [ 1, 2, 3, 4 ]
   * ```
   */
  insert(index: number, ...values: T[]): PersistentVector<T> {
    check('Index', index, this.length);
    if (values.length === 0) return this;
    const vector = copy(this);
    insert(vector, index, values);
    return vector;
  }

  /**
   * Returns a vector without one element, or without `count` elements from `index` on. O(log n).
   *
   * @throws PositionError if there is no element at `index`, or there are not `count` elements from there on
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const letters = PersistentVector.from('abcd');
   * console.log(letters.remove(0).toArray(), letters.remove(1, 2).toArray()); // -> [ 'b', 'c', 'd' ] [ 'a', 'd' ]
   * ```
   */
  remove(index: number, count = 1): PersistentVector<T> {
    checkRange(index, count, this.length);
    if (count === 0) return this;
    const vector = copy(this);
    remove(vector, index, count);
    return vector;
  }

  /**
   * Returns a vector of the results of a function for each element. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, 2).map((value, index) => value * 10 + index).toArray()); // -> [ 10, 21 ]
   * ```
   */
  map<U>(change: (value: T, index: number) => U): PersistentVector<U> {
    const vector = copy<U>(EMPTY);
    this.forEach((value, index) => push(vector, change(value, index)));
    return vector;
  }

  /**
   * Returns a vector of the elements that pass a test. O(n).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * console.log(PersistentVector.of(1, 2, 3, 4).filter((value) => value % 2 === 0).toArray()); // -> [ 2, 4 ]
   * ```
   */
  filter<S extends T>(test: (value: T, index: number) => value is S): PersistentVector<S>;
  filter(test: (value: T, index: number) => unknown): PersistentVector<T>;
  filter(test: (value: T, index: number) => unknown): PersistentVector<T> {
    const vector = copy<T>(EMPTY);
    this.forEach((value, index) => {
      if (test(value, index)) push(vector, value);
    });
    return vector;
  }

  /**
   * Calls a function with a transient of these elements, and returns the vector that results: many changes for few
   * copies. O(1) plus the call.
   *
   * @throws What the function throws; this vector never changes
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const zeros = PersistentVector.from(Array.from({ length: 100 }, () => 0));
   * const squares = zeros.withMutations((list) => {
   *   for (let i = 0; i < 100; i++) list.set(i, i * i);
   * });
   * console.log(zeros.get(9), squares.get(9)); // -> 0 81
   * ```
   */
  withMutations(change: (transient: TransientVector<T>) => void): PersistentVector<T> {
    const transient = this.asTransient();
    change(transient);
    return transient.asPersistent();
  }

  /**
   * Returns a vector of these elements that can be changed in place. O(1).
   *
   * @example
   * ```ts
   * import { PersistentVector } from '@data-map/arrays';
   * const transient = PersistentVector.of(1).asTransient();
   * console.log(transient.push(2).set(0, 0).asPersistent().toArray()); // -> [ 0, 2 ]
   * ```
   */
  asTransient(): TransientVector<T> {
    return new TransientVector(this, copy);
  }

  /** Returns this vector, so that persistent and transient ones can be treated alike. O(1). */
  asPersistent(): this {
    return this;
  }
}

/**
 * Returns a vector whose fields the functions of `append.ts` and `edits.ts` may change, before anything else holds it.
 */
function copy<T>(state: VectorState<T>): PersistentVector<T> {
  const { length, tree, tail } = state;
  return new PersistentVector(length, tree, tail);
}

const EMPTY: PersistentVector<never> = /* @__PURE__ */ new PersistentVector<never>(
  0,
  NO_TREE,
  NO_TAIL,
);
