/**
 * All changes of a vector except pushes. Each function changes the state of a vector that it is given: a persistent
 * vector passes a copy of its fields, a transient its own.
 *
 * `truncate`, `concat`, `insert` and `remove` combine `keep`, `drop`, `join` and `edit` of `rows.ts` with changes of
 * the tail: a leaf that is cut becomes the tail, and a tail that comes to lie inside of the vector becomes a leaf.
 *
 * `slice` avoids that work where it can. It cuts a radix tree at the root only, to the subtrees that the slice touches.
 * In the first of them `offset` skips the elements before the slice; in the last one, the elements after it are never
 * read:
 *
 *     subtrees of the vector       [  0  ][  1  ][  2  ][  3  ][  4  ]
 *     elements of the slice                  ├──────────────┤
 *     subtrees of the slice               [  1  ][  2  ][  3  ]
 *     its offset                          ├──┤
 *
 * It does so only if such a subtree is not larger than the slice, so that a slice keeps alive, on its left and on its
 * right, at most as many elements as it has itself. A smaller slice is cut exactly.
 */

import { checkLength, inTail, NO_TAIL, type VectorState, withLeaf, withOffset } from './append.ts';
import {
  BITS,
  type Leaf,
  locate,
  NO_TREE,
  type Node,
  Relaxed,
  replace,
  Tree,
  WIDTH,
} from './node.ts';
import { drop, edit, join, keep, spliced } from './rows.ts';

/** Removes the last element, which must exist. Its slot stays taken, since a longer vector may share the tail. */
export function pop<T>(state: VectorState<T>): void {
  if (inTail(state) > 1) state.length--;
  else truncate(state, state.length - 1);
}

/** Replaces an element. Nodes in `owned` are written in place. */
export function set<T>(state: VectorState<T>, index: number, value: T, owned?: Set<unknown>): void {
  const { tree, tail } = state;
  const { root, shift, size, offset } = tree;
  index += offset;
  if (index < size) {
    const changed = replace(root, shift, index, value, owned);
    if (changed !== root) state.tree = new Tree(changed, shift, size, offset);
    return;
  }
  if (owned === undefined || !owned.has(tail)) {
    state.tail = tail.slice();
    owned?.add(state.tail);
  }
  state.tail[index - size] = value;
}

/** Keeps only the first `length` elements, and no others alive. */
function truncate<T>(state: VectorState<T>, length: number): void {
  const { tree, tail } = state;
  const { size, offset } = tree;
  state.length = length;
  if (length + offset > size) state.tail = tail.slice(0, length + offset - size);
  else if (length === 0) {
    state.tree = NO_TREE;
    state.tail = NO_TAIL;
  } else {
    const { end, leaf } = cutLeaf(tree, 0, length);
    state.tree = end > offset ? withOffset(keep(tree, end), offset) : NO_TREE;
    state.tail = leaf;
  }
}

/** Keeps only the elements from `from` up to `to`, of which there must be at least one. */
export function slice<T>(state: VectorState<T>, from: number, to: number): void {
  const { length, tree, tail } = state;
  const { size, offset } = tree;
  let end = size;
  let leaf = tail;
  if (to + offset <= size) ({ end, leaf } = cutLeaf(tree, from, to));
  else if (from + offset > size || to < length) {
    leaf = tail.slice(Math.max(0, from + offset - size), to + offset - size);
  }
  state.length = to - from;
  state.tree = from + offset < end ? narrow(tree, from + offset, end, to - from) : NO_TREE;
  state.tail = leaf;
}

/**
 * Returns the part of the leaf in which a slice ends that belongs to the slice, and where in the tree that leaf begins.
 */
function cutLeaf<T>(tree: Tree<T>, from: number, to: number): { end: number; leaf: Leaf<T> } {
  const { offset } = tree;
  const { leaves, i, at } = locate(tree, offset + to - 1);
  const end = offset + to - 1 - at;
  const first = Math.max(0, offset + from - end);
  const leaf = leaves[i]!;
  return { end, leaf: at - first === WIDTH - 1 ? leaf : leaf.slice(first, at + 1) };
}

/** Returns the part of a tree from `from` up to `to`, which is the end of a leaf, for a vector of `length` elements. */
function narrow<T>(tree: Tree<T>, from: number, to: number, length: number): Tree<T> {
  let { root, shift, size } = tree;
  if (root instanceof Relaxed) return withOffset(keep(tree, to), from);
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
  const end = to - base;
  return withOffset(
    1 << shift > length
      ? keep(new Tree<T>(nodes, shift, size), end)
      : new Tree<T>(nodes, shift, end),
    from - base,
  );
}

/** Appends the elements of another vector. */
export function concat<T>(state: VectorState<T>, other: Readonly<VectorState<T>>): void {
  const { length, tree, tail } = state;
  const { size, offset } = tree;
  const behind = other.tree;
  if (behind.size === 0) {
    pushAll(state, other.tail, other.length);
    return;
  }
  checkLength(length + offset + other.length);
  let joined = behind.offset > 0 ? drop(behind, behind.offset, true) : behind;
  const count = inTail(state);
  const leaf = new Tree<T>(tail.slice(0, count), 0, count);
  if (size > 0) joined = join(tree, joined, leaf);
  else if (length > 0) joined = join(leaf, joined);
  state.tree = withOffset(joined, offset);
  state.tail = other.tail;
  state.length = length + other.length;
}

/** Inserts values before an element, or after the last one. */
export function insert<T>(state: VectorState<T>, index: number, values: readonly T[]): void {
  const { length, tree, tail } = state;
  const { size, offset } = tree;
  const added = values.length;
  const count = inTail(state);
  const place = index + offset;
  checkLength(length + offset + added);
  if (place < size && added <= WIDTH) {
    state.tree = withOffset(edit(tree, place, 0, values), offset);
  } else if (place >= size && count + added <= WIDTH) {
    state.tail = spliced(tail, count, place - size, 0, values, 0, added);
  } else {
    replaceRange(state, index, index, values);
    return;
  }
  state.length = length + added;
}

/** Removes at least one element. */
export function remove<T>(state: VectorState<T>, index: number, removed: number): void {
  const { length, tree, tail } = state;
  const { size, offset } = tree;
  const count = inTail(state);
  const place = index + offset;
  if (place < size && removed === 1) {
    state.tree = withOffset(edit(tree, place, 1, []), offset);
  } else if (place >= size && removed < count) {
    state.tail = spliced(tail, count, place - size, removed, [], 0, 0);
  } else {
    replaceRange(state, index, index + removed, []);
    return;
  }
  state.length = length - removed;
}

/** Replaces the elements from `start` up to `end` by values, by cutting the vector in two and joining it again. */
function replaceRange<T>(
  state: VectorState<T>,
  start: number,
  end: number,
  values: readonly T[],
): void {
  const { tree, tail } = state;
  const behind = { length: state.length, tree, tail };
  const rest = state.length - end;
  truncate(state, start);
  pushAll(state, values, values.length);
  if (rest > 0) {
    slice(behind, end, behind.length);
    concat(state, behind);
  }
}

/** Appends the first `count` elements of an array. */
export function pushAll<T>(
  state: VectorState<T>,
  values: readonly Leaf<T>[number][],
  count: number,
): void {
  checkLength(state.length + state.tree.offset + count);
  for (let i = 0; i < count;) {
    let used = inTail(state);
    if (used === WIDTH) {
      state.tree = withLeaf(state.tree, state.tail, WIDTH);
      used = 0;
    }
    const size = Math.min(WIDTH - used, count - i);
    state.tail = spliced(state.tail, used, used, 0, values, i, size);
    state.length += size;
    i += size;
  }
}
