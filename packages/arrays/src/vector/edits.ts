/**
 * What changes a vector elsewhere than by one push: each function turns the state of a vector into that of
 * another. A persistent vector hands over a copy of its fields, a transient one its own.
 *
 * All of them are made of `keep`, `drop`, `join` and `edit` of `rows.ts` and of the tail: a leaf that is cut on its
 * right becomes the tail, a tail that comes to lie inside becomes a leaf.
 */

import { checkLength, copyTail, push, pushLeaf, setTree, type VectorState } from './append.ts';
import { locate, replace, WIDTH } from './node.ts';
import { drop, edit, join, keep } from './rows.ts';

/** Keeps the first `length` elements. */
export function truncate<T>(state: VectorState<T>, length: number): void {
  const { root, shift, treeSize, tail } = state;
  if (length > treeSize) {
    if (length < state.length) state.tail = tail.slice(0, length - treeSize);
  } else if (length === 0) {
    setTree(state, { root: [], shift: 0, treeSize: 0 });
    state.tail = [];
  } else {
    const { leaf, at } = locate(root, shift, length - 1);
    setTree(state, keep(state, length - 1 - at));
    state.tail = at === WIDTH - 1 ? leaf : leaf.slice(0, at + 1);
  }
  state.length = length;
}

/** Removes the first `count` elements. */
export function behead<T>(state: VectorState<T>, count: number): void {
  const { treeSize, tail, length } = state;
  if (count === 0) return;
  if (count >= treeSize) {
    truncate(state, 0);
    state.tail = tail.slice(count - treeSize, length - treeSize);
  } else setTree(state, drop(state, count, true));
  state.length = length - count;
}

/** Removes the last element, if there is one. Its slot stays taken: a longer vector may share the tail. */
export function pop<T>(state: VectorState<T>): void {
  const { length, treeSize } = state;
  if (length - treeSize > 1) state.length--;
  else if (length > 0) truncate(state, length - 1);
}

/** Replaces an element; nodes that are `owned` are written in place. */
export function set<T>(state: VectorState<T>, index: number, value: T, owned?: Set<unknown>): void {
  const { length, root, shift, treeSize, tail } = state;
  if (index < treeSize) {
    state.root = replace(root, shift, index, value, owned);
    return;
  }
  if (!owned?.has(tail)) {
    state.tail = copyTail(tail, 0, length - treeSize);
    owned?.add(state.tail);
  }
  state.tail[index - treeSize] = value;
}

/** Puts the elements of another vector behind. */
export function concat<T>(state: VectorState<T>, other: Readonly<VectorState<T>>): void {
  const { length, treeSize, tail } = state;
  const total = length + other.length;
  checkLength(total);
  if (length === 0) {
    setTree(state, other);
  } else if (other.treeSize === 0) {
    pushAll(state, other.tail as T[], other.length);
    return;
  } else {
    const size = length - treeSize;
    pushLeaf(state, size === WIDTH ? tail : tail.slice(0, size), size);
    setTree(state, join(state, other));
  }
  state.tail = other.tail;
  state.length = total;
}

/** Inserts values before an index. */
export function insert<T>(state: VectorState<T>, index: number, values: readonly T[]): void {
  const { length, treeSize } = state;
  const count = values.length;
  checkLength(length + count);
  if (index < treeSize && count <= WIDTH) {
    setTree(state, edit(state, index, 0, values));
    state.length = length + count;
  } else replaceRange(state, index, index, values);
}

/** Removes elements, of which there is at least one. */
export function remove<T>(state: VectorState<T>, index: number, count: number): void {
  if (count === 1 && index < state.treeSize) {
    setTree(state, edit(state, index, 1, []));
    state.length--;
  } else replaceRange(state, index, index + count, []);
}

function replaceRange<T>(
  state: VectorState<T>,
  start: number,
  end: number,
  values: readonly T[],
): void {
  const { length, root, shift, treeSize, tail } = state;
  const behind = { length, root, shift, treeSize, tail };
  behead(behind, end);
  truncate(state, start);
  pushAll(state, values, values.length);
  concat(state, behind);
}

/** Adds the first `count` elements of an array at the end, whole leaves where there are as many. */
export function pushAll<T>(state: VectorState<T>, values: readonly T[], count: number): void {
  checkLength(state.length + count);
  for (let i = 0; i < count;) {
    const used = state.length - state.treeSize;
    if (used % WIDTH === 0) {
      if (used > 0) pushLeaf(state, state.tail, WIDTH);
      const size = Math.min(WIDTH, count - i);
      state.tail = copyTail(values, i, size);
      if (size < WIDTH) state.tail = state.tail.slice(0, size);
      state.length += size;
      i += size;
    } else push(state, values[i++]!);
  }
}
