/**
 * What is known about each slot: its *home*, one packed integer per slot.
 *
 *     > 0   in use: (id of its leaf + 1) << 12 | a hint where in the leaf it is, which may be out of date
 *       0   in use, and still where it was at the start: in the untouched leaf number slot / LEAF, or in the only leaf
 *     < 0   free: the complement (~) of the next slot in the free list
 *
 * So the free list is threaded through the homes and takes no memory of its own, as in a slab allocator. Whether a slot
 * is free, which a double free has to find out, is the sign of its home.
 *
 * Homes come in pages, which lie in one array in the order in which they were first written to. A page that was never
 * written to has no memory and stands for zeros: the table of a million slots is a list of a thousand page numbers
 * until something is moved. A page is as long as a leaf, and an untouched leaf is written out or removed as a whole, so
 * a page that is written to is written to completely.
 */

/** The low bits of a home, which hold the hint. */
const HINT_BITS = 12;

/** The most slots in a leaf that is the only one. */
export const FLAT = 1 << HINT_BITS;

/** The low bits of a slot, which are its place in its page. */
export const PAGE_BITS = 10;

/** The number of slots in a page, and the most in one of several leaves. */
export const LEAF = 1 << PAGE_BITS;

/** The end of the free list. Its complement is negative, like that of any slot. */
const NONE = 0x7fff_ffff;

/** The homes and the free list. Every operation is O(1), growing amortised. */
export class SlotTable {
  #homes: Int32Array;
  /** Indexed by the high bits of a slot: where its page starts in `#homes`, or -1 if it was never written to. */
  readonly #pages: number[];
  /** Where in `#homes` the next page will start. */
  #end = 0;
  /** The slots from here on were never issued by this table. */
  #issued: number;
  /** The head of the free list. */
  #free = NONE;

  /**
   * Creates a table in which the slots 0 to `length - 1` are in use, where they are at the start. `length` is not 0.
   */
  constructor(length: number) {
    // A small table has all its pages from the start: a single page may be larger than the whole table
    const isSmall = length <= FLAT;
    this.#homes = new Int32Array(roomFor(isSmall ? length : LEAF));
    this.#issued = length;
    this.#pages = [isSmall ? 0 : -1];
    for (let first = LEAF; first < length; first += LEAF) this.#pages.push(isSmall ? first : -1);
    if (isSmall) this.#end = this.#pages.length * LEAF;
  }

  /** Takes a slot into use: the one that was freed last or, if none is free, the lowest one that was never used. */
  issue(): number {
    const slot = this.#free;
    if (slot === NONE) {
      if ((this.#issued & (LEAF - 1)) === 0) this.#pages.push(-1);
      return this.#issued++;
    }
    this.#free = ~this.#home(slot);
    return slot;
  }

  /** Frees a slot. */
  release(slot: number): void {
    this.#write(slot, ~this.#free);
    this.#free = slot;
  }

  /**
   * Returns the home of a slot. It is negative if the slot is free or was never issued, and for anything that is not a
   * slot.
   */
  homeOf(slot: number): number {
    return slot >>> 0 === slot && slot < this.#issued ? this.#home(slot) : -1;
  }

  /** Records that a slot is in a leaf, and the hint where in it. */
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

/** Returns the leaf id of a home that is not negative; -1 if the slot is still where it was at the start. */
export function leafOf(home: number): number {
  return (home >>> HINT_BITS) - 1;
}

/** Returns the hint of a home: where in the leaf the slot probably is. */
export function hintOf(home: number): number {
  return home & (FLAT - 1);
}

/**
 * Returns a copy with room for `length` and half as much again, so that growing is O(1) amortised per added element.
 */
export function enlarged(array: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(roomFor(length));
  copy.set(array);
  return copy;
}

/**
 * Half as much again as needed, but at least 16: V8 keeps the memory of typed arrays up to 64 bytes in its own heap.
 */
export function roomFor(length: number): number {
  return length <= 16 ? 16 : length + (length >>> 1);
}

/** Returns the integers from 0 to `length - 1`. */
export function countTo(length: number): Int32Array {
  const all = new Int32Array(length);
  for (let k = 0; k < length; k++) all[k] = k;
  return all;
}
