/**
 * The relaxed part of the tree: what `concat`, `slice`, `insert` and `remove` do to it.
 *
 * The tree is a B+-tree whose full subtrees happen to be radix trees. Its rule of balance, at every height:
 *
 *     A node holds at most 32, and at least 16 unless it is the root or on the right edge of the tree.
 *
 * (On the right edge 1 is enough, so that appending a leaf need not touch its neighbours.) A root of height h has two
 * subtrees or more, and the first of them is not on the right edge: it alone has at least 16 to the power of h elements.
 * So **the height of a tree of n elements is at most log16(n)**, whatever concats and slices led to it. With the limit
 * of 2^28 - 1 elements that makes 6, and every shift stays within 31 bits.
 *
 * Each operation goes down one path, or down the seam between two trees, and comes back up with a *row*: the one or two
 * nodes (three where the tail of a vector came to lie in the seam) that take the place of those that it found. On every
 * height the row goes between the neighbours left and right of it, and these, at most 31 + 3 + 31, are closed into as few
 * nodes as can be, of at least 16 each. Where the last one lies on the right edge, those before it get 32 and it the rest.
 *
 *     [ a0 a1 (a2 | b0) b1 ]       the seam of two trees: a2 and b0 are merged first ...
 *             /     \
 *     [ x y (z | p) q r ]          ... which begins with merging z and p ...
 *
 *     [ a0 a1  m0 m1  b1 ]         ... and puts one node or two in their place
 *
 * The rule survives this. a2 may be thin, being on the right edge of its tree; b0 is not, unless it lies on the right
 * edge of the second tree, and then so does what becomes of both. A subtree that `drop` or `edit` made thin takes from
 * the neighbour. Each operation copies O(log n) nodes of 32.
 *
 * This is simpler, and closer to full, than the search steps of the RRB paper, which shift up to 1,024 slots on each
 * height. It is the join of B-trees with counts for keys (Blelloch, Ferizovic and Sun, "Just Join for Parallel Ordered
 * Sets", 2016, describe the scheme for binary trees).
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

/** Trees of one height, side by side: one to three, or none where all elements were removed. */
type Row<T> = readonly Tree<T>[];

// Arrays that are copied to get one of a known length and elements kind, which no constructor gives. Marked as pure, or a bundler
// keeps them for whoever imports another part of this package
const NO_NODES: Node<never>[] = /* @__PURE__ */ Array.from({ length: 3 * WIDTH }, () => []);
const NO_SIZES: number[] = /* @__PURE__ */ Array.from({ length: 3 * WIDTH }, () => 0);
const NO_ELEMENTS: Leaf<never> = /* @__PURE__ */ Array.from({ length: 3 * WIDTH }, () => FREE);

/** Two trees side by side, neither of them empty, with a leaf between them if one is given. */
export function join<T>(a: Tree<T>, b: Tree<T>, between?: Tree<T>): Tree<T> {
  return grown(merge(a, b, true, false, between));
}

/** The tree of the first `size` elements, which end with a leaf. */
export function keep<T>(tree: Tree<T>, size: number): Tree<T> {
  const { root, shift } = tree;
  return tree.size === size ? tree : trimmed(new Tree<T>(kept(root, shift, size), shift, size));
}

/**
 * The tree without its first `count` elements, of which there are fewer than in the tree. `edge` tells whether it
 * reaches to the right edge of all.
 */
export function drop<T>(tree: Tree<T>, count: number, edge: boolean): Tree<T> {
  const { root, shift, size } = tree;
  if (shift === 0) return new Tree<T>((root as Leaf<T>).slice(count), shift, size - count);
  const i = find(tree, count);
  const last = width(tree) - 1;
  const first = drop(subtree(tree, i), count - start(tree, i), edge && i === last);
  if (i === last) return first;
  // What is left of the subtree that was cut may be thin and lower than its neighbour, which takes it in.
  const row = merge(first, subtree(tree, i + 1), edge && i + 1 === last, true);
  return grown(combine(tree, 0, row, tree, i + 2, shift, true));
}

/** The tree without element `index`, or with values (32 at most) inserted before it. */
export function edit<T>(
  tree: Tree<T>,
  index: number,
  removed: 0 | 1,
  values: readonly T[],
): Tree<T> {
  return grown(edited(tree, index, removed, values, true));
}

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
    // The subtree may be thin now: a neighbour shares with it.
    if (i > 0) row = fuse(subtree(tree, --i), row[0]!, edge && end === count);
    else row = fuse(row[0]!, subtree(tree, end++), edge && end === count);
  }
  return combine(tree, i, row, tree, end, shift, edge);
}

/**
 * What two trees hold, and a leaf between them if one is given, at the height of the higher one. `edge` tells whether
 * `b` is on the right edge of all, `sealed` that `a` is not thin on its own right edge, so that nothing below its root
 * need be touched.
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
  // The lower one takes part as if it were the only subtree of a branch.
  const i = a.shift === shift ? width(a) - 1 : 0;
  const j = b.shift === shift ? 1 : count;
  const last = a.shift === shift ? subtree(a, i) : a;
  const first = b.shift === shift ? subtree(b, 0) : b;
  const row = merge(last, first, edge && j === count, sealed, between);
  return combine(a, i, row, b, j, shift, edge);
}

/** Two trees of one height as they are, or evened out where one of them is thin. */
function fuse<T>(a: Tree<T>, b: Tree<T>, edge: boolean): Row<T> {
  const count = width(a);
  if (count >= LEAST && (edge || width(b) >= LEAST)) return [a, b];
  return a.shift === 0
    ? leaves(spliced(a.root as Leaf<T>, count, count, 0, b.root as Leaf<T>, 0, b.size), edge)
    : combine(a, count, [], b, 0, a.shift, edge);
}

/** The subtrees of `a` before `i`, a row, and the subtrees of `b` from `j` on, closed into as few branches as can be. */
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

/** Copies the subtrees of a tree from `j` on, and their sizes, into the places `i` to `end - 1`. */
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

/** A branch of subtrees, whose arrays become part of it. */
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

/** Elements cut into as few leaves as can be. */
function leaves<T>(elements: Leaf<T>, edge: boolean): Row<T> {
  const n = elements.length;
  if (n === 0) return [];
  const at = firstPart(n, edge);
  if (at === n) return [new Tree<T>(elements, 0, n)];
  return [new Tree<T>(elements.slice(0, at), 0, at), new Tree<T>(elements.slice(at), 0, n - at)];
}

/** How many of `n` (64 at most) go into the first of the nodes that hold them. */
function firstPart(n: number, edge: boolean): number {
  return n <= WIDTH ? n : edge ? WIDTH : Math.min(WIDTH, n - LEAST);
}

/** The first `size` elements of a leaf with `count` values (64 elements at most in all) in the place of others. */
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

/** A row as one tree. */
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

/** A tree without the roots that have one subtree only. */
function trimmed<T>(tree: Tree<T>): Tree<T> {
  while (tree.shift > BITS && width(tree) === 1) tree = subtree(tree, 0);
  return tree;
}

/** A node cut behind the leaf that ends after `size` elements. */
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

/** How many elements or subtrees the root of a tree holds. */
function width<T>({ root, shift, size }: Tree<T>): number {
  return root instanceof Relaxed ? root.ends.length : ((size - 1) >> shift) + 1;
}

/** Which subtree holds an element. */
function find<T>({ root, shift }: Tree<T>, index: number): number {
  return root instanceof Relaxed ? root.find(index, shift) : index >> shift;
}

/** How many elements come before a subtree. */
function start<T>({ root, shift }: Tree<T>, i: number): number {
  return root instanceof Relaxed ? root.start(i) : i << shift;
}

function subtree<T>(tree: Tree<T>, i: number): Tree<T> {
  const { root, shift, size } = tree;
  const end = root instanceof Relaxed ? root.ends[i]! : Math.min(size, (i + 1) << shift);
  return new Tree<T>(nodesOf(root)[i]!, shift - BITS, end - start(tree, i));
}
