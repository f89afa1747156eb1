/**
 * The trie of a PrefixIndex: the stored pointers, linked by segment.
 *
 * Most nodes of such a trie are leaves, and most other nodes have a handful of children. So a node takes the smallest form
 * that can hold it:
 * - A leaf, that is, a stored pointer with nothing below it, is not a node at all. Its parent holds the string itself, and
 *   the last segment of the string is its name. It begins with `/`, which tells it from a name: names cannot contain `/`.
 * - A narrow branch, of up to 16 children, is one array of exactly the needed size: first the pointer stored at the branch,
 *   or undefined, then its children in insertion order, a leaf as one item and a branch as two, name and branch. It is
 *   searched linearly, which for so few children beats hashing.
 * - A wide branch is a `Wide`: a Set of leaves and a Map of branches. It becomes narrow again below 9 children; the distance
 *   from 16 keeps a branch at the limit from switching back and forth.
 *
 *     '/u', '/u/a', '/u/b/x'      root  [ -, 'u', ┐ ]
 *                                       ['/u', '/u/a', 'b', ┐ ]
 *                                                     [ -, '/u/b/x' ]
 *
 * Names are segments as they stand in the pointer, escaped. Escaping is injective, so nothing is unescaped to find a pointer.
 * The length of a narrow array never changes: adding or removing a child replaces the array, so an iterator over it is not
 * disturbed. Invariant: every branch but the root has a child.
 */

import { parseArrayIndex } from '@data-map/path';
import type { Pointer } from '@data-map/path';

/** A child of a branch: a leaf, which is the stored pointer itself, or a branch. */
export type Child = Pointer | Branch;
export type Branch = Narrow | Wide;
/** `[key, leaf or (name, branch), …]`. */
export type Narrow = (Child | undefined)[];

/** A branch of many children. */
export class Wide {
  /** The pointer stored at the branch. */
  key: Pointer | undefined;
  readonly leaves = new Set<Pointer>();
  /** By name, or by the number that the name stands for (`slotOf`). */
  readonly branches = new Map<string | number, Branch>();

  constructor(key: Pointer | undefined) {
    this.key = key;
  }
}

/** A narrow branch has at most this many children. */
const NARROW = 16;

/** A wide branch has at least this many children. */
const WIDE = 9;

/** Interns the names in narrow branches. Emptied when full: that costs memory, and nothing else. */
const names = new Map<string, string>();
const NAMES = 1024;

/** The pointer stored at a child, if any. */
export function keyOf(child: Child): Pointer | undefined {
  if (typeof child === 'string') return child;
  return child instanceof Wide ? child.key : (child[0] as Pointer | undefined);
}

export function childCount(branch: Branch): number {
  if (branch instanceof Wide) return branch.leaves.size + branch.branches.size;
  let count = 0;
  for (let i = 1; i < branch.length; i += isLeaf(branch[i]) ? 1 : 2) count++;
  return count;
}

/** Calls back for each child: in insertion order for a narrow branch, leaves before branches for a wide one. */
export function forEachChild(
  branch: Branch,
  onLeaf: (leaf: Pointer) => void,
  onBranch: (branch: Branch, name: string) => void,
): void {
  if (branch instanceof Wide) {
    for (const leaf of branch.leaves) onLeaf(leaf);
    for (const [slot, below] of branch.branches) onBranch(below, String(slot));
    return;
  }
  for (let i = 1; i < branch.length; i++) {
    const item = branch[i] as string;
    if (isLeaf(item)) onLeaf(item);
    else onBranch(branch[++i] as Branch, item);
  }
}

/** Appends the children of a branch to two lists, in the same order. */
export function listChildren(branch: Branch, leaves: Pointer[], branches: Branch[]): void {
  if (branch instanceof Wide) {
    for (const leaf of branch.leaves) leaves.push(leaf);
    for (const below of branch.branches.values()) branches.push(below);
    return;
  }
  for (let i = 1; i < branch.length; i++) {
    const item = branch[i] as string;
    if (isLeaf(item)) leaves.push(item);
    else branches.push(branch[++i] as Branch);
  }
}

/** Whether an item of a narrow branch is a leaf: neither a name nor a branch. */
export function isLeaf(item: Child | undefined): boolean {
  return typeof item === 'string' && item.charCodeAt(0) === 47;
}

/** The name of a leaf in its parent. */
export function nameOf(leaf: Pointer): string {
  return leaf.slice(leaf.lastIndexOf('/') + 1);
}

/** The child of the branch at `prefix` with a name. */
export function findChild(branch: Branch, prefix: Pointer, name: string): Child | undefined {
  if (branch instanceof Wide) {
    const place = `${prefix}/${name}`;
    return branch.leaves.has(place) ? place : branch.branches.get(slotOf(name));
  }
  const length = prefix.length + 1 + name.length;
  for (let i = 1; i < branch.length; i++) {
    const item = branch[i] as string;
    if (isLeaf(item)) {
      if (item.length === length && item.endsWith(name)) return item;
    } else {
      i++;
      if (item === name) return branch[i];
    }
  }
  return undefined;
}

/**
 * The child at a pointer: a leaf, a branch, or undefined if nothing is stored at or below it. The pointers that are stored
 * strictly above are added to `above`. O(segments).
 */
export function descend(root: Branch, pointer: Pointer, above?: Pointer[]): Child | undefined {
  if (pointer === '') return root;
  let child: Child | undefined = root;
  for (let start = 1, end = 0; end < pointer.length; start = end + 1) {
    const key = child === undefined || above === undefined ? undefined : keyOf(child);
    if (key !== undefined) above?.push(key);
    if (child === undefined || typeof child === 'string') return undefined;
    end = endOf(pointer, start);
    child = childAt(child, pointer, start, end);
  }
  return child;
}

/** Adds a pointer that is not stored yet. Returns the root, a new one if its form or its children changed. O(segments). */
export function insert(root: Branch, pointer: Pointer): Branch {
  if (pointer === '') return withKey(root, pointer);
  let branch = root;
  let above: Branch | undefined;
  let at = ''; // the name of `branch` in `above`
  for (let start = 1; ;) {
    const end = endOf(pointer, start);
    const last = end === pointer.length;
    const child = childAt(branch, pointer, start, end);
    if (child !== undefined && typeof child !== 'string') {
      if (last) {
        withKey(child, pointer);
        return root;
      }
      above = branch;
      branch = child;
      at = pointer.slice(start, end);
      start = end + 1;
      continue;
    }
    let grown: Branch;
    if (last) {
      grown = withLeaf(branch, pointer);
    } else {
      // A leaf that gets a child becomes the key of a branch
      if (child !== undefined) branch = withoutLeaf(branch, child);
      grown = withBranch(branch, pointer.slice(start, end), chain(pointer, end, child));
    }
    if (above === undefined) return grown;
    replaceBranch(above, at, grown);
    return root;
  }
}

/** Removes a stored pointer, and every branch that is left without a child. Returns the root, as `insert`. O(segments). */
export function remove(root: Branch, pointer: Pointer): Branch {
  if (pointer === '') return withKey(root, undefined);
  const path: Branch[] = [];
  const steps: string[] = [];
  let child: Child = root;
  for (let start = 1, end = 0; end < pointer.length; start = end + 1) {
    end = endOf(pointer, start);
    path.push(child as Branch);
    steps.push(pointer.slice(start, end));
    child = childAt(child as Branch, pointer, start, end)!;
  }
  if (typeof child !== 'string') {
    withKey(child, undefined);
    return root;
  }
  let rest = withoutLeaf(path.at(-1)!, child);
  for (let depth = path.length - 2; depth >= 0; depth--) {
    const branch = path[depth]!;
    const name = steps[depth]!;
    if (childCount(rest) > 0) {
      replaceBranch(branch, name, rest);
      return root;
    }
    const key = keyOf(rest);
    rest = withoutBranch(branch, name);
    if (key !== undefined) rest = withLeaf(rest, key);
  }
  return rest;
}

/** The child whose name is the pointer's segment from `start` to `end`. */
function childAt(branch: Branch, pointer: Pointer, start: number, end: number): Child | undefined {
  if (branch instanceof Wide) {
    const { leaves, branches } = branch;
    // The branches first: most wide branches have no leaves or only leaves, and an index has no text to be hashed
    const below = branches.size > 0 ? branches.get(slotOf(pointer.slice(start, end))) : undefined;
    if (below !== undefined || leaves.size === 0) return below;
    const place = end === pointer.length ? pointer : pointer.slice(0, end);
    return leaves.has(place) ? place : undefined;
  }
  for (let i = 1; i < branch.length; i++) {
    const item = branch[i] as string;
    if (isLeaf(item)) {
      if (item.length === end && pointer.startsWith(item)) return item;
    } else {
      i++;
      if (item.length === end - start && pointer.startsWith(item, start)) return branch[i];
    }
  }
  return undefined;
}

/** Stores a pointer at a branch, in place. */
function withKey(branch: Branch, key: Pointer | undefined): Branch {
  if (branch instanceof Wide) branch.key = key;
  else branch[0] = key;
  return branch;
}

// The next four return the changed branch: the same one if it is and stays wide, else a new one

function withLeaf(branch: Branch, leaf: Pointer): Branch {
  const roomy = makeRoom(branch);
  if (!(roomy instanceof Wide)) return grow(roomy, [leaf]);
  roomy.leaves.add(leaf);
  return roomy;
}

function withBranch(branch: Branch, name: string, below: Branch): Branch {
  const roomy = makeRoom(branch);
  if (!(roomy instanceof Wide)) return grow(roomy, [intern(name), below]);
  roomy.branches.set(slotOf(name), below);
  return roomy;
}

function withoutLeaf(branch: Branch, leaf: Pointer): Branch {
  if (!(branch instanceof Wide)) return cut(branch, branch.indexOf(leaf, 1), 1);
  branch.leaves.delete(leaf);
  return narrowed(branch);
}

function withoutBranch(branch: Branch, name: string): Branch {
  if (!(branch instanceof Wide)) return cut(branch, branch.indexOf(name, 1), 2);
  branch.branches.delete(slotOf(name));
  return narrowed(branch);
}

function replaceBranch(branch: Branch, name: string, below: Branch): void {
  if (branch instanceof Wide) branch.branches.set(slotOf(name), below);
  else branch[branch.indexOf(name, 1) + 1] = below;
}

/** Converts a narrow branch that is full to a wide one. */
function makeRoom(branch: Branch): Branch {
  if (branch instanceof Wide || childCount(branch) < NARROW) return branch;
  const wide = new Wide(keyOf(branch));
  forEachChild(
    branch,
    (leaf) => wide.leaves.add(leaf),
    (below, name) => wide.branches.set(slotOf(name), below),
  );
  return wide;
}

/** Converts a wide branch to a narrow one if it has few children. */
function narrowed(wide: Wide): Branch {
  if (childCount(wide) >= WIDE) return wide;
  const items: Narrow = [];
  forEachChild(
    wide,
    (leaf) => items.push(leaf),
    (below, name) => items.push(intern(name), below),
  );
  return grow([wide.key], items);
}

/** Appends items to a new array of exactly the needed length; `push` would reserve room for more. */
function grow(branch: Narrow, items: Narrow): Narrow {
  const { length } = branch;
  const grown = Array<Child | undefined>(length + items.length);
  for (let i = 0; i < length; i++) grown[i] = branch[i];
  for (let i = 0; i < items.length; i++) grown[length + i] = items[i];
  return grown;
}

function cut(branch: Narrow, at: number, count: number): Narrow {
  return branch.filter((_, i) => i < at || i >= at + count);
}

/** A new branch for the segment that ends at `end`, with `key` stored there and the branches below it down to the pointer. */
function chain(pointer: Pointer, end: number, key: Pointer | undefined): Branch {
  let start = pointer.lastIndexOf('/');
  let branch: Narrow = [undefined, pointer];
  while (start > end) {
    const stop = start;
    start = pointer.lastIndexOf('/', stop - 1);
    branch = [undefined, intern(pointer.slice(start + 1, stop)), branch];
  }
  branch[0] = key;
  return branch;
}

/** Where the segment that begins at `start` ends. */
function endOf(pointer: Pointer, start: number): number {
  const end = pointer.indexOf('/', start);
  return end < 0 ? pointer.length : end;
}

/** Converts an index to a number, which takes no memory of its own: in most wide branches, all names are indices. */
function slotOf(name: string): string | number {
  const index = name.length > 9 ? -1 : parseArrayIndex(name);
  return index < 0 ? name : index;
}

function intern(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size >= NAMES) names.clear();
  names.set(name, name);
  return name;
}
