import { check, relative } from './indices.ts';
import { NO_TAIL, push, room, type VectorState } from './vector/append.ts';
import { concat, insert, pop, pushAll, remove, set, slice } from './vector/edits.ts';
import { BITS, WIDTH } from './vector/node.ts';
import { TransientVector } from './vector/transient-vector.ts';
import { checkRange, VectorReader } from './vector/vector-reader.ts';

/**
 * An immutable list: every method that changes something returns another vector that shares most of its memory with this one.
 */
export class PersistentVector<T> extends VectorReader<T> {
  /** The vector without elements. O(1). */
  static empty<T>(): PersistentVector<T> {
    return EMPTY;
  }

  /** A vector of the arguments. O(n). */
  static of<T>(...values: T[]): PersistentVector<T> {
    return PersistentVector.from(values);
  }

  /** A vector of the elements of an iterable; a persistent vector is returned as it is. O(n), fastest for an array. */
  static from<T>(values: Iterable<T>): PersistentVector<T> {
    if (values instanceof PersistentVector) return values as PersistentVector<T>;
    const vector = copy<T>(EMPTY);
    if (Array.isArray(values)) pushAll(vector, values as T[], values.length);
    else for (const value of values) push(vector, value);
    return vector;
  }

  /** A vector in which an element is replaced; this one if `Object.is` finds no difference. O(log n). */
  set(index: number, value: T): PersistentVector<T> {
    check('Index', index, this.length - 1);
    if (Object.is(this.get(index), value)) return this;
    const vector = copy(this);
    set(vector, index, value);
    return vector;
  }

  /** A vector with values behind the last element. O(1) amortised for each. */
  push(...values: T[]): PersistentVector<T>;
  push(value: T, ...more: T[]): PersistentVector<T> {
    const { length, tailStart, offset, shift, root } = this;
    const at = length - tailStart;
    if (at < WIDTH && arguments.length === 1) {
      const tail = room(this.tail, at);
      tail[at] = value;
      return new PersistentVector(length + 1, tailStart, offset, shift, root, tail);
    }
    if (arguments.length === 0) return this;
    const vector = copy(this);
    push(vector, value);
    for (const next of more) push(vector, next);
    return vector;
  }

  /** A vector without the last element; this one if there is none. O(1) amortised. */
  pop(): PersistentVector<T> {
    if (this.length === 0) return this;
    const vector = copy(this);
    pop(vector);
    return vector;
  }

  /** The elements from `start` up to `end`, which are taken as by `Array.prototype.slice`. O(log n). */
  slice(start = 0, end = this.length): PersistentVector<T> {
    const from = relative(start, this.length);
    const to = relative(end, this.length);
    if (from >= to) return EMPTY;
    if (to - from === this.length) return this;
    const vector = copy(this);
    slice(vector, from, to);
    return vector;
  }

  /** This vector with the elements of others behind it. O(log n) for each vector, O(n) for any other iterable. */
  concat(...others: Iterable<T>[]): PersistentVector<T> {
    const vector = copy(this);
    for (const other of others) concat(vector, PersistentVector.from(other));
    return vector.length === this.length ? this : vector;
  }

  /** A vector with values before the element at an index, or, at `length`, behind the last. O(log n) and O(1) for each value. */
  insert(index: number, ...values: T[]): PersistentVector<T> {
    check('Index', index, this.length);
    if (values.length === 0) return this;
    const vector = copy(this);
    insert(vector, index, values);
    return vector;
  }

  /** A vector without `count` elements from an index on. O(log n). */
  remove(index: number, count = 1): PersistentVector<T> {
    checkRange(index, count, this.length);
    if (count === 0) return this;
    const vector = copy(this);
    remove(vector, index, count);
    return vector;
  }

  /** A vector of what a function makes of each element. O(n). */
  map<U>(change: (value: T, index: number) => U): PersistentVector<U> {
    const vector = copy<U>(EMPTY);
    this.forEach((value, index) => push(vector, change(value, index)));
    return vector;
  }

  /** A vector of the elements that pass a test. O(n). */
  filter(test: (value: T, index: number) => unknown): PersistentVector<T> {
    const vector = copy<T>(EMPTY);
    this.forEach((value, index) => {
      if (test(value, index)) push(vector, value);
    });
    return vector;
  }

  /** Hands a transient to a function and returns what it has become. */
  withMutations(change: (transient: TransientVector<T>) => void): PersistentVector<T> {
    const transient = this.asTransient();
    change(transient);
    return transient.asPersistent();
  }

  /** A vector to change in place that starts with these elements. O(1). */
  asTransient(): TransientVector<T> {
    return new TransientVector(this, copy);
  }

  /** This vector. */
  asPersistent(): this {
    return this;
  }
}

function copy<T>(state: VectorState<T>): PersistentVector<T> {
  const { length, tailStart, offset, shift, root, tail } = state;
  return new PersistentVector(length, tailStart, offset, shift, root, tail);
}

const EMPTY: PersistentVector<never> = new PersistentVector<never>(0, 0, 0, BITS, [], NO_TAIL);
