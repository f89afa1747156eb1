/**
 * The trie of a PrefixIndex: stored pointers, threaded by segment.
 *
 * Most nodes of such a trie are leaves, and most of the rest have a handful of children, so a node takes the smallest
 * form that can hold it:
 * - a stored pointer with nothing below it is no node at all, but that string in its parent: its last segment is its
 *   name, and strings that begin with `/` are told from names, which cannot;
 * - a branch of up to 16 children is one array of exactly the needed size: the pointer stored at the branch, if any, then
 *   its leaves and, each as a name and a branch, the branches below it, in the order in which they came. It is searched
 *   from the front, which for so few beats hashing;
 * - a wider branch is a `Wide`: a Set of leaves and a Map of branches. It turns narrow again below 9 children, so that a
 *   branch on the edge does not flap.
 *
 *     '/u', '/u/a', '/u/b/x'      root  [ -, 'u', ┐ ]
 *                                       ['/u', '/u/a', 'b', ┐ ]
 *                                                     [ -, '/u/b/x' ]
 *
 * Names are segments as they stand in the pointer, escaped: escaping is injective, so nothing is unescaped to find a
 * pointer. A narrow array is never changed in its length but replaced, so an iterator that stands in it goes on
 * unharmed. Invariant: every branch but the root has a child.
 */

import type { Pointer } from '@data-map/path';

/** What hangs below a branch: a stored pointer with nothing below it, or a branch. */
export type Child = Pointer | Branch;
export type Branch = Narrow | Wide;
/** `[key, leaf or (name, branch), …]`. */
export type Narrow = (Child | undefined)[];

export class Wide {
  key: Pointer | undefined;
  readonly leaves = new Set<Pointer>();
  /** By name, or by the number that the name stands for (`slotOf`). */
  readonly branches = new Map<string | number, Branch>();

  constructor(key: Pointer | undefined) {
    this.key = key;
  }
}

/** A branch has at most this many children while it is an array. */
const NARROW = 16;

/** With fewer children than this, a wide branch becomes an array again. */
const WIDE = 9;

/** Equal names of narrow branches share one string. The table is emptied when full: it saves memory, no more. */
const names = new Map<string, string>();
const NAMES = 1024;

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

/** Calls back for each leaf and each branch below, in the order in which they came while the branch was narrow. */
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

/** Whether an item of a narrow branch is a leaf: neither a name nor a branch. */
export function isLeaf(item: Child | undefined): boolean {
  return typeof item === 'string' && item.charCodeAt(0) === 47;
}

/** The name of a leaf in its parent. */
export function nameOf(leaf: Pointer): string {
  return leaf.slice(leaf.lastIndexOf('/') + 1);
}

/** The child of a branch, which lies at `prefix`, by its name. */
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

/** What is stored at the pointer or below it, or nothing; adds what is stored above it to `above`. O(segments). */
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

/** Threads a pointer that is not stored yet; returns the root, which is another one when it changed its form. */
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
      // A leaf that gets something below it becomes the key of a branch
      if (child !== undefined) branch = withoutLeaf(branch, child);
      grown = withBranch(branch, pointer.slice(start, end), chain(pointer, end, child));
    }
    if (above === undefined) return grown;
    replaceBranch(above, at, grown);
    return root;
  }
}

/** Unthreads a pointer that is stored, and every branch that only led to it; returns the root. */
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
    const place = end === pointer.length ? pointer : pointer.slice(0, end);
    if (branch.leaves.has(place)) return place;
    return branch.branches.get(slotOf(pointer.slice(start, end)));
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

function withKey(branch: Branch, key: Pointer | undefined): Branch {
  if (branch instanceof Wide) branch.key = key;
  else branch[0] = key;
  return branch;
}

/** The branch with one leaf more: the same, if it is wide, or another one. */
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

/** The branch in a form that can take one child more. */
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

/** An array of exactly the length that it needs: what `push` grows keeps room for more. */
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

/** The branch behind the segment that ends at `end`, with what leads from there to the end of the pointer. */
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

function endOf(pointer: Pointer, start: number): number {
  const end = pointer.indexOf('/', start);
  return end < 0 ? pointer.length : end;
}

/** An index as a number, which takes no memory of its own: in most wide branches, all names are indices. */
function slotOf(name: string): string | number {
  if (name.length > 9) return name;
  const index = Number(name);
  return String(index) === name && index >= 0 ? index : name;
}

function intern(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size >= NAMES) names.clear();
  names.set(name, name);
  return name;
}
