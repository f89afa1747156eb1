/**
 * The tree below a vector: its nodes, and how an element is found in them.
 *
 * A *leaf* holds 1 to 32 elements, a *branch* 1 to 32 subtrees of one height. `shift` says at which height a node is: 0
 * for a leaf, 5 for the parent of leaves, 10 above it. There are two kinds of branches:
 *
 * - A plain array is a *radix* branch. All of its subtrees but the last are full (32 to the power of their height), and
 *   the last is a radix branch too, or a leaf. Element i is in subtree `i >> shift`, so nothing but shifts leads to its
 *   leaf. Vectors that are only built and appended to consist of these.
 * - A `Relaxed` branch has subtrees of any size, and a table that says where each ends. The table is searched from
 *   `i >> shift` on: no subtree is larger than full, so the one looked for is never to the left of it.
 *
 * A full subtree is always radix, and below a radix branch there are only radix branches. So a search asks for the kind
 * of a branch only until it has met the first radix branch.
 *
 * The size of a node is not stored in it but known to its parent. The array of a radix branch on the right edge may hold
 * more than its vector knows of (`append.ts` and `edits.ts` say why): whoever reads it counts by size.
 *
 * Sources: Bagwell and Rompf, "RRB-Trees: Efficient Immutable Vectors" (2011); the vector of Clojure (radix branches
 * and the tail).
 */

/** Marks a slot of a tail that no vector has taken yet. */
export const FREE: unique symbol = Symbol('free');

/** By how much `shift` grows with each height. */
export const BITS = 5;
/** The most that a node holds. */
export const WIDTH = 32;
export const MASK = 31;
/** The fewest that a node holds, unless it is the root or on the right edge of the tree. */
export const LEAST = 16;

export type Leaf<T> = (T | typeof FREE)[];
export type Node<T> = Leaf<T> | Node<T>[] | Relaxed<T>;

/** A node with what its parent, or the vector, knows of it. */
export class Tree<T> {
  // `declare` here, below and in `vector-reader.ts`: a class field would first be set to undefined, which takes twice
  // as long.
  declare readonly root: Node<T>;
  declare readonly shift: number;
  /** How many elements it holds. */
  declare readonly size: number;
  /** How many of its first elements a slice has left behind; not 0 only in the tree of a vector. */
  declare readonly offset: number;

  constructor(root: Node<T>, shift: number, size: number, offset = 0) {
    this.root = root;
    this.shift = shift;
    this.size = size;
    this.offset = offset;
  }
}

/** The tree of a vector whose elements all are in its tail. */
export const NO_TREE: Tree<never> = /* @__PURE__ */ new Tree<never>([], BITS, 0);

/** A branch whose subtrees have any size. Neither array is changed once a second vector may hold it. */
export class Relaxed<T> {
  declare readonly nodes: Node<T>[];
  /** `ends[i]` is the number of elements in the subtrees 0 to i. */
  declare readonly ends: readonly number[];

  constructor(nodes: Node<T>[], ends: readonly number[]) {
    this.nodes = nodes;
    this.ends = ends;
  }

  /** Which subtree holds an element. */
  find(index: number, shift: number): number {
    const { ends } = this;
    let i = index >> shift;
    while (ends[i]! <= index) i++;
    return i;
  }

  /** How many elements come before a subtree. */
  start(i: number): number {
    return i === 0 ? 0 : this.ends[i - 1]!;
  }
}

/** Where an element is: in leaf `i` of a branch, at a place in it. */
export interface Place<T> {
  readonly leaves: readonly Leaf<T>[];
  readonly i: number;
  readonly at: number;
}

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
 * The root of a tree in which an element is another. The nodes on the way to it are copied, but those that are `owned`
 * are changed in place; the copies become owned.
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

/** A node itself where it is owned, or a copy, which then is. */
function own<N>(node: N[], owned: Set<unknown> | undefined): N[] {
  if (owned === undefined) return node.slice();
  if (owned.has(node)) return node;
  const copy = node.slice();
  owned.add(copy);
  return copy;
}

/** The subtrees of a branch. */
export function nodesOf<T>(branch: Node<T>): Node<T>[] {
  return branch instanceof Relaxed ? branch.nodes : (branch as Node<T>[]);
}
