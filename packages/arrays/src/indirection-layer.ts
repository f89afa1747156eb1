/**
 * The indirection layer: a list of positions over slots that never move.
 *
 * Code that keeps something for each element of an array (an index entry, a DOM node, a row of a typed array) keeps it
 * by *slot*. A splice, a move or a sort of the array then only changes the mapping from positions to slots, which is
 * kept here. Nothing that is kept by slot has to be moved or given a new key.
 *
 *     elements    a  b  c  d                    d  a  b  c
 *     positions   0  1  2  3   ── move(3, 0) ─►  0  1  2  3
 *     slots       0  1  2  3                    3  0  1  2        d is still in slot 3
 *
 * There are three representations (`representation`):
 * - `identity`: every position equals its slot. It takes no memory whatever the length, and appending and removing at
 *   the end keep it.
 * - `flat`: one typed array for each direction, made by the first other edit.
 * - `chunked`: leaves under a Fenwick tree, from 4,097 positions on (`indirection/slot-order.ts`).
 */

import { kindOf } from './arguments.ts';
import { check } from './indices.ts';
import { MAX_LENGTH, PermutationError, SlotError } from './indirection/errors.ts';
import { SlotOrder } from './indirection/slot-order.ts';
import { countTo } from './indirection/slot-table.ts';

/**
 * The current representation of a layer's mapping.
 *
 * @example
 * ```ts
 * import { IndirectionLayer, type Representation } from '@data-map/arrays';
 * const layer = new IndirectionLayer(5000);
 * const seen: Representation[] = [layer.representation];
 * layer.deallocate(0);
 * seen.push(layer.representation);
 * layer.remove(0, 4500);
 * seen.push(layer.representation);
 * console.log(seen); // -> [ 'identity', 'chunked', 'flat' ]
 * ```
 */
export type Representation = 'identity' | 'flat' | 'chunked';

/**
 * The result of `splice`: the slots that it freed and the slots that it took, each in the order of their positions.
 *
 * @example
 * ```ts
 * import { IndirectionLayer, type Splice } from '@data-map/arrays';
 * const { removed, inserted }: Splice = new IndirectionLayer(3).splice(0, 2, 1);
 * console.log(removed, inserted); // -> [ 0, 1 ] [ 1 ]
 * ```
 */
export interface Splice {
  /** The slots of the removed positions. `inserted` reuses these first. */
  readonly removed: number[];
  /** The slots of the inserted positions. */
  readonly inserted: number[];
}

/**
 * Maps logical positions (0 to `length - 1`, without gaps) to physical slots (0 to `capacity - 1`) and back.
 *
 * Freed slots are reused before a new one is taken, so `capacity` is the greatest length that there ever was. A method
 * that throws has changed nothing, unless the stack overflowed inside it.
 *
 * | operation                                    | identity | n positions otherwise                     |
 * | -------------------------------------------- | -------- | ----------------------------------------- |
 * | construction, `identity`                     | O(1)     |                                           |
 * | `physical`                                   | O(1)     | O(log n), O(1) near the last access       |
 * | `logical`                                    | O(1)     | O(log n) amortised                        |
 * | `allocate()`, `deallocate(length - 1)`       | O(1)     | O(log n) amortised                        |
 * | one position anywhere, `swap`, `move`        |          | O(log n) amortised, and a memmove of 8 kB at most |
 * | the first edit that is not at the end        | O(n / 1,024) |                                       |
 * | `insert`, `remove`, `splice` of k positions  | O(k)     | O(k + n / 1,024)                          |
 * | `permute`, `reverse`, `slots`                | O(n)     | O(n)                                      |
 * | `sort`                                       |          | O(n log n)                                |
 * | memory                                       | 0        | 4 to 20 bytes per position that was touched |
 *
 * @example
 * ```ts
 * import { IndirectionLayer } from '@data-map/arrays';
 * const layer = IndirectionLayer.identity(4);
 * layer.move(3, 0);
 * console.log([...layer.slots()]); // -> [ 3, 0, 1, 2 ]
 * console.log(layer.deallocate(1)); // -> 0
 * console.log(layer.allocate()); // -> 0
 * console.log(layer.physical(0), layer.logical(0)); // -> 3 3
 * console.log(layer.length, layer.capacity); // -> 4 4
 * ```
 */
export class IndirectionLayer {
  #length: number;
  #capacity: number;
  /** Undefined for an identity. Then the slots from `#length` to `#capacity - 1` are free. */
  #order: SlotOrder | undefined = undefined;

  /**
   * Creates a layer of `length` positions, each mapped to the slot of the same number. O(1).
   *
   * @throws PositionError if `length` is not an integer from 0 to 100,000,000
   */
  constructor(length = 0) {
    check('Length', length, MAX_LENGTH);
    this.#length = length;
    this.#capacity = length;
  }

  /**
   * The same as the constructor, under a name that says what it creates. O(1).
   *
   * @throws PositionError if `length` is not an integer from 0 to 100,000,000
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = IndirectionLayer.identity(1_000_000);
   * console.log(layer.physical(999_999), layer.representation); // -> 999999 identity
   * ```
   */
  static identity(length: number): IndirectionLayer {
    return new IndirectionLayer(length);
  }

  /** The number of positions, which is also the number of slots in use. */
  get length(): number {
    return this.#length;
  }

  /** The most slots that were ever in use at once. Every slot is less than this. */
  get capacity(): number {
    return this.#capacity;
  }

  /** The current representation of the mapping. */
  get representation(): Representation {
    if (this.#order === undefined) return 'identity';
    return this.#order.index === undefined ? 'flat' : 'chunked';
  }

  /**
   * Returns the slot of a position. O(log n), O(1) near the position that was accessed last.
   *
   * @throws PositionError if there is no such position
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(3);
   * layer.swap(0, 2);
   * console.log(layer.physical(0)); // -> 2
   * ```
   */
  physical(logical: number): number {
    this.#check(logical);
    return this.#order === undefined ? logical : this.#order.slotAt(logical);
  }

  /**
   * Returns the position of a slot, or -1 if the slot is not in use. O(log n) amortised.
   *
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(3);
   * layer.deallocate(0);
   * console.log(layer.logical(2), layer.logical(0)); // -> 1 -1
   * ```
   */
  logical(physical: number): number {
    const order = this.#order;
    if (order !== undefined) return order.positionOf(physical);
    return physical >>> 0 === physical && physical < this.#length ? physical : -1;
  }

  /**
   * Inserts one position, by default at the end, and returns its slot. O(1) at the end of an identity, O(log n)
   * amortised otherwise.
   *
   * @throws PositionError if `logical` is not an integer from 0 to `length`, or the list is full
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer();
   * console.log(layer.allocate(), layer.allocate(), layer.allocate(0)); // -> 0 1 2
   * console.log([...layer.slots()]); // -> [ 2, 0, 1 ]
   * ```
   */
  allocate(logical: number = this.#length): number {
    this.#open(logical, 1, single);
    return single[0]!;
  }

  /**
   * Removes one position, and frees and returns its slot. The positions after it move up. O(1) at the end of an
   * identity, O(log n) amortised otherwise.
   *
   * @throws PositionError if there is no such position
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(3);
   * console.log(layer.deallocate(0), layer.length, layer.physical(0)); // -> 0 2 1
   * ```
   */
  deallocate(logical: number): number {
    this.#check(logical);
    this.#close(logical, 1, single);
    return single[0]!;
  }

  /**
   * Frees a slot, and removes and returns the position that it had. O(log n) amortised.
   *
   * @throws SlotError if the slot is not in use, for example because it was freed before
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(3);
   * layer.reverse();
   * console.log(layer.free(0), layer.length); // -> 2 2
   * ```
   */
  free(physical: number): number {
    const logical = this.logical(physical);
    if (logical < 0) throw new SlotError(physical, this.#length);
    this.deallocate(logical);
    return logical;
  }

  /**
   * Inserts `count` positions and returns their slots in order. O(count + log n) amortised.
   *
   * @throws PositionError if `logical` is not an integer from 0 to `length`, or `count` is not an integer, is negative
   *   or would make the list longer than 100,000,000 positions
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(2);
   * console.log(layer.insert(1, 2), [...layer.slots()]); // -> [ 2, 3 ] [ 0, 2, 3, 1 ]
   * ```
   */
  insert(logical: number, count = 1): number[] {
    const slots: number[] = [];
    this.#open(logical, count, slots);
    return slots;
  }

  /**
   * Removes `count` positions, and frees and returns their slots in order. O(count + log n) amortised.
   *
   * @throws PositionError if there are not `count` positions from `logical` on
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(5);
   * console.log(layer.remove(1, 2), [...layer.slots()]); // -> [ 1, 2 ] [ 0, 3, 4 ]
   * ```
   */
  remove(logical: number, count = 1): number[] {
    const slots: number[] = [];
    this.#close(logical, count, slots);
    return slots;
  }

  /**
   * Removes `deleteCount` positions and inserts `insertCount` in their place. O(counts + log n) amortised.
   *
   * Unlike `Array.prototype.splice` it does not clamp its arguments, but throws.
   *
   * @throws PositionError if there are not `deleteCount` positions from `start` on, or the list would become longer
   *   than 100,000,000 positions
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(4);
   * console.log(layer.splice(1, 1, 2)); // -> { removed: [ 1 ], inserted: [ 1, 4 ] }
   * console.log([...layer.slots()]); // -> [ 0, 1, 4, 2, 3 ]
   * ```
   */
  splice(start: number, deleteCount: number, insertCount = 0): Splice {
    check('Position', start, this.#length);
    check('Count', deleteCount, this.#length - start);
    check('Count', insertCount, MAX_LENGTH - this.#length + deleteCount);
    return { removed: this.remove(start, deleteCount), inserted: this.insert(start, insertCount) };
  }

  /**
   * Removes the position `from` and inserts it again, with the same slot, at `to`, which counts after the removal as in
   * RFC 6902. O(log n) amortised.
   *
   * @throws PositionError if one of the positions does not exist
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(4);
   * layer.move(0, 2);
   * console.log([...layer.slots()]); // -> [ 1, 2, 0, 3 ]
   * ```
   */
  move(from: number, to: number): void {
    this.#check(from);
    this.#check(to);
    if (from === to) return;
    const order = this.#edit();
    order.remove(from, 1, single);
    order.insert(to, single, 1);
  }

  /**
   * Exchanges the slots of two positions. O(log n).
   *
   * @throws PositionError if one of the positions does not exist
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(4);
   * layer.swap(0, 3);
   * console.log([...layer.slots()]); // -> [ 3, 1, 2, 0 ]
   * ```
   */
  swap(a: number, b: number): void {
    this.#check(a);
    this.#check(b);
    if (a !== b) this.#edit().swap(a, b);
  }

  /**
   * Reorders all positions: the slot that was at `permutation[i]` moves to `i`. O(n).
   *
   * @throws PermutationError if `permutation` does not hold each position exactly once
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const layer = new IndirectionLayer(3);
   * layer.permute([2, 0, 1]);
   * console.log(layer.physical(0), layer.logical(0)); // -> 2 1
   * ```
   */
  permute(permutation: ArrayLike<number>): void {
    const length = this.#length;
    if (permutation?.length !== length) {
      throw new PermutationError(`${permutation?.length} positions`, length);
    }
    const old = this.slots();
    const slots = new Int32Array(length);
    for (let k = 0; k < length; k++) {
      const from = permutation[k]!;
      const slot = old[from];
      if (slot === undefined || slot < 0) {
        throw new PermutationError(`${String(from)} at ${k}`, length);
      }
      slots[k] = slot;
      old[from] = -1;
    }
    this.#assign(slots);
  }

  /**
   * Sorts the positions stably with `compare`, which receives two slots, and returns the permutation that would give
   * `permute` the same result. O(n log n) calls of `compare`. If it throws, nothing has changed.
   *
   * @throws PermutationError if `compare` itself made the list longer or shorter
   * @throws TypeError if `compare` is not a function
   * @example
   * ```ts
   * import { IndirectionLayer } from '@data-map/arrays';
   * const names = ['cy', 'al', 'bo'];
   * const layer = new IndirectionLayer(names.length);
   * console.log([...layer.sort((a, b) => (names[a]! < names[b]! ? -1 : 1))]); // -> [ 1, 2, 0 ]
   * console.log(names[layer.physical(0)]); // -> al
   * ```
   */
  sort(compare: (a: number, b: number) => number): Int32Array {
    // Checked here, since with fewer than two positions it would never be called
    if (typeof compare !== 'function')
      throw new TypeError(`Expected a function but found ${kindOf(compare)}`);
    const slots = this.slots();
    const permutation = countTo(slots.length).sort((a, b) => compare(slots[a]!, slots[b]!));
    this.permute(permutation);
    return permutation;
  }

  /** Reverses the order of all positions. O(n). */
  reverse(): void {
    this.#assign(this.slots().toReversed());
  }

  /** Returns a copy of the mapping: the slots in the order of their positions. O(n). */
  slots(): Int32Array {
    return this.#order?.toArray() ?? countTo(this.#length);
  }

  /** Returns the explicit order, created by the first edit that is not at the end. */
  #edit(): SlotOrder {
    return (this.#order ??= new SlotOrder(this.#length));
  }

  /** Replaces the order. Becomes an identity if the new order is one. */
  #assign(slots: Int32Array): void {
    if (slots.every((slot, position) => slot === position)) this.#order = undefined;
    else this.#edit().assign(slots);
  }

  /** Inserts positions and writes their slots to `slots`. */
  #open(logical: number, count: number, slots: number[]): void {
    check('Position', logical, this.#length);
    check('Count', count, MAX_LENGTH - this.#length);
    if (count === 0) return;
    const order = logical < this.#length ? this.#edit() : this.#order;
    for (let k = 0; k < count; k++) slots[k] = order?.table.issue() ?? logical + k;
    order?.insert(logical, slots, count);
    this.#length += count;
    this.#capacity = Math.max(this.#capacity, this.#length);
  }

  /** Removes positions and writes their slots to `slots`. */
  #close(logical: number, count: number, slots: number[]): void {
    check('Position', logical, this.#length);
    check('Count', count, this.#length - logical);
    if (count === 0) return;
    const order = logical + count < this.#length ? this.#edit() : this.#order;
    order?.remove(logical, count, slots);
    for (let k = 0; k < count; k++) {
      if (order === undefined) slots[k] = logical + k;
      else order.table.release(slots[k]!);
    }
    this.#length -= count;
    // An empty list is an identity, whose slots are all free
    if (this.#length === 0) this.#order = undefined;
  }

  #check(logical: number): void {
    check('Position', logical, this.#length - 1);
  }
}

/** Receives the slot of an edit of one position, so that such edits allocate nothing. */
const single: number[] = [0];
