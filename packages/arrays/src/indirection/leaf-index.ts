/**
 * Which leaf holds a position, and how many positions lie before a leaf: a Fenwick tree over the sizes of the leaves
 * (Fenwick 1994, "A new data structure for cumulative frequency tables").
 *
 * `tree[k]`, counted from 1, is the sum over the `k & -k` leaves that end with leaf `k`. A change of one size touches
 * the nodes that cover it, a prefix sum adds up disjoint nodes, and a search by position descends by halves: each takes
 * log2(leaves) steps in one small array. The array is as long as the next power of two, so that the descent needs no
 * test for its end: nodes past the last leaf repeat the total, and no position is as large as the total. The descent
 * has no branch either. Its outcome is a coin toss at every step, and a mispredicted branch costs more than the step.
 *
 * Where reads follow reads, even that is too long a chain of steps. After as many as a sixteenth of the leaves without an
 * edit between them, the prefix sums are written out, with the leaf of every 1,024th position beside them: a prefix sum
 * is one read then, and a search looks between two neighbours of that list. Any edit makes this out of date. Writing it
 * takes O(leaves), about what those reads have cost.
 */

import { LEAF, PAGE_BITS } from './slot-table.ts';

/** The leaves by rank, which is their place in the sequence, and by id, which they keep. */
export class LeafIndex {
  /** By rank, the id of the leaf, or the complement of its number while it is untouched. */
  ids: number[];
  /** By rank, how many positions the leaf has. */
  sizes: number[];
  /** By id, the rank; whatever for an id that is in no use. */
  readonly #ranks: number[] = [];
  /** By number, the rank of an untouched leaf. */
  readonly #untouched: number[] = [];
  /** What `find` leaves behind besides its result: how many positions into the found leaf. */
  rest = 0;
  #tree = new Int32Array(0);
  /** How many reads there were since the last edit; negative while the two lists below are up to date. */
  #reads = 0;
  /** By rank, how many positions lie before the leaf; at the end, all. */
  #starts = new Int32Array(0);
  /** The ranks of the leaves that hold the positions 0, 1,024, 2,048, …; at the end, the last rank. */
  #marks = new Int32Array(0);

  constructor(ids: number[], sizes: number[]) {
    this.ids = ids;
    this.sizes = sizes;
    this.#rebuild();
  }

  /** Replaces `count` leaves from `rank` on. O(leaves). */
  replace(rank: number, count: number, ids: readonly number[], sizes: readonly number[]): void {
    const end = rank + count;
    this.ids = this.ids.slice(0, rank).concat(ids, this.ids.slice(end));
    this.sizes = this.sizes.slice(0, rank).concat(sizes, this.sizes.slice(end));
    this.#rebuild();
  }

  /** Brings ranks and sums up to date after leaves came or went. */
  #rebuild(): void {
    const { ids, sizes } = this;
    const ranks = this.#ranks;
    const untouched = this.#untouched;
    let width = 1;
    while (width < ids.length) width *= 2;
    const tree = this.#tree.length === width + 1 ? this.#tree.fill(0) : new Int32Array(width + 1);
    for (let rank = 0; rank < ids.length; rank++) {
      const id = ids[rank]!;
      if (id < 0) untouched[~id] = rank;
      else ranks[id] = rank;
      tree[rank + 1] = sizes[rank]!;
    }
    for (let k = 1; k < width; k++) {
      const parent = k + (k & -k);
      tree[parent] = tree[parent]! + tree[k]!;
    }
    this.#tree = tree;
    this.#reads = 0;
  }

  /** Counts a read, and tells whether the sums are written out. O(1) amortised. */
  #isSummed(): boolean {
    if (this.#reads < 0) return true;
    if (this.#reads++ < this.sizes.length >> 4) return false;
    this.#reads = -1;
    this.#sum();
    return true;
  }

  #sum(): void {
    const { sizes } = this;
    const count = sizes.length;
    if (this.#starts.length <= count) this.#starts = new Int32Array(count * 2);
    const starts = this.#starts;
    for (let rank = 0; rank < count; rank++) starts[rank + 1] = starts[rank]! + sizes[rank]!;
    const marked = Math.ceil(starts[count]! / LEAF);
    if (this.#marks.length <= marked) this.#marks = new Int32Array(marked * 2);
    const marks = this.#marks;
    for (let k = 0, rank = 0; k < marked; k++) {
      while (starts[rank + 1]! <= k * LEAF) rank++;
      marks[k] = rank;
    }
    marks[marked] = count - 1;
  }

  rankOf(id: number): number {
    return id < 0 ? this.#untouched[~id]! : this.#ranks[id]!;
  }

  /** Gives a leaf that was untouched an id. O(1). */
  touch(rank: number, id: number): void {
    this.ids[rank] = id;
    this.#ranks[id] = rank;
  }

  /** Makes a leaf longer or shorter. O(log leaves). */
  resize(rank: number, delta: number): void {
    this.sizes[rank]! += delta;
    this.#reads = 0;
    const tree = this.#tree;
    for (let k = rank + 1; k < tree.length; k += k & -k) tree[k]! += delta;
  }

  /** The positions before the leaf at `rank`. O(log leaves). */
  before(rank: number): number {
    if (this.#isSummed()) return this.#starts[rank]!;
    const tree = this.#tree;
    let sum = 0;
    for (let k = rank; k > 0; k &= k - 1) sum += tree[k]!;
    return sum;
  }

  /** The rank of the leaf that holds `position`, which must be less than the total. O(log leaves). */
  find(position: number): number {
    if (this.#isSummed()) {
      const starts = this.#starts;
      let first = this.#marks[position >>> PAGE_BITS]!;
      let last = this.#marks[(position >>> PAGE_BITS) + 1]!;
      while (first < last) {
        const middle = (first + last + 1) >>> 1;
        if (starts[middle]! <= position) first = middle;
        else last = middle - 1;
      }
      this.rest = position - starts[first]!;
      return first;
    }
    const tree = this.#tree;
    let rank = 0;
    let rest = position;
    for (let step = (tree.length - 1) >>> 1; step > 0; step >>>= 1) {
      const sum = tree[rank + step]!;
      const taken = ~((rest - sum) >> 31);
      rank += step & taken;
      rest -= sum & taken;
    }
    this.rest = rest;
    return rank;
  }
}
