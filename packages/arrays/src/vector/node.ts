/**
 * The tree of a vector: its nodes, and how an element is found in them.
 *
 * A *leaf* holds 1 to 32 elements, a *branch* 1 to 32 subtrees of equal height. `shift` tells the height of a node: 0
 * for a leaf, 5 for a branch of leaves, 10 for a branch of those. There are two kinds of branches:
 *
 * - A *radix* branch is a plain array. All of its subtrees but the last are full (`1 << shift` elements), and the last
 *   is a radix branch too, or a leaf. Element i is in subtree `i >> shift`, so shifts alone lead to its leaf. Vectors
 *   that were only built and appended to consist of these.
 * - A *relaxed* branch (`Relaxed`) has subtrees of any size, and a table of where each ends. The table is searched from
 *   `i >> shift` on: since no subtree is larger than a full one, the subtree of element i is never to the left of that.
 *
 *     relaxed branch, shift 5       ends 20  52  70
 *                                        │   │   │
 *     leaves of 20, 32 and 18 elements   ▪   ▪   ▪         element 55: 55 >> 5 = 1, 52 <= 55, so it is in leaf 2
 *
 * A full subtree is always radix, and below a radix branch there are only radix branches. So a search tests the kind of
 * a branch only until it has reached the first radix branch.
 *
 * A node does not store its size; its parent knows it. The array of a radix branch on the right edge may hold more than
 * belongs to its vector (`append.ts` and `edits.ts` say why), so it must be read by size, not by its length.
 *
 * Sources: Bagwell and Rompf, "RRB-Trees: Efficient Immutable Vectors" (2011); Clojure's vector (radix branches and the
 * tail).
 */

/** Fills the slots of a tail that no vector has taken yet. */
export const FREE: unique symbol = Symbol('free');

/** The difference of `shift` between two heights. */
export const BITS = 5;
/** The most elements or subtrees in a node. */
export const WIDTH = 32;
export const MASK = 31;
/** The fewest in a node, unless it is the root or on the right edge of the tree. */
export const LEAST = 16;

export type Leaf<T> = (T | typeof FREE)[];
export type Node<T> = Leaf<T> | Node<T>[] | Relaxed<T>;

/** A node, together with what its parent or its vector knows about it. */
export class Tree<T> {
  // `declare` here, below and in `vector-reader.ts`: a class field would first be initialized to undefined, which makes
  // the constructor take twice as long
  declare readonly root: Node<T>;
  declare readonly shift: number;
  /** The number of elements below `root`, including the first `offset`. */
  declare readonly size: number;
  /**
   * How many of its first elements do not belong to the vector, because of a slice. Only the tree of a vector has an
   * offset.
   */
  declare readonly offset: number;

  constructor(root: Node<T>, shift: number, size: number, offset = 0) {
    this.root = root;
    this.shift = shift;
    this.size = size;
    this.offset = offset;
  }
}

/** The tree of a vector whose elements are all in its tail. */
export const NO_TREE: Tree<never> = /* @__PURE__ */ new Tree<never>([], BITS, 0);

/** A branch with subtrees of any size. Neither array is changed once more than one vector may hold it. */
export class Relaxed<T> {
  declare readonly nodes: Node<T>[];
  /** `ends[i]` is the number of elements in the subtrees 0 to i together. */
  declare readonly ends: readonly number[];

  constructor(nodes: Node<T>[], ends: readonly number[]) {
    this.nodes = nodes;
    this.ends = ends;
  }

  /** Returns which subtree holds an element. */
  find(index: number, shift: number): number {
    const { ends } = this;
    let i = index >> shift;
    while (ends[i]! <= index) i++;
    return i;
  }

  /** Returns the number of elements before a subtree. */
  start(i: number): number {
    return i === 0 ? 0 : this.ends[i - 1]!;
  }
}

/** The place of an element: element `at` of leaf `i` of a branch of leaves. */
export interface Place<T> {
  readonly leaves: readonly Leaf<T>[];
  readonly i: number;
  readonly at: number;
}

/** Finds the place of an element, given its index in the tree. O(log n). */
export function locate<T>({ root, shift }: Tree<T>, index: number): Place<T> {
  for (; root instanceof Relaxed; shift -= BITS) {
    const i: number = root.find(index, shift);
    index -= root.start(i);
    if (shift === BITS) return { leaves: root.nodes as Leaf<T>[], i, at: index };
    root = root.nodes[i]!;
  }
  for (; shift > BITS; shift -= BITS) root = (root as Leaf<T>[])[(index >> shift) & MASK]!;
  return { leaves: root as Leaf<T>[], i: (index >> BITS) & MASK, at: index & MASK };
}

/**
 * Replaces an element and returns the root of the changed tree. The nodes on the path to the element are copied, except
 * those in `owned`, which are changed in place. The copies are added to `owned`.
 */
export function replace<T>(
  root: Node<T>,
  shift: number,
  index: number,
  value: T,
  owned: Set<unknown> | undefined,
): Node<T> {
  if (root instanceof Relaxed) {
    const i = root.find(index, shift);
    const mine = owned?.has(root) === true;
    const copy = mine ? root : new Relaxed(root.nodes.slice(), root.ends);
    owned?.add(copy);
    copy.nodes[i] = replace(root.nodes[i]!, shift - BITS, index - root.start(i), value, owned);
    return copy;
  }
  const top = own(root as Leaf<T>[], owned);
  let node = top;
  for (; shift > 0; shift -= BITS) {
    const i = (index >> shift) & MASK;
    const below = own(node[i] as Leaf<T>[], owned);
    node[i] = below as Leaf<T>;
    node = below;
  }
  (node as Leaf<T>)[index & MASK] = value;
  return top;
}

/** Removes the nodes on the path to an element from `owned`. Below a node that is not owned there may be owned ones. */
export function disown<T>({ root, shift }: Tree<T>, index: number, owned: Set<unknown>): void {
  for (; ; shift -= BITS) {
    owned.delete(root);
    if (shift === 0) return;
    if (root instanceof Relaxed) {
      const i: number = root.find(index, shift);
      index -= root.start(i);
      root = root.nodes[i]!;
    } else root = (root as Node<T>[])[(index >> shift) & MASK]!;
  }
}

/** Returns a node itself if it is owned, otherwise a copy, which is owned from then on. */
function own<N>(node: N[], owned: Set<unknown> | undefined): N[] {
  if (owned === undefined) return node.slice();
  if (owned.has(node)) return node;
  const copy = node.slice();
  owned.add(copy);
  return copy;
}

/** Returns the subtrees of a branch. */
export function nodesOf<T>(branch: Node<T>): Node<T>[] {
  return branch instanceof Relaxed ? branch.nodes : (branch as Node<T>[]);
}
