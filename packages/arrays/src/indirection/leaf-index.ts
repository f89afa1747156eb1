/**
 * Finds the leaf that holds a position, and the number of positions before a leaf: a Fenwick tree over the sizes of the
 * leaves (Fenwick 1994, "A new data structure for cumulative frequency tables").
 *
 * `tree[k]`, counted from 1, is the sum of the sizes of the `k & -k` leaves that end with leaf `k`:
 *
 *     sizes         3   1   4   2
 *     tree [1…4]    3   4   4   10        tree[2] = 3 + 1, tree[4] = all four
 *
 * A change of one size updates the nodes that cover it, a prefix sum adds up disjoint nodes, and a search by position
 * halves its range at each step. Each takes log2(leaves) steps in one small array. The tree is padded with empty leaves
 * to a power of two, so that the search needs no bounds check: it never ends in an empty leaf, since all positions lie
 * before those. The search has no branch either, because its outcome is random at every step, and a mispredicted branch
 * costs more than the step.
 *
 * If many reads come without an edit between them, even this chain of steps is too long. After as many reads as a
 * sixteenth of the number of leaves, all prefix sums are written out, with the leaf of every 1,024th position beside
 * them. A prefix sum then is one array read, and a search looks between two neighbours in the second list. Any edit
 * makes both out of date. Writing them takes O(leaves), about what those reads have cost.
 */

import { LEAF, PAGE_BITS } from './slot-table.ts';

/** The leaves by *rank*, their place in the sequence, which changes, and by *id*, which does not. */
export class LeafIndex {
  /** Indexed by rank: the id of the leaf or, while it is untouched, the complement (~) of its number. */
  ids: number[];
  /** Indexed by rank: the number of positions in the leaf. */
  sizes: number[];
  /** Indexed by id: the rank. Meaningless for an id that is not in use. */
  readonly #ranks: number[] = [];
  /** Indexed by number: the rank of an untouched leaf. */
  readonly #untouched: number[] = [];
  /** The second result of `find`: the place of the position in the leaf. */
  rest = 0;
  #tree = new Int32Array(0);
  /** The number of reads since the last edit; -1 while `#starts` and `#marks` are up to date. */
  #reads = 0;
  /** Indexed by rank: the number of positions before the leaf. After the last leaf: the number of all positions. */
  #starts = new Int32Array(0);
  /** The ranks of the leaves that hold the positions 0, 1,024, 2,048, …, and then the last rank. */
  #marks = new Int32Array(0);

  constructor(ids: number[], sizes: number[]) {
    this.ids = ids;
    this.sizes = sizes;
    this.#rebuild();
  }

  /** Replaces `count` leaves from `rank` on by others. O(leaves). */
  replace(rank: number, count: number, ids: readonly number[], sizes: readonly number[]): void {
    const end = rank + count;
    this.ids = this.ids.slice(0, rank).concat(ids, this.ids.slice(end));
    this.sizes = this.sizes.slice(0, rank).concat(sizes, this.sizes.slice(end));
    this.#rebuild();
  }

  /** Computes ranks and sums anew, after leaves were added or removed. O(leaves). */
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

  /** Counts a read, and returns whether the prefix sums are written out. O(1) amortised. */
  #isSummed(): boolean {
    if (this.#reads < 0) return true;
    if (this.#reads++ < this.sizes.length >> 4) return false;
    this.#reads = -1;
    this.#sum();
    return true;
  }

  /** Writes out the prefix sums. */
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

  /** Returns the rank of a leaf, given its id or the complement of its number. O(1). */
  rankOf(id: number): number {
    return id < 0 ? this.#untouched[~id]! : this.#ranks[id]!;
  }

  /** Gives an untouched leaf an id. O(1). */
  touch(rank: number, id: number): void {
    this.ids[rank] = id;
    this.#ranks[id] = rank;
  }

  /** Changes the size of a leaf by `delta`. O(log leaves). */
  resize(rank: number, delta: number): void {
    this.sizes[rank]! += delta;
    this.#reads = 0;
    const tree = this.#tree;
    for (let k = rank + 1; k < tree.length; k += k & -k) tree[k]! += delta;
  }

  /** Returns the number of positions before the leaf at `rank`. O(log leaves). */
  before(rank: number): number {
    if (this.#isSummed()) return this.#starts[rank]!;
    const tree = this.#tree;
    let sum = 0;
    for (let k = rank; k > 0; k &= k - 1) sum += tree[k]!;
    return sum;
  }

  /** Returns the rank of the leaf that holds `position`, which must exist, and sets `rest`. O(log leaves). */
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
