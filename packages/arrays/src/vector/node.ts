/**
 * The tree below a vector: its nodes, and how an element is found in them.
 *
 * A *leaf* holds 1 to 32 elements, a *branch* 1 to 32 subtrees of one height. `shift` says at which height a node is: 0
 * for a leaf, 5 for the parent of leaves, 10 above it. There are two kinds of branches:
 *
 * - A plain array is a *radix* branch. All of its subtrees but the last are full (32 to the power of their height), and the
 *   last is a radix branch too, or a leaf. Element i is in subtree `i >> shift`, so that whole levels of nothing
 *   but shifts lead to the leaf. Vectors that are only appended to consist of these.
 * - A `Relaxed` branch has subtrees of any size, and a table that says where each ends. The table is searched from
 *   `i >> shift` on: no subtree is larger than full, so the one that is looked for is never to the left of it.
 *
 * A full subtree is always radix, and below a radix branch there are only radix branches. That is why a search asks
 * for the kind of a branch only until it met the first radix branch.
 *
 * The size of a node is not stored in it but known to its parent. The array of a radix branch above leaves (and no
 * other) may be longer than its vector knows of: `append.ts` says why. Whoever reads it counts by size.
 *
 * Sources: Bagwell and Rompf, "RRB-Trees: Efficient Immutable Vectors" (2011); Hickey's vector of Clojure (radix
 * branches and the tail).
 */

/** Marks a slot of a tail that no vector has taken yet. */
export const FREE: unique symbol = Symbol('free');

export const BITS = 5;
/** The most that a node holds. */
export const WIDTH = 32;
export const MASK = 31;
/** The fewest that a node holds, unless it is the root or on the right edge of the tree. */
export const LEAST = 16;

export type Leaf<T> = (T | typeof FREE)[];
export type Node<T> = Leaf<T> | Node<T>[] | Relaxed<T>;

/** A branch whose subtrees have any size. Neither array is ever changed once a second vector may hold the node. */
export class Relaxed<T> {
  readonly nodes: Node<T>[];
  /** `ends[i]` is the number of elements in the subtrees 0 to i. */
  readonly ends: readonly number[];

  constructor(nodes: Node<T>[], ends: readonly number[]) {
    this.nodes = nodes;
    this.ends = ends;
  }

  /** Which subtree holds element `index`. */
  find(index: number, shift: number): number {
    const { ends } = this;
    let i = index >> shift;
    while (ends[i]! <= index) i++;
    return i;
  }

  /** How many elements come before subtree `i`. */
  start(i: number): number {
    return i === 0 ? 0 : this.ends[i - 1]!;
  }
}

/** A node with what its parent knows of it. */
export interface Tree<T> {
  root: Node<T>;
  shift: number;
  /** How many elements it holds. */
  treeSize: number;
}

/** How many elements or subtrees the root of a tree holds. */
export function width<T>({ root, shift, treeSize }: Tree<T>): number {
  return root instanceof Relaxed ? root.ends.length : ((treeSize - 1) >> shift) + 1;
}

/** The leaf that holds an element, and where in it. */
export interface Place<T> {
  readonly leaf: Leaf<T>;
  readonly at: number;
}

export function locate<T>(root: Node<T>, shift: number, index: number): Place<T> {
  while (root instanceof Relaxed) {
    const i: number = root.find(index, shift);
    index -= root.start(i);
    root = root.nodes[i]!;
    shift -= BITS;
  }
  for (; shift > 0; shift -= BITS) root = (root as Leaf<T>[])[(index >> shift) & MASK]!;
  return { leaf: root as Leaf<T>, at: index & MASK };
}

/**
 * A tree in which element `index` is `value`. The nodes on the way to it are copied, except those that are `owned`:
 * these are changed in place. The copies become owned.
 */
export function replace<T>(
  node: Node<T>,
  shift: number,
  index: number,
  value: T,
  owned: Set<unknown> | undefined,
): Node<T> {
  const relaxed = node instanceof Relaxed;
  let copy = node;
  if (owned === undefined || !owned.has(node)) {
    copy = relaxed ? new Relaxed(node.nodes.slice(), node.ends) : (node.slice() as Leaf<T>);
    owned?.add(copy);
  }
  if (shift === 0) (copy as Leaf<T>)[index & MASK] = value;
  else {
    const i = relaxed ? node.find(index, shift) : (index >> shift) & MASK;
    const rest = relaxed ? index - node.start(i) : index;
    const nodes = copy instanceof Relaxed ? copy.nodes : (copy as Node<T>[]);
    nodes[i] = replace(nodes[i]!, shift - BITS, rest, value, owned);
  }
  return copy;
}
