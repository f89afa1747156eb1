import { check } from '../indices.ts';
import { ListIterator } from '../list-iterator.ts';
import type { PersistentVector } from '../persistent-vector.ts';
import { push, type VectorState } from './append.ts';
import { concat, insert, pop, remove, set } from './edits.ts';
import { TransientError } from './errors.ts';
import { NOTHING } from './iterator.ts';
import { checkRange, VectorReader } from './vector-reader.ts';

type Persist = <T>(state: VectorState<T>) => PersistentVector<T>;

/**
 * A vector that is changed in place, for many changes at once. It starts as a persistent vector, copies each node when
 * it first writes to it and owns the copy from then on; the vector that it was made of does not change. It can be read as
 * the persistent one. Made by `PersistentVector.asTransient` and ended by `asPersistent`, in O(1) each.
 *
 * | operation, n elements    | time                                            |
 * | ------------------------ | ----------------------------------------------- |
 * | `set`                    | O(log n), without a copy where it owns the nodes |
 * | `push`, `pop`            | O(1) amortised                                  |
 * | `insert`, `remove`, `concat` | as those of `PersistentVector`              |
 *
 * Each method that writes throws a `TransientError` after `asPersistent`, and changes nothing when it throws. Reading goes on.
 *
 * @example
 * ```ts
 * import { PersistentVector, type TransientVector } from '@data-map/arrays';
 * const list: TransientVector<string> = PersistentVector.from('abc').asTransient();
 * list.push('d').remove(0).set(0, 'B');
 * console.log(list.length, list.get(0), list.asPersistent().toArray()); // -> 3 B [ 'B', 'c', 'd' ]
 * ```
 */
export class TransientVector<T> extends VectorReader<T> {
  /**
   * The nodes and the tail that no other vector has, from the first `set` on: many transients only push. Null once it is
   * persistent.
   *
   * @internal
   */
  declare private owned: Set<unknown> | null | undefined;
  /** @internal */
  declare private readonly persist: Persist;

  /** @internal */
  constructor({ length, tree, tail }: Readonly<VectorState<T>>, persist: Persist) {
    super(length, tree, tail);
    this.owned = undefined;
    this.persist = persist;
  }

  /**
   * Replaces an element.
   *
   * @throws PositionError when `index` is no integer from 0 to `length - 1`
   */
  set(index: number, value: T): this {
    this.writable();
    check('Index', index, this.length - 1);
    set(this, index, value, (this.owned ??= new Set()));
    return this;
  }

  /** Adds values at the end. */
  push(...values: T[]): this;
  push(value: T): this {
    this.writable();
    if (arguments.length === 1) push(this, value);
    else for (let i = 0; i < arguments.length; i++) push(this, arguments[i] as T);
    return this;
  }

  /** Removes the last element, if there is one. */
  pop(): this {
    this.writable();
    if (this.length > 0) pop(this);
    return this;
  }

  /**
   * Inserts values before an element, or, where `index` is `length`, behind the last.
   *
   * @throws PositionError when `index` is no integer from 0 to `length`
   */
  insert(index: number, ...values: T[]): this {
    this.writable();
    check('Index', index, this.length);
    insert(this, index, values);
    return this;
  }

  /**
   * Removes an element, or `count` elements from an index on.
   *
   * @throws PositionError when there are not `count` elements from `index` on, or `index` is not that of an element
   */
  remove(index: number, count = 1): this {
    this.writable();
    checkRange(index, count, this.length);
    if (count > 0) remove(this, index, count);
    return this;
  }

  /**
   * Puts the elements of others behind: O(log n) for a persistent vector, O(n) for any other iterable.
   *
   * @throws TypeError when one is not iterable
   */
  concat(...others: Iterable<T>[]): this {
    this.writable();
    concat(this, this.persist<T>(NOTHING).concat(...others));
    return this;
  }

  // As with an array, who reads meets what is written meanwhile: no leaf may be held across a callback or a step

  /** As `Array.prototype.forEach`. O(n log n). */
  override forEach(visit: (value: T, index: number) => void): void {
    const end = this.length;
    for (let i = 0; i < end && i < this.length; i++) visit(this.get(i) as T, i);
  }

  /** As `Array.prototype.findLastIndex`. O(n log n). */
  override findLastIndex(test: (value: T, index: number) => unknown): number {
    let i = this.length - 1;
    while (i >= 0 && !test(this.get(i) as T, i)) i--;
    return i;
  }

  /** @internal */
  protected override firstFrom(start: number, test: (value: T, i: number) => unknown): number {
    for (let end = this.length; start < end; start++) {
      if (test(this.get(start) as T, start)) return start;
    }
    return -1;
  }

  /** The elements in order; as with an array, edits made meanwhile are seen. O(log n) for each. */
  override [Symbol.iterator](): IterableIterator<T> {
    return new ListIterator(this);
  }

  /** The persistent vector that this one has become. It can only be read from then on. */
  asPersistent(): PersistentVector<T> {
    this.writable();
    this.owned = null;
    return this.persist(this);
  }

  /** @internal */
  private writable(): void {
    const { owned } = this;
    if (owned === null) throw new TransientError();
    // There are not half as many nodes: most of these are in no tree any more, and would be kept alive with their elements
    if (owned !== undefined && owned.size > this.length / 8 + 64) this.owned = undefined;
  }
}
