/**
 * What is known of each slot, one packed integer per slot:
 *
 *     > 0   in use: the id of its leaf plus 1, and a hint where in the leaf, which may be out of date
 *       0   in use, and still where it was at the start: in the untouched leaf number slot / LEAF
 *     < 0   free: the complement of the next free slot
 *
 * So the free list is threaded through the table and takes no memory of its own (as in a slab allocator), and a slot
 * is told to be free, which is what a double free asks, by a sign. A fresh table is all zeros, which the operating
 * system gives away lazily: a table of a million slots costs microseconds until it is written to.
 */

/** Bits of a home that hold the place in the leaf. */
const HINT_BITS = 12;
const HINT_MASK = (1 << HINT_BITS) - 1;

/** Ends the free list. Its complement is negative, as that of any slot. */
const NONE = 0x7fff_ffff;

/** The longest leaf that a hint can speak about. */
export const MAX_LEAF = 1 << HINT_BITS;

/** Homes and the free list; every operation O(1), growing amortised. */
export class SlotTable {
  #homes: Int32Array;
  /** Slots from here on were never given out by this table. */
  #issued: number;
  #free = NONE;

  /** The slots from 0 to `length - 1` are in use, at their first place. */
  constructor(length: number) {
    this.#homes = new Int32Array(length + (length >>> 3) + 16);
    this.#issued = length;
  }

  /** A slot that nobody uses: the one freed last, or the lowest that was never used. */
  issue(): number {
    const slot = this.#free;
    if (slot !== NONE) {
      this.#free = ~this.#homes[slot]!;
      return slot;
    }
    if (this.#issued === this.#homes.length) {
      const grown = new Int32Array(this.#issued * 2);
      grown.set(this.#homes);
      this.#homes = grown;
    }
    return this.#issued++;
  }

  release(slot: number): void {
    this.#homes[slot] = ~this.#free;
    this.#free = slot;
  }

  isUsed(slot: number): boolean {
    return slot >>> 0 === slot && slot < this.#issued && this.#homes[slot]! >= 0;
  }

  settle(slot: number, leaf: number, place: number): void {
    this.#homes[slot] = ((leaf + 1) << HINT_BITS) | place;
  }

  /** The leaf of a used slot; -1 where the slot is still at its first place. */
  leafOf(slot: number): number {
    return (this.#homes[slot]! >>> HINT_BITS) - 1;
  }

  hintOf(slot: number): number {
    return this.#homes[slot]! & HINT_MASK;
  }
}
