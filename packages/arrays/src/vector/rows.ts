/**
 * The relaxed part of the tree: joining, cutting and editing it, for `concat`, `slice`, `insert` and `remove`.
 *
 * The tree is a B+-tree whose full subtrees happen to be radix trees. Its balance invariant, at every height:
 *
 *     A node holds at most 32, and at least 16 unless it is the root or on the right edge of the tree.
 *
 * (On the right edge 1 is enough, so that appending a leaf does not affect its neighbours.) A root of height h has two
 * subtrees or more, and the first of them is not on the right edge: it alone has at least 16 to the power of h
 * elements. So **the height of a tree of n elements is at most log16(n)**, whatever concats and slices led to it. With
 * the limit of 2^28 - 1 elements that is 6, and every shift stays within 31 bits.
 *
 * Each operation goes down one path, or down the seam between two trees, and comes back up with a *row*: the one or two
 * nodes (three if the tail of a vector comes to lie in the seam) that replace those that it found. At every height, the
 * row and the neighbours to its left and right, at most 31 + 3 + 31 nodes, are distributed over as few branches as
 * possible, with at least 16 in each. If the last of these branches is on the right edge, the others get 32 each and it
 * gets the rest.
 *
 *     [ a0 a1 (a2 | b0) b1 ]       the seam of two trees: a2 and b0 are merged first ...
 *             /     \
 *     [ x y (z | p) q r ]          ... which begins with merging z and p ...
 *
 *     [ a0 a1  m0 m1  b1 ]         ... and puts one node or two in their place
 *
 * Why the invariant holds: a2 may be thin (hold fewer than 16), being on the right edge of its tree. b0 is thin only if
 * it is on the right edge of the second tree, but then so is what both become. A subtree that `drop` or `edit` made
 * thin takes from a neighbour. Each operation copies O(log n) nodes of 32.
 *
 * This is simpler than the redistribution of the RRB paper, which shifts up to 1,024 slots at each height, and it
 * leaves nodes fuller. It is the join of B-trees with counts for keys (Blelloch, Ferizovic and Sun, "Just Join for
 * Parallel Ordered Sets", 2016, describe the scheme for binary trees).
 */

import {
  BITS,
  FREE,
  LEAST,
  type Leaf,
  NO_TREE,
  type Node,
  nodesOf,
  Relaxed,
  Tree,
  WIDTH,
} from './node.ts';

/** Trees of equal height, side by side: one to three, or none if all elements were removed. */
type Row<T> = readonly Tree<T>[];

// Templates to copy an array of a known length and elements kind from, which no constructor gives. Without the pure
// marks a bundler would keep them for those who import another part of this package only
const NO_NODES: Node<never>[] = /* @__PURE__ */ Array.from({ length: 3 * WIDTH }, () => []);
const NO_SIZES: number[] = /* @__PURE__ */ Array.from({ length: 3 * WIDTH }, () => 0);
const NO_ELEMENTS: Leaf<never> = /* @__PURE__ */ Array.from({ length: 3 * WIDTH }, () => FREE);

/** Joins two trees, neither of them empty, with a leaf between them if one is given. */
export function join<T>(a: Tree<T>, b: Tree<T>, between?: Tree<T>): Tree<T> {
  return grown(merge(a, b, true, false, between));
}

/** Returns the tree of the first `size` elements, the last of which must be the last of a leaf. */
export function keep<T>(tree: Tree<T>, size: number): Tree<T> {
  const { root, shift } = tree;
  return tree.size === size ? tree : trimmed(new Tree<T>(kept(root, shift, size), shift, size));
}

/**
 * Returns the tree without its first `count` elements, which must be fewer than all. `edge` tells whether `tree` is on
 * the right edge of the whole tree.
 */
export function drop<T>(tree: Tree<T>, count: number, edge: boolean): Tree<T> {
  const { root, shift, size } = tree;
  if (shift === 0) return new Tree<T>((root as Leaf<T>).slice(count), shift, size - count);
  const i = find(tree, count);
  const last = width(tree) - 1;
  const first = drop(subtree(tree, i), count - start(tree, i), edge && i === last);
  if (i === last) return first;
  // The rest of the cut subtree may be thin, and lower than its neighbour: both are merged
  const row = merge(first, subtree(tree, i + 1), edge && i + 1 === last, true);
  return grown(combine(tree, 0, row, tree, i + 2, shift, true));
}

/** Returns the tree without element `index`, or with values (32 at most) inserted before it. */
export function edit<T>(
  tree: Tree<T>,
  index: number,
  removed: 0 | 1,
  values: readonly T[],
): Tree<T> {
  return grown(edited(tree, index, removed, values, true));
}

/** The recursion of `edit`: returns the row that replaces `tree`. */
function edited<T>(
  tree: Tree<T>,
  index: number,
  removed: 0 | 1,
  values: readonly T[],
  edge: boolean,
): Row<T> {
  const { root, shift, size } = tree;
  if (shift === 0)
    return leaves(spliced(root as Leaf<T>, size, index, removed, values, 0, values.length), edge);
  let i = find(tree, index);
  let end = i + 1;
  const count = width(tree);
  const at = index - start(tree, i);
  let row = edited(subtree(tree, i), at, removed, values, edge && end === count);
  if (removed === 1 && row.length === 1 && count > 1) {
    // The subtree may be thin now: it is evened out with a neighbour
    if (i > 0) row = fuse(subtree(tree, --i), row[0]!, edge && end === count);
    else row = fuse(row[0]!, subtree(tree, end++), edge && end === count);
  }
  return combine(tree, i, row, tree, end, shift, edge);
}

/**
 * Merges two trees, and a leaf between them if one is given, into a row of the height of the higher one. `edge` tells
 * whether `b` is on the right edge of the whole tree. `sealed` tells that no node below the root of `a` is thin, not
 * even on its right edge, so that trees of equal height need merging at the root only.
 */
function merge<T>(
  a: Tree<T>,
  b: Tree<T>,
  edge: boolean,
  sealed: boolean,
  between?: Tree<T>,
): Row<T> {
  if (a.shift === b.shift && (sealed || a.shift === 0)) {
    if (between === undefined) return fuse(a, b, edge);
    const row = fuse(a, between, false);
    return [...row.slice(0, -1), ...fuse(row.at(-1)!, b, edge)];
  }
  const shift = Math.max(a.shift, b.shift);
  const count = width(b);
  // The lower tree is treated as the only subtree of a branch
  const i = a.shift === shift ? width(a) - 1 : 0;
  const j = b.shift === shift ? 1 : count;
  const last = a.shift === shift ? subtree(a, i) : a;
  const first = b.shift === shift ? subtree(b, 0) : b;
  const row = merge(last, first, edge && j === count, sealed, between);
  return combine(a, i, row, b, j, shift, edge);
}

/** Returns two trees of equal height as they are, or evened out if one of their roots is thin. */
function fuse<T>(a: Tree<T>, b: Tree<T>, edge: boolean): Row<T> {
  const count = width(a);
  if (count >= LEAST && (edge || width(b) >= LEAST)) return [a, b];
  return a.shift === 0
    ? leaves(spliced(a.root as Leaf<T>, count, count, 0, b.root as Leaf<T>, 0, b.size), edge)
    : combine(a, count, [], b, 0, a.shift, edge);
}

/**
 * Distributes the subtrees of `a` before `i`, a row, and the subtrees of `b` from `j` on, over as few branches as
 * possible.
 */
function combine<T>(
  a: Tree<T>,
  i: number,
  row: Row<T>,
  b: Tree<T>,
  j: number,
  shift: number,
  edge: boolean,
): Row<T> {
  const n = i + row.length + width(b) - j;
  if (n === 0) return [];
  const nodes: Node<T>[] = NO_NODES.slice(0, n);
  const sizes = NO_SIZES.slice(0, n);
  copySubtrees(nodes, sizes, 0, i, a, 0);
  for (const { root, size } of row) {
    nodes[i] = root;
    sizes[i++] = size;
  }
  copySubtrees(nodes, sizes, i, n, b, j);
  if (n <= WIDTH) return [close(nodes, sizes, shift)];
  const closed: Tree<T>[] = [];
  for (let from = 0, to; from < n; from = to) {
    to = from + firstPart(n - from, edge);
    closed.push(close(nodes.slice(from, to), sizes.slice(from, to), shift));
  }
  return closed;
}

/** Copies the subtrees of a tree from `j` on, and their sizes, to the indices `i` to `end - 1`. */
function copySubtrees<T>(
  nodes: Node<T>[],
  sizes: number[],
  i: number,
  end: number,
  tree: Tree<T>,
  j: number,
): void {
  if (i === end) return;
  const { root, shift, size } = tree;
  if (root instanceof Relaxed) {
    for (; i < end; i++, j++) {
      nodes[i] = root.nodes[j]!;
      sizes[i] = root.ends[j]! - root.start(j);
    }
    return;
  }
  for (; i < end; i++, j++) {
    nodes[i] = (root as Node<T>[])[j]!;
    sizes[i] = 1 << shift;
  }
  if (j << shift > size) sizes[end - 1] = size - ((j - 1) << shift);
}

/** Makes a branch of subtrees. The arrays become part of it. */
function close<T>(nodes: Node<T>[], sizes: number[], shift: number): Tree<T> {
  const last = nodes.length - 1;
  let radix = !(nodes[last] instanceof Relaxed);
  let size = 0;
  for (let i = 0; i <= last; i++) {
    if (i < last && sizes[i] !== 1 << shift) radix = false;
    size += sizes[i]!;
    sizes[i] = size;
  }
  return new Tree<T>(radix ? nodes : new Relaxed(nodes, sizes), shift, size);
}

/** Distributes elements over as few leaves as possible. */
function leaves<T>(elements: Leaf<T>, edge: boolean): Row<T> {
  const n = elements.length;
  if (n === 0) return [];
  const at = firstPart(n, edge);
  if (at === n) return [new Tree<T>(elements, 0, n)];
  return [new Tree<T>(elements.slice(0, at), 0, at), new Tree<T>(elements.slice(at), 0, n - at)];
}

/** Returns how many of `n` subtrees or elements go into the first of the nodes over which they are distributed. */
function firstPart(n: number, edge: boolean): number {
  return n <= WIDTH ? n : edge ? WIDTH : Math.min(WIDTH, n - LEAST);
}

/**
 * Returns a copy of the first `size` elements of a leaf, with `removed` elements at `index` replaced by the `count`
 * values from `from` on. The copy may have at most 96 elements.
 */
export function spliced<T>(
  leaf: Leaf<T>,
  size: number,
  index: number,
  removed: number,
  values: readonly Leaf<T>[number][],
  from: number,
  count: number,
): Leaf<T> {
  const copy: Leaf<T> = NO_ELEMENTS.slice(0, size + count - removed);
  for (let i = 0; i < index; i++) copy[i] = leaf[i]!;
  for (let i = 0; i < count; i++) copy[index + i] = values[from + i]!;
  for (let i = index + removed; i < size; i++) copy[i + count - removed] = leaf[i]!;
  return copy;
}

/** Returns a row as one tree. */
function grown<T>(row: Row<T>): Tree<T> {
  const first = row[0];
  if (first === undefined) return NO_TREE;
  if (row.length === 1) return trimmed(first);
  const roots = row.map((tree) => tree.root);
  return close(
    roots,
    row.map((tree) => tree.size),
    first.shift + BITS,
  );
}

/** Returns a tree without roots that have only one subtree. */
function trimmed<T>(tree: Tree<T>): Tree<T> {
  while (tree.shift > BITS && width(tree) === 1) tree = subtree(tree, 0);
  return tree;
}

/** Returns a node cut after its first `size` elements, the last of which must be the last of a leaf. */
function kept<T>(root: Node<T>, shift: number, size: number): Node<T> {
  if (shift === 0) return root;
  const tree = new Tree<T>(root, shift, size);
  const i = find(tree, size - 1);
  const rest = size - start(tree, i);
  const last = kept(nodesOf(root)[i]!, shift - BITS, rest);
  if (root instanceof Relaxed) {
    const row = [new Tree<T>(last, shift - BITS, rest)];
    return combine(tree, i, row, tree, width(tree), shift, true)[0]!.root;
  }
  const copy = (root as Node<T>[]).slice(0, i + 1);
  copy[i] = last;
  return copy;
}

/** Returns the number of elements or subtrees in the root of a tree. */
function width<T>({ root, shift, size }: Tree<T>): number {
  return root instanceof Relaxed ? root.ends.length : ((size - 1) >> shift) + 1;
}

/** Returns which subtree holds an element. */
function find<T>({ root, shift }: Tree<T>, index: number): number {
  return root instanceof Relaxed ? root.find(index, shift) : index >> shift;
}

/** Returns the number of elements before a subtree. */
function start<T>({ root, shift }: Tree<T>, i: number): number {
  return root instanceof Relaxed ? root.start(i) : i << shift;
}

/** Returns a subtree, with its size. */
function subtree<T>(tree: Tree<T>, i: number): Tree<T> {
  const { root, shift, size } = tree;
  const end = root instanceof Relaxed ? root.ends[i]! : Math.min(size, (i + 1) << shift);
  return new Tree<T>(nodesOf(root)[i]!, shift - BITS, end - start(tree, i));
}
