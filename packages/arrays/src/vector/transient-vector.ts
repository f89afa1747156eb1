import { check } from '../indices.ts';
import { ListIterator } from '../list-iterator.ts';
import type { PersistentVector } from '../persistent-vector.ts';
import { push, type VectorState } from './append.ts';
import { concat, insert, pop, remove, set } from './edits.ts';
import { TransientError } from './errors.ts';
import { NOTHING } from './iterator.ts';
import { disown } from './node.ts';
import { checkRange, VectorReader } from './vector-reader.ts';

type Persist = <T>(state: VectorState<T>) => PersistentVector<T>;

/**
 * A vector that is changed in place, for many changes at once. It starts with the nodes of a persistent vector. At the
 * first write to a node it copies the node, and owns the copy from then on, so the persistent vector does not change.
 * It has all the reading methods of a persistent vector. `PersistentVector.asTransient` creates it and `asPersistent`
 * ends it, each in O(1).
 *
 * | operation, n elements    | time                                            |
 * | ------------------------ | ----------------------------------------------- |
 * | `set`                    | O(log n), without a copy of nodes that it owns  |
 * | `push`, `pop`            | O(1) amortised                                  |
 * | `insert`, `remove`, `concat` | as in `PersistentVector`                    |
 *
 * After `asPersistent`, each method that writes throws a `TransientError`; reading still works. A method that throws
 * has changed nothing.
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
   * The nodes and tails that no other vector shares. Created by the first `set`, since many transients only push; null
   * after `asPersistent`.
   *
   * @internal
   */
  declare private owned: Set<unknown> | null | undefined;
  /**
   * Whether the last write was an `insert` or `remove`. These make all nodes on their path anew, so that a `set` between
   * two of them would own nodes that the next one drops: it copies them as a persistent vector does.
   *
   * @internal
   */
  declare private edited: boolean;
  /** @internal */
  declare private readonly persist: Persist;

  /** @internal */
  constructor({ length, tree, tail }: Readonly<VectorState<T>>, persist: Persist) {
    super(length, tree, tail);
    this.owned = undefined;
    this.edited = false;
    this.persist = persist;
  }

  /**
   * Replaces an element.
   *
   * @throws PositionError if `index` is not an integer from 0 to `length - 1`
   */
  set(index: number, value: T): this {
    this.writable();
    check('Index', index, this.length - 1);
    if (this.edited) {
      this.forget(index);
      this.edited = false;
      set(this, index, value);
    } else set(this, index, value, (this.owned ??= new Set()));
    return this;
  }

  /** Appends values. */
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
   * Inserts values before the element at `index` or, if `index` is `length`, after the last one.
   *
   * @throws PositionError if `index` is not an integer from 0 to `length`
   */
  insert(index: number, ...values: T[]): this {
    this.writable();
    check('Index', index, this.length);
    this.forget(index);
    insert(this, index, values);
    return this;
  }

  /**
   * Removes one element, or `count` elements from `index` on.
   *
   * @throws PositionError if there is no element at `index`, or there are not `count` elements from there on
   */
  remove(index: number, count = 1): this {
    this.writable();
    checkRange(index, count, this.length);
    this.forget(index);
    if (count > 0) remove(this, index, count);
    return this;
  }

  /**
   * Appends the elements of others: O(log n) for a persistent vector, O(n) for any other iterable.
   *
   * @throws TypeError if one of them is not iterable
   */
  concat(...others: Iterable<T>[]): this {
    this.writable();
    concat(this, this.persist<T>(NOTHING).concat(...others));
    return this;
  }

  // A callback, or code between two steps of an iterator, may write to this vector, and sees its writes as with an
  // array. So these methods read by index, and keep no leaf across a call

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

  /**
   * Iterates over the elements in order. As with an array, the iterator sees edits that are made meanwhile. O(log n)
   * per element.
   */
  override [Symbol.iterator](): IterableIterator<T> {
    return new ListIterator(this);
  }

  /** Returns a persistent vector of the elements. From then on this one can only be read. O(1). */
  asPersistent(): PersistentVector<T> {
    this.writable();
    this.owned = null;
    return this.persist(this);
  }

  /**
   * Forgets the nodes on the path to an element, which are about to be replaced by new ones. In the set they would only
   * be kept alive, each with its 32 elements, and make V8 move them to its old generation.
   *
   * @internal
   */
  private forget(index: number): void {
    this.edited = true;
    const { owned, tree, tail } = this;
    if (!owned) return;
    index += tree.offset;
    if (index >= tree.size) owned.delete(tail);
    else disown(tree, index, owned);
  }

  /** Prepares a write, or throws a TransientError. @internal */
  private writable(): void {
    const { owned } = this;
    if (owned === null) throw new TransientError();
    // More than twice as many as there are nodes: most of these are in no tree any more, and the set keeps them and
    // their elements alive. Without it, the nodes in the tree are copied once more
    if (owned !== undefined && owned.size > this.length / 8 + 64) this.owned = undefined;
  }
}
