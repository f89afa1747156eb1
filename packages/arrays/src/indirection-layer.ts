/**
 * The indirection layer: a list of positions over slots that stay where they are.
 *
 * Whoever keeps something for each element of an array (an index entry, a DOM node, a row of a typed array) keeps it
 * by *slot*. A splice, a move or a sort of the array then changes which position leads to which slot, here, and
 * nothing that is kept has to be moved or given a new key.
 *
 * Three representations follow each other, as `representation` tells:
 * - `identity`: position and slot are equal. This takes no memory whatever the length, and appending and removing at
 *   the end keep it so.
 * - `flat`: one typed array in each direction, from the first other edit on.
 * - `chunked`: leaves below a Fenwick tree, from 4,097 positions on (`indirection/slot-order.ts`).
 */

import { kindOf } from './arguments.ts';
import { check } from './indices.ts';
import { MAX_LENGTH, PermutationError, SlotError } from './indirection/errors.ts';
import { SlotOrder } from './indirection/slot-order.ts';
import { countTo } from './indirection/slot-table.ts';

/**
 * How a layer represents its mapping at present.
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
 * What `splice` did: the slots that were freed and those that were taken, each in the order of their positions.
 *
 * @example
 * ```ts
 * import { IndirectionLayer, type Splice } from '@data-map/arrays';
 * const { removed, inserted }: Splice = new IndirectionLayer(3).splice(0, 2, 1);
 * console.log(removed, inserted); // -> [ 0, 1 ] [ 1 ]
 * ```
 */
export interface Splice {
  /** The slots of the positions taken out; `inserted` takes them again first. */
  readonly removed: number[];
  /** The slots of the positions put in. */
  readonly inserted: number[];
}

/**
 * Maps logical positions (0 to `length - 1`, without gaps) to physical slots (0 to `capacity - 1`) and back.
 *
 * Freed slots are used again before a new one is taken, so that `capacity` is the greatest length there ever was. No
 * method changes anything when it throws, unless it is called where the stack ends.
 *
 * | operation                                    | identity | n positions otherwise                     |
 * | -------------------------------------------- | -------- | ----------------------------------------- |
 * | construction, `identity`                     | O(1)     |                                           |
 * | `physical`                                   | O(1)     | O(log n), O(1) near the last one          |
 * | `logical`                                    | O(1)     | O(log n) amortised                        |
 * | `allocate()`, `deallocate(length - 1)`       | O(1)     | O(log n) amortised                        |
 * | one position anywhere, `swap`, `move`        |          | O(log n) and a memmove of some 8 kB at most |
 * | the first edit elsewhere than at the end     | O(n / 1,024) |                                       |
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
  /** Undefined while position and slot are equal: then the slots from `#length` to `#capacity - 1` are free. */
  #order: SlotOrder | undefined = undefined;

  /**
   * A layer of `length` positions, each mapped to the slot of the same number. O(1).
   *
   * @throws PositionError when `length` is no integer from 0 to 100,000,000
   */
  constructor(length = 0) {
    check('Length', length, MAX_LENGTH);
    this.#length = length;
    this.#capacity = length;
  }

  /**
   * The same as the constructor, for where a reader should see what it makes. O(1).
   *
   * @throws PositionError when `length` is no integer from 0 to 100,000,000
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

  /** How many positions there are, and as many slots are in use. */
  get length(): number {
    return this.#length;
  }

  /** How many slots were ever in use at once: every slot is less than this. */
  get capacity(): number {
    return this.#capacity;
  }

  /** How the mapping is represented at present. */
  get representation(): Representation {
    if (this.#order === undefined) return 'identity';
    return this.#order.index === undefined ? 'flat' : 'chunked';
  }

  /**
   * The slot of a position. O(log n), O(1) near the position that was met last.
   *
   * @throws PositionError when there is no such position
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
   * The position of a slot, or -1 when the slot is not in use. O(log n) amortised.
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
   * Opens one position, at the end unless told where, and returns its slot. O(1) at the end of an identity, O(log n)
   * amortised otherwise.
   *
   * @throws PositionError when `logical` is no integer from 0 to `length`, or the list is full
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
   * Closes one position, frees its slot and returns it; the positions behind move up. O(1) at the end of an identity,
   * O(log n) amortised otherwise.
   *
   * @throws PositionError when there is no such position
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
   * Frees a slot, closes the position that held it and returns that position. O(log n) amortised.
   *
   * @throws SlotError when the slot is not in use, as after it was freed before
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
   * Opens `count` positions and returns their slots in order. O(count + log n) amortised.
   *
   * @throws PositionError when `logical` is no integer from 0 to `length`, or `count` none that leaves the list
   *   at most 100,000,000 positions long
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
   * Closes `count` positions, frees their slots and returns them in order. O(count + log n) amortised.
   *
   * @throws PositionError when there are not `count` positions from `logical` on
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
   * Closes `deleteCount` positions and opens `insertCount` in their place. O(counts + log n) amortised.
   *
   * Unlike `Array.prototype.splice` it does not clamp: what does not exist cannot be removed.
   *
   * @throws PositionError when there are not `deleteCount` positions from `start` on, or the list would grow too long
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
   * Takes the element at `from` out and puts it in at `to`, counted after the removal as in RFC 6902; its slot
   * stays the same. O(log n) amortised.
   *
   * @throws PositionError when one of the positions does not exist
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
   * @throws PositionError when one of the positions does not exist
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
   * Reorders all positions: what was at `permutation[i]` is then at `i`. O(n).
   *
   * @throws PermutationError when `permutation` does not hold each position once
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
   * Sorts the positions by their slots, stably, and returns the permutation that `permute` would have taken.
   * O(n log n) calls of `compare`, which gets two slots; when it throws, nothing has changed.
   *
   * @throws PermutationError when `compare` itself made the list longer or shorter; TypeError when it is no function
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
    // With fewer than two positions nobody would call it
    if (typeof compare !== 'function')
      throw new TypeError(`Expected a function but found ${kindOf(compare)}`);
    const slots = this.slots();
    const permutation = countTo(slots.length).sort((a, b) => compare(slots[a]!, slots[b]!));
    this.permute(permutation);
    return permutation;
  }

  /** Reverses all positions. O(n). */
  reverse(): void {
    this.#assign(this.slots().toReversed());
  }

  /** A copy of the mapping: the slots in the order of their positions. O(n). */
  slots(): Int32Array {
    return this.#order?.toArray() ?? countTo(this.#length);
  }

  /** The explicit order, made at the first edit that needs one. */
  #edit(): SlotOrder {
    return (this.#order ??= new SlotOrder(this.#length));
  }

  #assign(slots: Int32Array): void {
    if (slots.every((slot, position) => slot === position)) this.#order = undefined;
    else this.#edit().assign(slots);
  }

  /** Opens positions and writes their slots to `slots`. */
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

  /** Closes positions and writes their slots to `slots`. */
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
    // An empty list is an identity again.
    if (this.#length === 0) this.#order = undefined;
  }

  #check(logical: number): void {
    check('Position', logical, this.#length - 1);
  }
}

/** Hands single slots over, so that edits of one position allocate nothing. */
const single: number[] = [0];
