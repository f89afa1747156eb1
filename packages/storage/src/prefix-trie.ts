/**
 * The trie of a PrefixIndex: stored pointers, threaded by segment.
 *
 * Most nodes of such a trie are leaves, and most of the rest have a handful of children, so a node takes the smallest
 * form that can hold it:
 * - a stored pointer with nothing below it is that string itself, in its parent's slot: it costs no object;
 * - a branch of up to 8 children is one array of exactly the needed size, `[key, name, child, name, child, …]`, where
 *   `key` is the pointer stored at the branch, if any. It is searched in order, which for so few beats hashing;
 * - a wider branch is a `Wide`, with a Map. It turns narrow again below 5 children, so that a branch on the edge does
 *   not flap.
 *
 * Names are the segments as they stand in the pointer, escaped: escaping is injective, so nothing is unescaped to find
 * a pointer. A narrow array is never changed in its length but replaced, so an iterator that stands in it goes on
 * unharmed. Invariant: no branch but the root is empty (neither key nor children), and none has a key alone.
 */

import type { Pointer } from '@data-map/path';

/** What hangs below a name: a stored pointer with nothing below it, or a branch. */
export type Child = Pointer | Branch;
export type Branch = Narrow | Wide;

/** `[key, name, child, name, child, …]`. */
export type Narrow = (Child | undefined)[];

export class Wide {
  key: Pointer | undefined;
  readonly children: Map<string, Child>;

  constructor(key: Pointer | undefined, children: Map<string, Child>) {
    this.key = key;
    this.children = children;
  }
}

/** A branch has at most this many children while it is an array. */
const NARROW = 8;

/** A Map with fewer children than this becomes an array again. */
const WIDE = 5;

/** Equal names of narrow branches share one string. The table is emptied when full: it saves memory, no more. */
const names = new Map<string, string>();
const NAMES = 1024;

export function keyOf(child: Child): Pointer | undefined {
  if (typeof child === 'string') return child;
  return child instanceof Wide ? child.key : stringOrNone(child[0]);
}

export function childCount(branch: Branch): number {
  return branch instanceof Wide ? branch.children.size : (branch.length - 1) / 2;
}

export function findChild(branch: Branch, name: string): Child | undefined {
  if (branch instanceof Wide) return branch.children.get(name);
  for (let i = 1; i < branch.length; i += 2) if (branch[i] === name) return branch[i + 1];
  return undefined;
}

/** Calls back for each child, in the order in which they came. */
export function forEachChild(branch: Branch, visit: (name: string, child: Child) => void): void {
  if (branch instanceof Wide) {
    branch.children.forEach((child, name) => visit(name, child));
    return;
  }
  for (let i = 1; i < branch.length; i += 2) visit(branch[i] as string, branch[i + 1]!);
}

/** What is stored at the pointer or below it, or nothing. O(segments). */
export function descend(root: Branch, pointer: Pointer): Child | undefined {
  if (pointer === '') return root;
  let child: Child | undefined = root;
  for (let start = 1, end = 0; end >= 0; start = end + 1) {
    if (child === undefined || typeof child === 'string') return undefined;
    end = pointer.indexOf('/', start);
    child = findChild(child, segmentAt(pointer, start, end));
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
    const end = pointer.indexOf('/', start);
    const name = segmentAt(pointer, start, end);
    let child = findChild(branch, name);
    if (child === undefined) {
      const grown = withChild(branch, name, chain(pointer, end));
      if (above === undefined) return grown;
      if (grown !== branch) replaceChild(above, at, grown);
      return root;
    }
    if (typeof child === 'string') replaceChild(branch, name, (child = [child]));
    if (end < 0) {
      withKey(child, pointer);
      return root;
    }
    above = branch;
    branch = child;
    at = name;
    start = end + 1;
  }
}

/** Unthreads a pointer that is stored, and every branch that only led to it; returns the root. */
export function remove(root: Branch, pointer: Pointer): Branch {
  if (pointer === '') return withKey(root, undefined);
  const path: Branch[] = [];
  const steps: string[] = [];
  let child: Child | undefined = root;
  for (let start = 1, end = 0; end >= 0; start = end + 1) {
    if (child === undefined || typeof child === 'string') return root;
    end = pointer.indexOf('/', start);
    const name = segmentAt(pointer, start, end);
    path.push(child);
    steps.push(name);
    child = findChild(child, name);
  }
  let rest =
    child === undefined || typeof child === 'string' ? undefined : withKey(child, undefined);
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const branch = path[depth]!;
    const name = steps[depth]!;
    let next: Branch;
    if (rest !== undefined && (childCount(rest) > 0 || keyOf(rest) !== undefined)) {
      const compact: Child = childCount(rest) > 0 ? rest : keyOf(rest)!;
      replaceChild(branch, name, compact);
      return root;
    } else {
      next = withoutChild(branch, name);
    }
    if (depth === 0) return next;
    rest = next;
  }
  return root;
}

function withKey(branch: Branch, key: Pointer | undefined): Branch {
  if (branch instanceof Wide) branch.key = key;
  else branch[0] = key;
  return branch;
}

function replaceChild(branch: Branch, name: string, child: Child): void {
  if (branch instanceof Wide) branch.children.set(name, child);
  else branch[branch.indexOf(name, 1) + 1] = child;
}

/** The branch with one child more: the same Map, or another array. */
function withChild(branch: Branch, name: string, child: Child): Branch {
  if (branch instanceof Wide) {
    branch.children.set(name, child);
    return branch;
  }
  if (branch.length > 2 * NARROW) {
    const children = new Map<string, Child>();
    forEachChild(branch, (key, value) => children.set(key, value));
    return new Wide(stringOrNone(branch[0]), children.set(name, child));
  }
  const length = branch.length;
  const grown: Narrow = Array.from({ length: length + 2 });
  for (let i = 0; i < length; i++) grown[i] = branch[i];
  grown[length] = intern(name);
  grown[length + 1] = child;
  return grown;
}

function withoutChild(branch: Branch, name: string): Branch {
  if (branch instanceof Wide) {
    branch.children.delete(name);
    if (branch.children.size >= WIDE) return branch;
    const narrow: Narrow = [branch.key];
    for (const [key, value] of branch.children) narrow.push(intern(key), value);
    return narrow.slice();
  }
  const at = branch.indexOf(name, 1);
  return branch.filter((_, i) => i !== at && i !== at + 1);
}

/** The branches that lead from the segment that ends at `end` down to the end of the pointer. */
function chain(pointer: Pointer, end: number): Child {
  let child: Child = pointer;
  if (end < 0) return child;
  for (let stop = pointer.length, start; stop > end; stop = start) {
    start = pointer.lastIndexOf('/', stop - 1);
    child = [undefined, intern(pointer.slice(start + 1, stop)), child];
  }
  return child;
}

function segmentAt(pointer: Pointer, start: number, end: number): string {
  return end < 0 ? pointer.slice(start) : pointer.slice(start, end);
}

function intern(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size >= NAMES) names.clear();
  names.set(name, name);
  return name;
}

function stringOrNone(value: Child | undefined): Pointer | undefined {
  return typeof value === 'string' ? value : undefined;
}
