/**
 * Appending: the tail, and how a full tail becomes a leaf.
 *
 * The last 1 to 32 elements of a vector are its tail, outside of the tree. A tail array has 32 slots (16 at first);
 * those that no vector uses are `FREE`. Pushing writes into the first slot behind the vector's own elements **if it is
 * free**, and the new vector shares the array with the old one, which does not look behind its own length. Whoever
 * pushes on the old one again finds the slot taken and copies the tail. So a chain of pushes copies nothing, and two
 * pushes on one version do not see each other:
 *
 *     a = [1 2 3]        tail  1 2 3 . . .       the length of a is 3
 *     b = a.push(4)      tail  1 2 3 4 . .       the same array; the length of b is 4
 *     c = a.push(5)      tail  1 2 3 5 . .       a copy, since the fourth slot is taken
 *
 * The branch above the last leaf is shared in the same way, if all branches are radix branches: its array is appended
 * to while it is as long as the vector expects, and copied otherwise. Higher branches are copied, once in 1,024 pushes.
 *
 * What this keeps alive: an old vector can hold the elements of newer ones in the 31 slots of its tail and in the 31
 * leaves behind its own, 1,023 elements at most, and not more, because higher branches are not shared. A vector
 * that was popped shares its tail with the longer one: up to 31 popped elements live on until its tail is pushed to
 * or popped empty. The leaf of an element that is popped from the tree is let go at once.
 */

import { PositionError } from '../indirection/errors.ts';
import { BITS, FREE, type Leaf, type Node, Relaxed, type Tree, WIDTH } from './node.ts';
import { drop, join } from './rows.ts';

/**
 * What a vector consists of: `offset` elements of the tree that are none of its own, then the elements before
 * `tailStart` in the tree, then the others in the tail.
 */
export interface VectorState<T> {
  length: number;
  /** The index of the first element of the tail. */
  tailStart: number;
  /** How many elements at the start of the tree a slice has left behind; never more than `length`. */
  offset: number;
  shift: number;
  root: Node<T>;
  /** 32 slots, or 16, or as many as are in use. No element is in it only where there is none at all. */
  tail: Leaf<T>;
}

/** The most elements that a vector can have: a higher tree would need more than the 31 bits of a shift. */
export const MAX_LENGTH = 2 ** 28 - 1;

export function checkLength(length: number): void {
  if (length > MAX_LENGTH) throw new PositionError('Length', length, MAX_LENGTH);
}

/**
 * Tails with free slots, to copy: 32, and 16 for the first elements of all. All tails, and so nearly all leaves, are
 * copies of these: they have one elements kind whatever their elements are, which keeps reads monomorphic.
 */
const FREE_TAIL: Leaf<never> = Array.from({ length: WIDTH }, () => FREE);
const SMALL_TAIL: Leaf<never> = FREE_TAIL.slice(WIDTH / 2);

/** The tail of a vector without elements. */
export const NO_TAIL: Leaf<never> = FREE_TAIL.slice(WIDTH);

/** Adds an element at the end. */
export function push<T>(state: VectorState<T>, value: T): void {
  const { tail } = state;
  let count = state.length - state.tailStart;
  if (count === WIDTH) {
    pushLeaf(state, tail, WIDTH);
    count = 0;
    state.tail = FREE_TAIL.slice();
  } else state.tail = room(tail, count);
  state.tail[count] = value;
  state.length++;
}

/** The tail itself where the slot behind `count` elements (31 at most) is free, or a copy of these with free slots. */
export function room<T>(tail: Leaf<T>, count: number): Leaf<T> {
  if (tail[count] === FREE) return tail;
  const copy: Leaf<T> = (count === 0 ? SMALL_TAIL : FREE_TAIL).slice();
  for (let i = 0; i < count; i++) copy[i] = tail[i]!;
  return copy;
}

/** Makes a leaf of `size` elements the last one of the tree. */
export function pushLeaf<T>(state: VectorState<T>, leaf: Leaf<T>, size: number): void {
  const { root, shift, tailStart, offset } = state;
  const before = tailStart + offset;
  checkLength(before + size + WIDTH);
  if (before === 0) state.root = [leaf];
  else if (root instanceof Relaxed || size < WIDTH || before % WIDTH > 0) {
    setTree(state, join(treeOf(state), { root: leaf, shift: 0, size }), offset);
    return;
  } else if (before >> shift === WIDTH) {
    state.root = [root, path(leaf, shift)];
    state.shift = shift + BITS;
  } else state.root = pushed(root as Node<T>[], shift, before, leaf);
  state.tailStart = tailStart + size;
}

/** A radix branch of full leaves that is not full itself, with a full leaf behind them. */
function pushed<T>(node: Node<T>[], shift: number, size: number, leaf: Leaf<T>): Node<T>[] {
  const at = size >> shift;
  if (shift === BITS && node.length === at) {
    node.push(leaf);
    return node;
  }
  const rest = size - (at << shift);
  const last = node[at] as Node<T>[];
  const copy = rest === 0 ? path(leaf, shift - BITS) : pushed(last, shift - BITS, rest, leaf);
  if (copy === last) return node;
  const nodes = node.slice(0, at);
  nodes.push(copy);
  return nodes;
}

/** A leaf below as many branches as it takes to reach a height. */
function path<T>(leaf: Leaf<T>, shift: number): Node<T> {
  return shift === 0 ? leaf : [path(leaf, shift - BITS)];
}

export function treeOf<T>({ root, shift, tailStart, offset }: Readonly<VectorState<T>>): Tree<T> {
  return { root, shift, size: tailStart + offset };
}

/**
 * Puts a tree below a vector, `offset` elements of which are none of its own. Where these are more than the vector has,
 * they are cut off, so that no vector keeps more than its own size of them alive.
 */
export function setTree<T>(state: VectorState<T>, tree: Tree<T>, offset: number): void {
  if (offset > 0 && offset * 2 > tree.size) {
    tree = offset === tree.size ? { root: [], shift: BITS, size: 0 } : drop(tree, offset, true);
    offset = 0;
  }
  const { root, shift, size } = tree;
  state.root = shift > 0 ? root : [root];
  state.shift = shift || BITS;
  state.tailStart = size - offset;
  state.offset = offset;
}
