/**
 * What is known of each slot, one packed integer per slot, its *home*:
 *
 *     > 0   in use: the id of its leaf plus 1, and a hint where in the leaf, which may be out of date
 *       0   in use, and in the leaf where it was at the start: in untouched leaf number slot / LEAF, or the only one
 *     < 0   free: the complement of the next free slot
 *
 * So the free list is threaded through the homes and takes no memory of its own (as in a slab allocator), and a slot
 * is told to be free, which is what a double free asks, by a sign.
 *
 * Homes come in pages, which lie in one array in the order in which they were written to first. A page that never was
 * stands for zeros: so a table of a million slots is a list of a thousand pages until something is moved. A page is as
 * long as a leaf, and an untouched leaf is written out or removed as a whole: no page is written to in part.
 */

/** Bits of a home that hold the place in the leaf. */
const HINT_BITS = 12;

/** Slots in a leaf that is the only one. */
export const FLAT = 1 << HINT_BITS;

/** Bits of a slot that count within a page. */
export const PAGE_BITS = 10;

/** Slots in a page, and in a leaf. */
export const LEAF = 1 << PAGE_BITS;

/** Ends the free list. Its complement is negative, as that of any slot. */
const NONE = 0x7fff_ffff;

/** Homes and the free list; every operation O(1), growing amortised. */
export class SlotTable {
  #homes: Int32Array;
  /** By the upper bits of a slot, where its page starts in `#homes`; -1 for one that was never written to. */
  readonly #pages: number[];
  /** Where the next page will start. */
  #end = 0;
  /** Slots from here on were never given out by this table. */
  #issued: number;
  #free = NONE;

  /** The slots from 0 to `length - 1` are in use, at their first place; `length` is not 0. */
  constructor(length: number) {
    // A small table has all its pages from the start, since a page of its own would be larger than the table.
    const isSmall = length <= FLAT;
    this.#homes = new Int32Array(roomFor(isSmall ? length : LEAF));
    this.#issued = length;
    this.#pages = [isSmall ? 0 : -1];
    for (let first = LEAF; first < length; first += LEAF) this.#pages.push(isSmall ? first : -1);
    if (isSmall) this.#end = this.#pages.length * LEAF;
  }

  /** A slot that nobody uses: the one freed last, or the lowest that was never used. */
  issue(): number {
    const slot = this.#free;
    if (slot === NONE) {
      if ((this.#issued & (LEAF - 1)) === 0) this.#pages.push(-1);
      return this.#issued++;
    }
    this.#free = ~this.#home(slot);
    return slot;
  }

  release(slot: number): void {
    this.#write(slot, ~this.#free);
    this.#free = slot;
  }

  /** The home of a slot; negative when the slot is free or was never given out, and for what is no slot. */
  homeOf(slot: number): number {
    return slot >>> 0 === slot && slot < this.#issued ? this.#home(slot) : -1;
  }

  settle(slot: number, leaf: number, place: number): void {
    this.#write(slot, ((leaf + 1) << HINT_BITS) | place);
  }

  #home(slot: number): number {
    const page = this.#pages[slot >>> PAGE_BITS]!;
    return page < 0 ? 0 : this.#homes[page + (slot & (LEAF - 1))]!;
  }

  #write(slot: number, home: number): void {
    let page = this.#pages[slot >>> PAGE_BITS]!;
    if (page < 0) {
      this.#pages[slot >>> PAGE_BITS] = page = this.#end;
      this.#end += LEAF;
    }
    const at = page + (slot & (LEAF - 1));
    if (at >= this.#homes.length) this.#homes = enlarged(this.#homes, at + 1);
    this.#homes[at] = home;
  }
}

/** The leaf of a home that is not negative; -1 where the slot is still at its first place. */
export function leafOf(home: number): number {
  return (home >>> HINT_BITS) - 1;
}

/** The place in the leaf that a home suggests. */
export function hintOf(home: number): number {
  return home & (FLAT - 1);
}

/** A copy that has room for `length` and half as much again, so that growing is paid by what was added. */
export function enlarged(array: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(roomFor(length));
  copy.set(array);
  return copy;
}

/** As much room as V8 keeps in its own heap, or half as much again as needed. */
export function roomFor(length: number): number {
  return length <= 16 ? 16 : length + (length >>> 1);
}

/** The integers from 0 to `length - 1`. */
export function countTo(length: number): Int32Array {
  const all = new Int32Array(length);
  for (let k = 0; k < length; k++) all[k] = k;
  return all;
}
