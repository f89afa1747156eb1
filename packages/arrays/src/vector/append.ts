/**
 * Appending: the tail, and how a full tail becomes a leaf.
 *
 * The last 1 to 32 elements of a vector are its tail, outside of the tree. A tail array has 32 slots; those that no
 * vector uses are `FREE`. Pushing writes into the first slot behind the vector's own elements **if it is free**, and
 * the new vector shares the array with the old one, which does not look behind its own length. Whoever pushes on the old one again finds the slot
 * taken and copies the tail. So a chain of pushes copies nothing, and two pushes on one version do not see each other.
 *
 *     a = [1 2 3]        tail  1 2 3 · · ·       a's length is 3
 *     b = a.push(4)      tail  1 2 3 4 · ·       the same array; b's length is 4
 *     c = a.push(5)      tail  1 2 3 5 · ·       a copy, since the fourth slot is b's
 *
 * The branch above the last leaf, if it is a radix branch below radix branches only, is shared in the same way: its array is appended to in
 * place while its length is the one that the vector expects. Higher branches are copied, once in 1,024 pushes.
 *
 * What this keeps alive: an old vector can hold up to 31 elements in its tail and 32 leaves, together 1,055 elements,
 * that were pushed to newer ones; not more, because the higher branches are not shared. A vector that was popped shares its tail with the longer
 * one, so up to 31 popped elements live until it is pushed to, its tail is written, or the tail is popped empty.
 * Popped leaves are let go at once. `slice` and `remove` copy the leaves that they cut and keep nothing.
 */

import { PositionError } from '../indirection/errors.ts';
import { BITS, FREE, type Leaf, type Node, Relaxed, type Tree, WIDTH } from './node.ts';
import { join } from './rows.ts';

/** What a vector consists of. Elements 0 to `treeSize - 1` are in the tree, the others in the tail. */
export interface VectorState<T> extends Tree<T> {
  length: number;
  /** 32 slots, or as many as are in use. It holds no element only where the whole vector does not. */
  tail: Leaf<T>;
}

/** The most elements that a vector can have: with more, a tree could become higher than 31 bits of `shift` allow. */
export const MAX_LENGTH = 2 ** 28 - 1;

export function checkLength(length: number): void {
  if (length > MAX_LENGTH) throw new PositionError('Length', length, MAX_LENGTH);
}

const FREE_TAIL: Leaf<never> = Array.from({ length: WIDTH }, () => FREE);

/**
 * A tail with 32 slots and the first `count` elements of another. All tails, and so nearly all leaves, are copies of one
 * array: they have the same elements kind whatever their elements are, which keeps reads monomorphic.
 */
export function copyTail<T>(
  tail: readonly Leaf<T>[number][],
  from: number,
  count: number,
): Leaf<T> {
  const copy: Leaf<T> = FREE_TAIL.slice();
  for (let i = 0; i < count; i++) copy[i] = tail[from + i]!;
  return copy;
}

/** Adds an element at the end. */
export function push<T>(state: VectorState<T>, value: T): void {
  const { tail } = state;
  const count = state.length - state.treeSize;
  if (tail[count] === FREE) tail[count] = value;
  else pushSlow(state, count, value);
  state.length++;
}

/** Where the slot is taken or there is none: a tail of one's own. */
function pushSlow<T>(state: VectorState<T>, count: number, value: T): void {
  if (count === WIDTH) {
    pushLeaf(state, state.tail, WIDTH);
    count = 0;
  }
  state.tail = copyTail(state.tail, 0, count);
  state.tail[count] = value;
}

/** Makes a leaf the last one of the tree. It is not longer than `size`. */
export function pushLeaf<T>(state: VectorState<T>, leaf: Leaf<T>, size: number): void {
  const { root, shift, treeSize } = state;
  checkLength(treeSize + size + WIDTH);
  if (treeSize === 0) state.root = [leaf];
  else if (root instanceof Relaxed || size < WIDTH || treeSize % WIDTH > 0) {
    setTree(state, join(state, { root: leaf, shift: 0, treeSize: size }));
    return;
  } else if (treeSize >> shift === WIDTH) {
    state.shift = shift + BITS;
    state.root = [root, path(leaf, shift)];
  } else state.root = pushed(root as Node<T>[], shift, treeSize, leaf);
  state.treeSize += size;
}

/** A radix branch of full leaves that is not full itself, with a full leaf behind them. */
function pushed<T>(node: Node<T>[], shift: number, size: number, leaf: Leaf<T>): Node<T>[] {
  const at = size >> shift;
  if (shift === BITS) {
    const nodes = node.length === at ? node : node.slice(0, at);
    nodes.push(leaf);
    return nodes;
  }
  const rest = size - (at << shift);
  if (rest === 0) return [...node, path(leaf, shift - BITS)];
  const last = node[at] as Node<T>[];
  const copy = pushed(last, shift - BITS, rest, leaf);
  return copy === last ? node : [...node.slice(0, at), copy];
}

/** A leaf below as many branches as it takes to reach a height. */
function path<T>(leaf: Leaf<T>, shift: number): Node<T> {
  return shift === 0 ? leaf : [path(leaf, shift - BITS)];
}

/** Puts another tree below a vector. */
export function setTree<T>(state: VectorState<T>, { root, shift, treeSize }: Tree<T>): void {
  state.root = shift > 0 || treeSize === 0 ? root : [root];
  state.shift = shift || BITS;
  state.treeSize = treeSize;
}
