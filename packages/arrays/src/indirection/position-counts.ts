/**
 * How many positions lie before each leaf, as a Fenwick tree (Fenwick 1994, "A new data structure for cumulative
 * frequency tables").
 *
 * `tree[k]`, counted from 1, is the sum over the `k & -k` leaves that end with leaf `k`. A change of one count touches
 * the nodes that cover it, a prefix sum adds up disjoint nodes, and a search by position descends by halves: each takes
 * log2(leaves) steps in one small array. The array is as long as the next power of two, so that the descent needs no
 * test for its end: nodes past the last leaf repeat the total, and no position is as large as the total.
 */

/** What the tree counts. */
export interface Counted {
  readonly count: number;
}

/** Prefix sums over the counts of the leaves; every operation O(log leaves), `rebuild` O(leaves). */
export class PositionCounts {
  /** What `find` leaves behind besides its result: how many positions into the found leaf. */
  rest = 0;
  #tree = new Int32Array(2);

  rebuild(leaves: readonly Counted[]): void {
    let size = 1;
    while (size < leaves.length) size *= 2;
    const tree = new Int32Array(size + 1);
    for (let k = 1; k <= size; k++) {
      tree[k]! += leaves[k - 1]?.count ?? 0;
      const parent = k + (k & -k);
      if (parent <= size) tree[parent]! += tree[k]!;
    }
    this.#tree = tree;
  }

  add(rank: number, delta: number): void {
    const tree = this.#tree;
    for (let k = rank + 1; k < tree.length; k += k & -k) tree[k]! += delta;
  }

  /** The positions before the leaf at `rank`. */
  before(rank: number): number {
    const tree = this.#tree;
    let sum = 0;
    for (let k = rank; k > 0; k &= k - 1) sum += tree[k]!;
    return sum;
  }

  /** The rank of the leaf that holds `position`, which must be less than the total. */
  find(position: number): number {
    const tree = this.#tree;
    let rank = 0;
    let rest = position;
    for (let step = (tree.length - 1) >>> 1; step > 0; step >>>= 1) {
      const sum = tree[rank + step]!;
      if (sum <= rest) {
        rank += step;
        rest -= sum;
      }
    }
    this.rest = rest;
    return rank;
  }
}
