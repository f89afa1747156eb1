/**
 * The relaxed part of the tree: what `concat`, `slice`, `insert` and `remove` do to it.
 *
 * The tree is a B+-tree whose full subtrees happen to be radix trees. Its rule of balance, at every height:
 *
 *     A node holds at least 16 and at most 32, unless it is the root or on the right edge of the tree.
 *
 * (On the right edge 1 is enough, so that appending a leaf need not touch its neighbours.) The leftmost subtree of a root
 * with two or more subtrees is not on the right edge. So a root of height h has at least 16 to the power of h elements
 * below its first subtree alone, and **the height of a tree of n elements is at most log16(n)**, whatever concats and
 * slices led to it; the limit of 2^28 - 1 elements makes that 6, and all shifts stay within 31 bits.
 *
 * Every operation opens the nodes on one path (or on the seam of two trees) into *rows*, that is lists of subtrees
 * with their sizes, changes the rows from the leaves up, and closes them into one node, or into two where 32 are not
 * enough. A row of more than 32 and at most 64 is cut into two of at least 16 each; where the second part lies on the right edge, the first gets
 * 32. So each step leaves at most two nodes to the row above it:
 *
 *     above   [ a0 a1 (a2 | b0) b1 ]        the seam of two trees: a2 and b0 are merged first ...
 *                     /     \
 *             [ x y (z     p) q r ]         ... which begins with merging z and p ...
 *
 *     above   [ a0 a1  m0 m1  b1 ]          ... and leaves one node or two in their place
 *
 * The rule survives a merge: a2 may be thin, being on the right edge of its tree, but b0 is not, unless it is on the
 * right edge of the second tree, and then so is what becomes of both. Costs are O(32 log n) each.
 *
 * This is simpler than the search-step invariant of the RRB paper, which rebalances up to 1,024 slots at each
 * height; it is the join of B-trees (Blelloch, Ferizovic and Sun, "Just Join for Parallel Ordered Sets", 2016) with counts for keys.
 */

import { BITS, LEAST, type Leaf, type Node, Relaxed, type Tree, width, WIDTH } from './node.ts';

/** Subtrees of one height, side by side, with their sizes. */
interface Row<T> {
  readonly nodes: Node<T>[];
  readonly sizes: number[];
}

/** Two trees side by side; `b` is not empty. `a` may be thin on its right edge. */
export function join<T>(a: Tree<T>, b: Tree<T>): Tree<T> {
  return grown(merge(a, b, true, false), Math.max(a.shift, b.shift));
}

/** The tree of the first `size` elements, which end with a leaf. */
export function keep<T>({ root, shift, treeSize }: Tree<T>, size: number): Tree<T> {
  return treeSize === size
    ? { root, shift, treeSize }
    : trimmed({ root: kept(root, shift, size), shift, treeSize: size });
}

/**
 * The tree without its first `count` elements, of which there are fewer than in the tree. `edge` tells whether it reaches to
 * the right edge of all.
 */
export function drop<T>(tree: Tree<T>, count: number, edge: boolean): Tree<T> {
  const { root, treeSize } = tree;
  const shift = tree.shift - BITS;
  if (shift < 0)
    return { root: (root as Leaf<T>).slice(count), shift: 0, treeSize: treeSize - count };
  const { nodes, sizes } = open(tree);
  let i = 0;
  while (count >= sizes[i]!) count -= sizes[i++]!;
  const subtree = { root: nodes[i]!, shift, treeSize: sizes[i]! };
  i++;
  const first = drop(subtree, count, edge && i === nodes.length);
  if (i === nodes.length) return first;
  // What is left of the subtree that was cut may be thin and lower than its neighbour, which takes it in.
  const second = { root: nodes[i]!, shift, treeSize: sizes[i]! };
  const row = merge(first, second, edge && i + 1 === nodes.length, true);
  append(row, nodes, sizes, i + 1);
  return grown(row, shift);
}

/** The tree with element `index` removed, or with values (32 at most) inserted before it. */
export function edit<T>(
  tree: Tree<T>,
  index: number,
  removed: 0 | 1,
  values: readonly T[],
): Tree<T> {
  return grown(edited(tree, index, removed, values, true), tree.shift);
}

/** The nodes that take the place of a root that was edited: none, one or two. */
function edited<T>(
  tree: Tree<T>,
  index: number,
  removed: 0 | 1,
  values: readonly T[],
  edge: boolean,
): Row<T> {
  const shift = tree.shift - BITS;
  if (shift < 0) {
    const leaf = tree.root as Leaf<T>;
    return leaves([...leaf.slice(0, index), ...values, ...leaf.slice(index + removed)], edge);
  }
  const { nodes, sizes } = open(tree);
  let i = 0;
  while (index >= sizes[i]!) index -= sizes[i++]!;
  const subtree = (j: number): Tree<T> => ({ root: nodes[j]!, shift, treeSize: sizes[j]! });
  let end = i + 1;
  let row = edited(subtree(i), index, removed, values, edge && end === nodes.length);
  if (removed === 1 && row.nodes.length === 1 && nodes.length > 1) {
    // The subtree may be thin now: its neighbour shares with it.
    const shrunk = { root: row.nodes[0]!, shift, treeSize: row.sizes[0]! };
    if (i > 0) row = fuse(subtree(--i), shrunk, edge && end === nodes.length);
    else row = fuse(shrunk, subtree(end++), edge && end === nodes.length);
  }
  const whole: Row<T> = { nodes: nodes.slice(0, i), sizes: sizes.slice(0, i) };
  append(whole, row.nodes, row.sizes, 0);
  append(whole, nodes, sizes, end);
  return split(whole, tree.shift, edge);
}

/**
 * One node or two that hold what two trees hold, at the height of the higher one. `edge` tells whether `b` is on the right
 * edge of all, `sealed` that `a` is not thin on its own right edge, so that nothing below its root need be touched.
 */
function merge<T>(a: Tree<T>, b: Tree<T>, edge: boolean, sealed: boolean): Row<T> {
  if (a.shift === b.shift && (sealed || a.shift === 0)) return fuse(a, b, edge);
  const shift = Math.max(a.shift, b.shift);
  const left = a.shift === shift ? open(a) : single(a);
  const right = b.shift === shift ? open(b) : single(b);
  const last = {
    root: left.nodes.pop()!,
    shift: Math.min(a.shift, shift - BITS),
    treeSize: left.sizes.pop()!,
  };
  const first = {
    root: right.nodes[0]!,
    shift: Math.min(b.shift, shift - BITS),
    treeSize: right.sizes[0]!,
  };
  const seam = merge(last, first, edge && right.nodes.length === 1, sealed);
  append(left, seam.nodes, seam.sizes, 0);
  append(left, right.nodes, right.sizes, 1);
  return split(left, shift, edge);
}

/** Two nodes of one height as they are, or evened out where one of them is thin. */
function fuse<T>(a: Tree<T>, b: Tree<T>, edge: boolean): Row<T> {
  if (width(a) >= LEAST && (edge || width(b) >= LEAST)) {
    return { nodes: [a.root, b.root], sizes: [a.treeSize, b.treeSize] };
  }
  if (a.shift === 0) return leaves([...(a.root as Leaf<T>), ...(b.root as Leaf<T>)], edge);
  const row = open(a);
  const { nodes, sizes } = open(b);
  append(row, nodes, sizes, 0);
  return split(row, a.shift, edge);
}

/** Cuts elements into as few leaves as can hold them. */
function leaves<T>(elements: Leaf<T>, edge: boolean): Row<T> {
  const n = elements.length;
  const at = firstPart(n, edge);
  if (n === 0) return { nodes: [], sizes: [] };
  if (at === n) return { nodes: [elements], sizes: [n] };
  return { nodes: [elements.slice(0, at), elements.slice(at)], sizes: [at, n - at] };
}

/** Closes subtrees into as few nodes as can hold them. */
function split<T>({ nodes, sizes }: Row<T>, shift: number, edge: boolean): Row<T> {
  const row: Row<T> = { nodes: [], sizes: [] };
  const at = firstPart(nodes.length, edge);
  if (at > 0) close(row, nodes.slice(0, at), sizes.slice(0, at), shift);
  if (at < nodes.length) close(row, nodes.slice(at), sizes.slice(at), shift);
  return row;
}

/** How many of `n` (64 at most) go into the first of the nodes that hold them. */
function firstPart(n: number, edge: boolean): number {
  return n <= WIDTH ? n : edge ? WIDTH : Math.min(WIDTH, n - LEAST);
}

/** Makes a branch of subtrees and puts it behind a row. */
function close<T>(row: Row<T>, nodes: Node<T>[], sizes: number[], shift: number): void {
  const full = 1 << shift;
  const last = nodes.length - 1;
  const ends: number[] = [];
  let size = 0;
  let radix = !(nodes[last] instanceof Relaxed);
  for (let i = 0; i <= last; i++) {
    if (i < last && sizes[i] !== full) radix = false;
    ends.push((size += sizes[i]!));
  }
  row.nodes.push(radix ? nodes : new Relaxed(nodes, ends));
  row.sizes.push(size);
}

/** The subtrees of a branch, in arrays of their own. */
function open<T>({ root, shift, treeSize }: Tree<T>): Row<T> {
  if (root instanceof Relaxed) {
    const { nodes, ends } = root;
    return { nodes: nodes.slice(), sizes: ends.map((end, i) => end - root.start(i)) };
  }
  const last = (treeSize - 1) >> shift;
  const sizes: number[] = [];
  for (let i = 0; i < last; i++) sizes.push(1 << shift);
  sizes.push(treeSize - (last << shift));
  return { nodes: (root as Node<T>[]).slice(0, last + 1), sizes };
}

/** A tree as the only subtree of a branch above it. */
function single<T>({ root, treeSize }: Tree<T>): Row<T> {
  return { nodes: [root], sizes: [treeSize] };
}

/** Puts a part of a row, from `i` on, behind another. */
function append<T>(
  row: Row<T>,
  nodes: readonly Node<T>[],
  sizes: readonly number[],
  i: number,
): void {
  for (; i < nodes.length; i++) {
    row.nodes.push(nodes[i]!);
    row.sizes.push(sizes[i]!);
  }
}

/** The tree of a row of roots of one height. */
function grown<T>(row: Row<T>, shift: number): Tree<T> {
  if (row.nodes.length > 1) {
    row = split(row, (shift += BITS), true);
  }
  return row.nodes.length === 0
    ? { root: [], shift: BITS, treeSize: 0 }
    : trimmed({ root: row.nodes[0]!, shift, treeSize: row.sizes[0]! });
}

/** A tree without the roots that have one subtree only. */
function trimmed<T>(tree: Tree<T>): Tree<T> {
  while (tree.shift > BITS && width(tree) === 1) {
    const { root } = tree;
    tree.root = root instanceof Relaxed ? root.nodes[0]! : (root as Node<T>[])[0]!;
    tree.shift -= BITS;
  }
  return tree;
}

/** A node cut behind a leaf that ends after `size` elements. */
function kept<T>(node: Node<T>, shift: number, size: number): Node<T> {
  if (shift === 0) return node;
  if (node instanceof Relaxed) {
    const i = node.find(size - 1, shift);
    const start = node.start(i);
    const row = open({ root: node, shift, treeSize: size });
    row.nodes.length = i + 1;
    row.sizes.length = i + 1;
    row.sizes[i] = size - start;
    row.nodes[i] = kept(row.nodes[i]!, shift - BITS, size - start);
    return split(row, shift, true).nodes[0]!;
  }
  const i = (size - 1) >> shift;
  const copy = (node as Node<T>[]).slice(0, i + 1);
  copy[i] = kept(copy[i]!, shift - BITS, size - (i << shift));
  return copy;
}
