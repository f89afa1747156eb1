/**
 * The first pass over a batch of changes: repeats each change on the tree, so that items stand in the order of the final document, and
 * marks the items that the second pass must look at. It does not read the document, which can be read in its final state only, not as it
 * was after the change at hand. Folded items are unfolded from the old values that they keep.
 *
 * A change is followed from the root along its location, through every item whose location is a prefix of it; several branches of an item
 * may lead on. At the end of the location, the item of the changed child is marked `REPLACED`, inserted, moved, or removed to the `leavers` of
 * its branch, and its owner is marked `EDITED`. An item on the way is marked only if it depends on what lies below: with `RETEST` if
 * its filter reads there, and at the last level with `BELOW_RESULT` or `IN_TAIL`. Below an item that is marked `REPLACED` nothing is
 * followed, since the second pass compares all of it with the document.
 *
 *     $.rows[?@.on].name, replace …         at /rows/3      at /rows/3/on   at /rows/3/name    at /rows/3/name/x
 *     the item of /rows/3 is marked         REPLACED        RETEST          IN_TAIL            BELOW_RESULT
 *
 * A range whose elements are consecutive is a window on the array. An element that is inserted inside of the window gets an item; one
 * inserted in front of it shifts the window. The second pass trims and extends the window at both ends to what the slice then selects. In a
 * range with gaps (`[::2]`, `[::-1]`) every element is renumbered, and the range is selected again. So it is with a window if the
 * array is sorted, or an element is moved out of the window: a later change of the batch may bring that element back, and it must then be the
 * same node (IQ3).
 *
 * Cost per change: O(log n) for each item along the location; in a range with gaps, O(its elements).
 */

import type { Evaluation } from '../jsonpath/evaluation.ts';
import type { LookupPath } from '../jsonpath/plan.ts';
import { parseArrayIndex, type Segment, type Segments } from '../pointer.ts';
import { unfold } from './build.ts';
import type { DocumentReader, QueryChange } from './document.ts';
import {
  BELOW_RESULT,
  type Branch,
  EDITED,
  IN_TAIL,
  isLast,
  Item,
  REPLACED,
  RETEST,
} from './item.ts';
import { keyOf } from './locations.ts';
import { appended, type Marks } from './marks.ts';
import { itemsOf, memberItem, rememberMembers } from './members.ts';
import { type Entry, entryAt } from './sequence.ts';
import { type Stages, stepOf } from './stages.ts';

/** When more than one item in so many has been moved, all are placed anew. */
const FEW_MOVES = 64;

const NO_BRANCHES: readonly Branch[] = [];
const NO_PATHS: readonly LookupPath[] = [];

/** The tree, and what the two passes need to bring it up to date. */
export interface Tree {
  root: Item;
  readonly stages: Stages;
  readonly document: DocumentReader;
  readonly marks: Marks;
  readonly evaluation: () => Evaluation;
}

/** Edits a branch at the end of a location, where `key` names the changed child. */
type Edit = (branch: Branch, key: Segment, marks: Marks) => void;

/** Repeats one change on the tree, and marks the items that it concerns. */
export function follow(tree: Tree, change: QueryChange): void {
  const { op, segments, fromSegments, permutation } = change;
  const last = segments.length - 1;
  const key = segments[last];
  if (permutation !== undefined) {
    walk(tree, op, segments, last + 1, permuting(permutation));
  } else if (key === undefined) {
    tree.marks.mark(tree.root, REPLACED);
  } else if (op === 'replace') {
    walk(tree, op, segments, last, replace);
  } else {
    const from = op === 'remove' ? segments : fromSegments;
    const source = from?.[from.length - 1];
    const isShift = typeof key === 'number' && typeof source === 'number';
    if (op === 'move' && isShift && areSiblings(segments, from)) {
      walk(tree, op, segments, last, movingFrom(source));
      return;
    }
    if (from !== undefined) walk(tree, op, from, from.length - 1, remove);
    if (op !== 'remove') walk(tree, op, segments, last, add);
  }
}

// Functions of their own, since the context of a closure would be allocated for every change

function permuting(permutation: ArrayLike<number>): Edit {
  return (branch, _key, marks) => permute(branch, permutation, marks);
}

function movingFrom(source: number): Edit {
  return (branch, key, marks) => move(branch, source, Number(key), marks);
}

/** Whether a change can alter anything at, above or below a path from the root. O(length of the path). */
export function concerns({ op, segments, fromSegments }: QueryChange, path: LookupPath): boolean {
  if (fromSegments !== undefined && affects(op, fromSegments, path)) return true;
  return affects(op, segments, path);
}

/** Whether a change at a location can. An element that is added or removed leaves those before it where they are. */
function affects(op: QueryChange['op'], location: Segments, path: LookupPath): boolean {
  const reach = reachOf(op, location);
  const index = path[reach.length];
  if (reach !== location && typeof index === 'number' && index < Number(location.at(-1))) {
    return false;
  }
  return meets(reach, 0, path);
}

/** Returns the location at or below which a change alters the document: the array itself if elements of it shift. */
function reachOf(op: QueryChange['op'], location: Segments): Segments {
  const isShift = op !== 'replace' && typeof location[location.length - 1] === 'number';
  return isShift ? location.slice(0, -1) : location;
}

/** Whether two locations have the same parent. */
function areSiblings(one: Segments, other: Segments | undefined): boolean {
  if (one.length !== other?.length) return false;
  for (let at = one.length - 2; at >= 0; at--) if (one[at] !== other[at]) return false;
  return true;
}

/**
 * Walks down the first `depth` segments of a location through all items that match them, marks the items, and calls `edit` for each
 * branch of the items at the end. Where several branches lead on, all but one wait on a stack; no recursion, since the depth is that of
 * the document.
 */
function walk(
  tree: Tree,
  op: QueryChange['op'],
  location: Segments,
  depth: number,
  edit: Edit,
): void {
  const reach = reachOf(op, location);
  let waiting: Item[] | undefined;
  let here: Item | undefined = tree.root;
  // No item that only single names lead to depends on what is below it
  while (here.depth < depth && (here.mark & REPLACED) === 0) {
    const branch: Branch | undefined = here.branches?.[0];
    if (branch?.rule.leading === undefined) break;
    const next: Entry | undefined = branch.items[0];
    if (next === undefined || branch.rule.name !== location[here.depth]) return;
    here = next as Item;
  }
  while (here !== undefined) {
    const along: number = here.depth;
    const branches = visit(tree, here, depth, reach);
    const key = location[along] as Segment;
    here = undefined;
    for (const branch of branches) {
      // An index means nothing to members, nor a name to elements. A permutation, which has no key, is one of elements
      if (branch.isArray === (typeof key === 'string')) continue;
      if (along === depth) {
        edit(branch, key, tree.marks);
        continue;
      }
      const child = childAt(branch, key);
      if (here === undefined) here = child;
      else if (child !== undefined) waiting = appended(waiting, child);
    }
    here ??= waiting?.pop();
  }
}

/**
 * Marks an item on the way to a change, if it depends on what is changed, and returns the branches through which to go on.
 *
 * @param depth the length of the location of the container that is changed
 */
function visit(
  { stages, marks, evaluation }: Tree,
  item: Item,
  depth: number,
  reach: Segments,
): readonly Branch[] {
  if ((item.mark & REPLACED) !== 0) return NO_BRANCHES;
  const { tail } = stages;
  const { depth: at } = item;
  const rule = item.branch?.rule;
  for (const path of rule?.reads.relative ?? NO_PATHS) {
    if (meets(reach, at, path)) marks.mark(item, RETEST);
  }
  if (isLast(item, stages)) {
    // Without a tail, an item without a result was refused by its filter: only a change that the filter reads concerns it
    const isOpen = item.value !== undefined || tail.length > 0;
    if (isOpen && meets(reach, at, tail)) {
      marks.mark(item, at + tail.length > depth ? IN_TAIL : BELOW_RESULT);
    }
    return NO_BRANCHES;
  }
  if (item.folded !== undefined) unfold(item, stages, evaluation());
  if (at === depth) marks.mark(item, EDITED);
  return item.branches ?? NO_BRANCHES;
}

/** Whether a path and a location, from an index on, lead to each other: one is a prefix of the other. */
function meets(location: Segments, from: number, path: LookupPath): boolean {
  const shared = Math.min(location.length - from, path.length);
  for (let at = 0; at < shared; at++) if (location[from + at] !== path[at]) return false;
  return true;
}

/** Returns the item of a branch for a child of its container, or `undefined`. O(log n); O(its elements) in a renumbered range. */
function childAt(branch: Branch, key: Segment): Item | undefined {
  const { kind, name } = branch.rule;
  if (kind === 'name') return key === name ? itemAt(branch, 0) : undefined;
  if (typeof key === 'string') return memberItem(branch, key);
  if (branch.irregular && !branch.isUnbroken) {
    return itemsOf(branch).find((item) => item.key === key);
  }
  return itemAt(branch, (key - branch.from) / stepOf(branch.rule));
}

/** Returns the item at an index of a branch, or `undefined`. O(log n). */
export function itemAt(branch: Branch, index: number): Item | undefined {
  return Number.isInteger(index) ? (entryAt(branch, index) as Item | undefined) : undefined;
}

// The edits of a branch, one function per operation

function replace(branch: Branch, key: Segment, marks: Marks): void {
  const child = childAt(branch, key);
  if (child !== undefined) marks.mark(child, REPLACED);
}

function add(branch: Branch, key: Segment, marks: Marks): void {
  const { kind } = branch.rule;
  if (kind === 'name') {
    replace(branch, key, marks);
  } else if (kind === 'range') {
    addToRange(branch, Number(key), marks);
  } else {
    const item = new Item(branch, key);
    marks.insert(item, branch, typeof key === 'number' ? key : placeOfMember(branch, key));
    marks.mark(item, REPLACED);
    rememberMembers(branch, [item]);
  }
}

/** Follows the insertion of an element into the array of a range. */
function addToRange(branch: Branch, index: number, marks: Marks): void {
  if (!branch.isUnbroken) {
    renumber(branch, 1, (at) => (at >= index ? at + 1 : at), marks);
    return;
  }
  resize(branch, 1, marks);
  const place = index - branch.from;
  if (place <= 0) {
    branch.from++;
  } else if (place < branch.now) {
    const item = new Item(branch, index);
    marks.insert(item, branch, place);
    marks.mark(item, REPLACED);
  }
}

/**
 * Returns the index at which a new member stands among the members. As in `Object.keys`, names that look like array indexes come first, in
 * ascending order, then the other names in the order in which they were added. O(log² n).
 */
function placeOfMember(branch: Branch, name: string): number {
  const index = parseArrayIndex(name);
  if (index < 0) return branch.now;
  let low = 0;
  for (let high = branch.now; low < high;) {
    const middle = (low + high) >> 1;
    const other = parseArrayIndex(String(itemAt(branch, middle)?.key));
    if (other >= 0 && other < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

function remove(branch: Branch, key: Segment, marks: Marks): void {
  const { kind } = branch.rule;
  if (kind === 'name') {
    replace(branch, key, marks);
    return;
  }
  const child = childAt(branch, key);
  if (child !== undefined) marks.remove(child, branch);
  if (kind !== 'range' || typeof key === 'string') return;
  if (!branch.isUnbroken) {
    renumber(branch, -1, (index) => (index > key ? index - 1 : index), marks);
    return;
  }
  resize(branch, -1, marks);
  if (key < branch.from) branch.from--;
}

function move(branch: Branch, from: number, to: number, marks: Marks): void {
  const item = childAt(branch, from);
  const place = to - branch.from;
  if (branch.isUnbroken && item !== undefined && itemAt(branch, place) !== undefined) {
    marks.move(item, branch, place);
  } else if (branch.isUnbroken && item === undefined) {
    remove(branch, from, marks);
    add(branch, to, marks);
  } else {
    // Out of the window, from which it may come back; or in a range with gaps
    renumber(
      branch,
      0,
      (index) => {
        if (index === from) return to;
        const without = index > from ? index - 1 : index;
        return without >= to ? without + 1 : without;
      },
      marks,
    );
  }
}

function permute(branch: Branch, permutation: ArrayLike<number>, marks: Marks): void {
  if (branch.rule.kind === 'range') {
    const places = new Map<number, number>();
    for (let index = 0; index < permutation.length; index++) {
      places.set(permutation[index] as number, index);
    }
    renumber(branch, 0, (index) => places.get(index) ?? index, marks);
  } else {
    const items = itemsOf(branch);
    const order = Array.from(permutation, (old) => items[old] as Item);
    let moves = 0;
    for (const [index, item] of order.entries()) {
      if (itemAt(branch, index) === item) continue;
      if (moves++ > order.length / FEW_MOVES) {
        marks.reorder(branch, order);
        return;
      }
      marks.move(item, branch, index);
    }
  }
}

/** Records that the array of a range grew by so many elements, wherever they are, so that the range must be fitted to what it now selects. */
function resize(branch: Branch, growth: number, marks: Marks): void {
  branch.length += growth;
  branch.irregular = true;
  marks.shift(branch);
}

/**
 * Gives each element of a range another index, by `place`. Which of them the range keeps is decided in the second pass, when the final
 * length of the array is known. O(its elements).
 */
function renumber(
  branch: Branch,
  growth: number,
  place: (index: number) => number,
  marks: Marks,
): void {
  for (const item of itemsOf(branch)) item.key = place(Number(keyOf(item)));
  branch.isUnbroken = false;
  resize(branch, growth, marks);
}
