/**
 * What changes a vector otherwise than by a push: each function turns the state of a vector into that of another. A
 * persistent vector hands over a copy of its fields, a transient its own.
 *
 * `truncate`, `concat`, `insert` and `remove` are made of `keep`, `drop`, `join` and `edit` of `rows.ts` and of the
 * tail: a leaf that is cut becomes the tail, a tail that comes to lie inside becomes a leaf.
 *
 * `slice` avoids that work where it can. Of a radix tree it cuts only the root, to the subtrees that the slice touches:
 * what is not wanted of the first one is skipped by `offset`, what is not wanted of the last one is not looked at. This
 * is done only where such a subtree is not larger than the slice, so a slice keeps at most as many elements alive to its
 * left, and to its right, as it has itself; a smaller slice is cut out to the leaf.
 */

import { checkLength, NO_TAIL, pushLeaf, setTree, treeOf, type VectorState } from './append.ts';
import { BITS, type Leaf, locate, type Node, Relaxed, replace, type Tree, WIDTH } from './node.ts';
import { drop, edit, join, keep, spliced } from './rows.ts';

/** Removes the last element, of which there is one. Its slot stays taken: a longer vector may share the tail. */
export function pop<T>(state: VectorState<T>): void {
  if (state.length - state.tailStart > 1) state.length--;
  else truncate(state, state.length - 1);
}

/** Replaces an element; nodes that are `owned` are written in place. */
export function set<T>(state: VectorState<T>, index: number, value: T, owned?: Set<unknown>): void {
  const { root, shift, tailStart, offset, tail } = state;
  if (index < tailStart) {
    state.root = replace(root, shift, index + offset, value, owned);
    return;
  }
  if (owned === undefined || !owned.has(tail)) {
    state.tail = tail.slice();
    owned?.add(state.tail);
  }
  state.tail[index - tailStart] = value;
}

/** Keeps the first `length` elements, and of the tree nothing else. */
function truncate<T>(state: VectorState<T>, length: number): void {
  const { tailStart, tail } = state;
  if (length > tailStart) state.tail = tail.slice(0, length - tailStart);
  else if (length === 0) {
    clear(state);
    state.tail = NO_TAIL;
  } else {
    const { end, leaf } = cutLeaf(state, 0, length);
    if (end > state.offset) setTree(state, keep(treeOf(state), end), state.offset);
    else clear(state);
    state.tail = leaf;
  }
  state.length = length;
}

/** Keeps the elements from `from` up to `to`, of which there is at least one. */
export function slice<T>(state: VectorState<T>, from: number, to: number): void {
  const { length, tailStart, offset, tail } = state;
  let end = tailStart + offset;
  let leaf = tail;
  if (to <= tailStart) ({ end, leaf } = cutLeaf(state, from, to));
  else if (from > tailStart || to < length) {
    leaf = tail.slice(Math.max(0, from - tailStart), to - tailStart);
  }
  state.length = to - from;
  if (from + offset < end) narrow(state, from + offset, end);
  else if (tailStart > 0) clear(state);
  state.tail = leaf;
}

/** What a slice has of the leaf that it ends in, and where in the tree that leaf begins. */
function cutLeaf<T>(
  { root, shift, offset }: VectorState<T>,
  from: number,
  to: number,
): { end: number; leaf: Leaf<T> } {
  const { leaf, at } = locate(root, shift, offset + to - 1);
  const end = offset + to - 1 - at;
  const first = Math.max(0, offset + from - end);
  return { end, leaf: at - first === WIDTH - 1 ? leaf : leaf.slice(first, at + 1) };
}

/** Leaves no tree. */
function clear<T>(state: VectorState<T>): void {
  setTree(state, { root: [], shift: BITS, size: 0 }, 0);
}

/** Leaves of the tree what is between two of its places, the second of which is the end of a leaf. */
function narrow<T>(state: VectorState<T>, from: number, to: number): void {
  let { root, shift, size } = treeOf(state);
  if (root instanceof Relaxed) {
    setTree(state, keep({ root, shift, size }, to), from);
    return;
  }
  let nodes = root as Node<T>[];
  let first = from >> shift;
  let last = (to - 1) >> shift;
  let base = first << shift;
  while (first === last && shift > BITS) {
    nodes = nodes[first] as Node<T>[];
    size = Math.min(size - base, 1 << shift);
    from -= base;
    to -= base;
    shift -= BITS;
    first = from >> shift;
    last = (to - 1) >> shift;
    base = first << shift;
  }
  if (first > 0 || last < nodes.length - 1) nodes = nodes.slice(first, last + 1);
  size = Math.min(size - base, nodes.length << shift);
  const tree: Tree<T> = { root: nodes, shift, size };
  const end = to - base;
  setTree(
    state,
    1 << shift > state.length ? keep(tree, end) : { root: nodes, shift, size: end },
    from - base,
  );
}

/** Puts the elements of another vector behind. */
export function concat<T>(state: VectorState<T>, other: Readonly<VectorState<T>>): void {
  const { length, tailStart, tail } = state;
  const size = length - tailStart;
  if (other.tailStart === 0) pushAll(state, other.tail, other.length);
  else {
    checkLength(length + state.offset + other.length);
    let tree = other.offset > 0 ? drop(treeOf(other), other.offset, true) : treeOf(other);
    const leaf = { root: tail.slice(0, size), shift: 0, size };
    if (tailStart > 0) tree = join(treeOf(state), tree, leaf);
    else if (length > 0) tree = join(leaf, tree);
    setTree(state, tree, state.offset);
    state.tail = other.tail;
    state.length = length + other.length;
  }
}

/** Inserts values before an element, or behind the last. */
export function insert<T>(state: VectorState<T>, index: number, values: readonly T[]): void {
  const { length, tailStart, offset, tail } = state;
  const count = values.length;
  const size = length - tailStart;
  checkLength(length + offset + count);
  if (index < tailStart && count <= WIDTH) {
    setTree(state, edit(treeOf(state), index + offset, 0, values), offset);
  } else if (index >= tailStart && size + count <= WIDTH) {
    state.tail = spliced(tail, size, index - tailStart, 0, values, 0, count);
  } else {
    replaceRange(state, index, index, values);
    return;
  }
  state.length = length + count;
}

/** Removes elements, of which there is at least one. */
export function remove<T>(state: VectorState<T>, index: number, count: number): void {
  const { length, tailStart, offset, tail } = state;
  const size = length - tailStart;
  if (index < tailStart && count === 1) {
    setTree(state, edit(treeOf(state), index + offset, 1, []), offset);
  } else if (index >= tailStart && count < size) {
    state.tail = spliced(tail, size, index - tailStart, count, [], 0, 0);
  } else {
    replaceRange(state, index, index + count, []);
    return;
  }
  state.length = length - count;
}

function replaceRange<T>(
  state: VectorState<T>,
  start: number,
  end: number,
  values: readonly T[],
): void {
  const behind = { ...state };
  const rest = state.length - end;
  truncate(state, start);
  pushAll(state, values, values.length);
  if (rest > 0) {
    slice(behind, end, behind.length);
    concat(state, behind);
  }
}

/** Adds the first `count` elements of an array at the end. */
export function pushAll<T>(
  state: VectorState<T>,
  values: readonly Leaf<T>[number][],
  count: number,
): void {
  checkLength(state.length + state.offset + count);
  for (let i = 0; i < count;) {
    let used = state.length - state.tailStart;
    if (used === WIDTH) {
      pushLeaf(state, state.tail, WIDTH);
      used = 0;
    }
    const size = Math.min(WIDTH - used, count - i);
    state.tail = spliced(state.tail, used, used, 0, values, i, size);
    state.length += size;
    i += size;
  }
}
