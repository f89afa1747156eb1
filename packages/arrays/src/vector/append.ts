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
import { BITS, FREE, type Leaf, MASK, NO_TREE, type Node, Tree, WIDTH } from './node.ts';
import { drop, join } from './rows.ts';

/**
 * What a vector consists of: a tree and a tail, and nothing else, since every push makes a new one. What changes only
 * once in 32 pushes stands in the tree.
 */
export interface VectorState<T> {
  length: number;
  /** The elements before the tail, and in front of them `tree.offset` others, never more than `length`. */
  tree: Tree<T>;
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
const FREE_TAIL: Leaf<never> = /* @__PURE__ */ Array.from({ length: WIDTH }, () => FREE);
const SMALL_TAIL: Leaf<never> = /* @__PURE__ */ FREE_TAIL.slice(WIDTH / 2);

/** The tail of a vector without elements. */
export const NO_TAIL: Leaf<never> = /* @__PURE__ */ FREE_TAIL.slice(WIDTH);

/** How many elements are in the tail. */
export function inTail<T>({ length, tree }: Readonly<VectorState<T>>): number {
  return length + tree.offset - tree.size;
}

/** Adds an element at the end. */
export function push<T>(state: VectorState<T>, value: T): void {
  const { length, tree, tail } = state;
  const count = length + tree.offset - tree.size;
  if (tail[count] === FREE) tail[count] = value;
  else extend(state, value, count);
  // Last, because a vector that would become too long throws above, and then nothing has changed.
  state.length = length + 1;
}

/** Adds an element where the tail has no free slot for it. */
function extend<T>(state: VectorState<T>, value: T, count: number): void {
  if (count < WIDTH) {
    state.tail = room(state.tail, count);
    state.tail[count] = value;
  } else {
    state.tree = withLeaf(state.tree, state.tail, WIDTH);
    state.tail = tailOf(value);
  }
}

/** A tail of one element, with free slots. */
export function tailOf<T>(value: T): Leaf<T> {
  const tail: Leaf<T> = FREE_TAIL.slice();
  tail[0] = value;
  return tail;
}

/** Adds `count` elements to a vector without any, each made of its index. A leaf at a time: nothing is asked for each of them. */
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

/** The tail itself where the slot behind `count` elements (31 at most) is free, or a copy of these with free slots. */
export function room<T>(tail: Leaf<T>, count: number): Leaf<T> {
  if (tail[count] === FREE) return tail;
  const copy: Leaf<T> = (count === 0 ? SMALL_TAIL : FREE_TAIL).slice();
  for (let i = 0; i < count; i++) copy[i] = tail[i]!;
  return copy;
}

/** The tree of a vector with one more leaf. */
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
    // The last branch above leaves exists, and is shared where its next slot is free, or holds this very leaf since
    // somebody else has pushed to the same version.
    let last = root as Node<T>[];
    for (let s = shift; s > BITS; s -= BITS) last = last[(before >> s) & MASK] as Node<T>[];
    if (last.length === at) last.push(leaf);
    if (last[at] === leaf) return new Tree<T>(root, shift, after, offset);
  }
  return new Tree<T>(pushed(root as Node<T>[], shift, before, leaf), shift, after, offset);
}

/** A copy of a radix branch of full leaves that is not full itself, with a full leaf behind them. */
function pushed<T>(node: Node<T>[], shift: number, size: number, leaf: Leaf<T>): Node<T>[] {
  const at = size >> shift;
  const rest = size - (at << shift);
  const nodes = node.slice(0, at);
  nodes.push(
    rest === 0 ? path(leaf, shift - BITS) : pushed(node[at] as Node<T>[], shift - BITS, rest, leaf),
  );
  return nodes;
}

/** A leaf below as many branches as it takes to reach a height. */
function path<T>(leaf: Leaf<T>, shift: number): Node<T> {
  return shift === 0 ? leaf : [path(leaf, shift - BITS)];
}

/**
 * A tree as that of a vector, `offset` elements of which are none of its own. Where these are more than the vector has,
 * they are cut off, so that no vector keeps more than its own size of them alive.
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
