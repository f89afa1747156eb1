/**
 * Appending: the tail, and how a full tail becomes a leaf.
 *
 * The last 1 to 32 elements of a vector are its tail, which is not part of the tree. A tail array has 32 slots (16 at
 * first); those that no vector uses are `FREE`. A push writes into the first slot behind the vector's own elements **if
 * it is free**. The new vector shares the array with the old one, which does not look behind its own length. A second
 * push on the old vector finds that slot taken, and copies the tail. So a chain of pushes copies nothing, and two
 * pushes on one version do not see each other:
 *
 *     a = [1 2 3]        tail  1 2 3 . . .       the length of a is 3
 *     b = a.push(4)      tail  1 2 3 4 . .       the same array; the length of b is 4
 *     c = a.push(5)      tail  1 2 3 5 . .       a copy, since the fourth slot is taken
 *
 * If all branches are radix branches, the branch above the last leaf is shared in the same way: its array is appended
 * to if it is as long as the vector expects, and copied otherwise. Higher branches are copied, once in 1,024 pushes.
 *
 * What this keeps alive: an old vector can hold elements of newer ones, in the 31 slots of its tail and in the 31
 * leaves behind its own. That is 1,023 elements at most, because higher branches are not shared. A vector that was
 * popped shares its tail with the longer one, so up to 31 popped elements stay alive until its tail is pushed to or
 * popped empty. If an element is popped from the tree, its leaf is let go at once.
 */

import { PositionError } from '../indirection/errors.ts';
import { BITS, FREE, type Leaf, MASK, NO_TREE, type Node, Tree, WIDTH } from './node.ts';
import { drop, join } from './rows.ts';

/**
 * The fields of a vector. There are only three, since every push creates a vector: what changes only once in 32 pushes
 * is in the tree.
 */
export interface VectorState<T> {
  length: number;
  /** Holds the elements before the tail and, in front of them, `tree.offset` others, never more than `length`. */
  tree: Tree<T>;
  /** Has 32 slots, or 16, or as many as are in use. It holds at least one element, unless the vector has none. */
  tail: Leaf<T>;
}

/** The most elements of a vector. A higher tree would need shifts of more than 31 bits. */
export const MAX_LENGTH = 2 ** 28 - 1;

/** @throws PositionError if a vector would have more elements than it can */
export function checkLength(length: number): void {
  if (length > MAX_LENGTH) throw new PositionError('Length', length, MAX_LENGTH);
}

/**
 * Templates of tails with free slots: 32, and 16 for the first elements of a vector. All tails, and so nearly all
 * leaves, are copies of these. So they have the same V8 elements kind whatever their elements are, which keeps reads
 * monomorphic.
 */
const FREE_TAIL: Leaf<never> = /* @__PURE__ */ Array.from({ length: WIDTH }, () => FREE);
const SMALL_TAIL: Leaf<never> = /* @__PURE__ */ FREE_TAIL.slice(WIDTH / 2);

/** The tail of a vector without elements. */
export const NO_TAIL: Leaf<never> = /* @__PURE__ */ FREE_TAIL.slice(WIDTH);

/** Returns the number of elements in the tail. */
export function inTail<T>({ length, tree }: Readonly<VectorState<T>>): number {
  return length + tree.offset - tree.size;
}

/** Appends an element. */
export function push<T>(state: VectorState<T>, value: T): void {
  const { length, tree, tail } = state;
  const count = length + tree.offset - tree.size;
  if (tail[count] === FREE) tail[count] = value;
  else extend(state, value, count);
  // Last: if the vector would become too long, `extend` throws, and nothing has changed
  state.length = length + 1;
}

/** Appends an element for which the tail has no free slot. */
function extend<T>(state: VectorState<T>, value: T, count: number): void {
  if (count < WIDTH) {
    state.tail = room(state.tail, count);
    state.tail[count] = value;
  } else {
    state.tree = withLeaf(state.tree, state.tail, WIDTH);
    state.tail = tailOf(value);
  }
}

/** Returns a tail of one element, with free slots. */
export function tailOf<T>(value: T): Leaf<T> {
  const tail: Leaf<T> = FREE_TAIL.slice();
  tail[0] = value;
  return tail;
}

/**
 * Fills an empty vector with `count` elements that `make` creates from their indices. Works leaf by leaf, which spares
 * the tests of a push.
 */
export function generate<T>(
  state: VectorState<T>,
  count: number,
  make: (index: number) => T,
): void {
  checkLength(count);
  let tree: Tree<T> = NO_TREE;
  let leaf: Leaf<T> = NO_TAIL;
  for (let first = 0; first < count; first += WIDTH) {
    if (first > 0) tree = withLeaf(tree, leaf, WIDTH);
    const size = Math.min(WIDTH, count - first);
    leaf = (size > SMALL_TAIL.length ? FREE_TAIL : SMALL_TAIL).slice();
    for (let i = 0; i < size; i++) leaf[i] = make(first + i);
  }
  state.tree = tree;
  state.tail = leaf;
  state.length = count;
}

/**
 * Returns the tail itself if the slot behind its first `count` elements (31 at most) is free, otherwise a copy of these
 * with free slots.
 */
export function room<T>(tail: Leaf<T>, count: number): Leaf<T> {
  if (tail[count] === FREE) return tail;
  const copy: Leaf<T> = (count === 0 ? SMALL_TAIL : FREE_TAIL).slice();
  for (let i = 0; i < count; i++) copy[i] = tail[i]!;
  return copy;
}

/** Returns the tree of a vector with one more leaf. */
export function withLeaf<T>(tree: Tree<T>, leaf: Leaf<T>, size: number): Tree<T> {
  const { root, shift, size: before, offset } = tree;
  const after = before + size;
  checkLength(after + WIDTH);
  if (before === 0) return new Tree<T>([leaf], BITS, after);
  if (size < WIDTH || (before & MASK) > 0 || !Array.isArray(root)) {
    return withOffset(join(tree, new Tree<T>(leaf, 0, size)), offset);
  }
  if (before >> shift === WIDTH) {
    return new Tree<T>([root, path(leaf, shift)], shift + BITS, after, offset);
  }
  const at = (before >> BITS) & MASK;
  if (at > 0) {
    // The last branch of leaves exists. It can be shared if its next slot is free, or if that slot holds this very
    // leaf, because another vector with the same tail was pushed to before
    let last = root as Node<T>[];
    for (let s = shift; s > BITS; s -= BITS) last = last[(before >> s) & MASK] as Node<T>[];
    if (last.length === at) last.push(leaf);
    if (last[at] === leaf) return new Tree<T>(root, shift, after, offset);
  }
  return new Tree<T>(pushed(root as Node<T>[], shift, before, leaf), shift, after, offset);
}

/** Returns a copy of a radix branch of full leaves, which is not full itself, with another full leaf appended. */
function pushed<T>(node: Node<T>[], shift: number, size: number, leaf: Leaf<T>): Node<T>[] {
  const at = size >> shift;
  const rest = size - (at << shift);
  const nodes = node.slice(0, at);
  nodes.push(
    rest === 0 ? path(leaf, shift - BITS) : pushed(node[at] as Node<T>[], shift - BITS, rest, leaf),
  );
  return nodes;
}

/** Returns a leaf under as many branches as it takes to reach the height `shift`. */
function path<T>(leaf: Leaf<T>, shift: number): Node<T> {
  return shift === 0 ? leaf : [path(leaf, shift - BITS)];
}

/**
 * Returns a tree for a vector to which the first `offset` elements do not belong. If these outnumber the others, they
 * are cut off, so that a vector keeps alive at most as many of them as it has elements.
 */
export function withOffset<T>(tree: Tree<T>, offset: number): Tree<T> {
  if (offset === tree.size) return NO_TREE;
  if (offset * 2 > tree.size) {
    tree = drop(tree, offset, true);
    offset = 0;
  }
  const { root, shift, size } = tree;
  return shift > 0 ? new Tree(root, shift, size, offset) : new Tree<T>([root], BITS, size, offset);
}
