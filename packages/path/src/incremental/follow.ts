/**
 * First pass over a list of changes: brings the tree into the order of the document, and marks what was touched. The document is not
 * read, since that can be done in its final state only; what is folded is unfolded from the values of before.
 *
 * Each change is followed from the root along its location, through every item that stands for a part of it. Where the location
 * ends, an item is marked `REPLACED`, inserted, moved, or taken out and put on the list of leavers, and the container above is
 * marked `EDITED`. Items on the way are marked only where they depend on what is below: filters (`TOUCHED`) and results
 * (`HIT`, or `MET` where the location ends in the names at the end of the query). Below an item that is marked `REPLACED` nothing is followed: all of it will be compared with the document anyway.
 *
 * A range is the elements that are selected, which follow each other: what comes between them is put in, what comes before them only
 * shifts them, and at the end it is cut and continued to what is selected then. A range with gaps (`[::2]`, `[::-1]`) is renumbered, and
 * selected anew; so is one whose elements were sorted or moved out of it, since they may come back.
 *
 * Cost: the items along the location, O(log n) each; in a range with gaps all of its elements.
 */

import type { Evaluation } from '../jsonpath/evaluation.ts';
import type { LookupPath } from '../jsonpath/plan.ts';
import { parseArrayIndex, type Segment, type Segments } from '../pointer.ts';
import { unfold } from './build.ts';
import type { QueryChange } from './document.ts';
import { type Branch, EDITED, HIT, Item, MET, REPLACED, TOUCHED } from './item.ts';
import { keyOf } from './locations.ts';
import type { Marks } from './marks.ts';
import { itemsOf, memberItem, rememberMembers } from './members.ts';
import { entryAt } from './sequence.ts';
import type { Stages } from './stages.ts';

const NO_BRANCHES: readonly Branch[] = [];
const NO_PATHS: readonly LookupPath[] = [];

/** What changes are followed through. */
interface Tree {
  readonly root: Item;
  readonly stages: Stages;
  readonly marks: Marks;
  readonly evaluation: () => Evaluation;
}

/** What happens at the end of a location, to a child of a container; `depth` is the length of the location of the child. */
type Edit = (branch: Branch, key: Segment, depth: number, marks: Marks) => void;

/** Follows one change. */
export function follow(tree: Tree, change: QueryChange): void {
  const { op, segments, fromSegments, permutation } = change;
  const last = segments.length - 1;
  const key = segments[last];
  if (permutation !== undefined) {
    walk(tree, op, segments, last + 1, (branch, _key, _depth, marks) => {
      permute(branch, permutation, marks);
    });
  } else if (key === undefined) {
    tree.marks.mark(tree.root, REPLACED, 0);
  } else if (op === 'replace') {
    walk(tree, op, segments, last, replace);
  } else {
    const from = op === 'remove' ? segments : fromSegments;
    const source = from?.[from.length - 1];
    const isShift = typeof key === 'number' && typeof source === 'number';
    if (op === 'move' && isShift && areSiblings(segments, from)) {
      walk(tree, op, segments, last, (branch, _key, depth, marks) => {
        move(branch, source, key, depth, marks);
      });
      return;
    }
    if (from !== undefined) walk(tree, op, from, from.length - 1, remove);
    if (op !== 'remove') walk(tree, op, segments, last, add);
  }
}

/** Whether the change can alter what is at, above or below a path from the root. O(length). */
export function concerns({ op, segments, fromSegments }: QueryChange, path: LookupPath): boolean {
  if (fromSegments !== undefined && meets(reachOf(op, fromSegments), 0, path)) return true;
  return meets(reachOf(op, segments), 0, path);
}

/** Where everything is that a change alters: all of an array when its elements are shifted. */
function reachOf(op: QueryChange['op'], location: Segments): Segments {
  const isShift = op !== 'replace' && typeof location[location.length - 1] === 'number';
  return isShift ? location.slice(0, -1) : location;
}

/** Two locations in the same container. */
function areSiblings(one: Segments, other: Segments | undefined): boolean {
  if (one.length !== other?.length) return false;
  for (let at = one.length - 2; at >= 0; at--) if (one[at] !== other[at]) return false;
  return true;
}

/**
 * Goes down the first `depth` segments and edits what is there. Where several branches lead on, all but one wait on a stack, since
 * the depth is the document's.
 */
function walk(
  tree: Tree,
  op: QueryChange['op'],
  location: Segments,
  depth: number,
  edit: Edit,
): void {
  const reach = reachOf(op, location);
  let waiting: { readonly here: Item; readonly along: number }[] | undefined;
  let here: Item | undefined = tree.root;
  let along = 0;
  for (;;) {
    const branches = visit(tree, here, along, depth, reach);
    const key = location[along] as Segment;
    along++;
    here = undefined;
    for (const branch of branches) {
      if (along > depth) {
        edit(branch, key, along, tree.marks);
        continue;
      }
      const child = childAt(branch, key);
      if (here === undefined) here = child;
      else if (child !== undefined) (waiting ??= []).push({ here: child, along });
    }
    if (here !== undefined) continue;
    const next = waiting?.pop();
    if (next === undefined) return;
    ({ here, along } = next);
  }
}

/** Marks an item on the way to what is changed, and gives the branches that are concerned. */
function visit(
  { stages, marks, evaluation }: Tree,
  item: Item,
  at: number,
  depth: number,
  reach: Segments,
): readonly Branch[] {
  if ((item.mark & REPLACED) !== 0) return NO_BRANCHES;
  const { levels, tail } = stages;
  const rule = item.branch?.rule;
  for (const path of rule?.reads.relative ?? NO_PATHS) {
    if (meets(reach, at, path)) marks.mark(item, TOUCHED, at);
  }
  if ((rule?.level ?? 0) === levels.length) {
    // What has no result though nothing is to be found at its end was refused: only what its filter reads concerns it
    const isOpen = item.value !== undefined || tail.length > 0;
    if (isOpen && meets(reach, at, tail)) {
      marks.mark(item, at + tail.length > depth ? MET : HIT, at);
    }
    return NO_BRANCHES;
  }
  if (item.folded !== undefined) unfold(item, stages, evaluation());
  if (at === depth) marks.mark(item, EDITED, at);
  return item.branches ?? NO_BRANCHES;
}

/** Whether one of both leads through the other: the location from there on, and a path. */
function meets(location: Segments, from: number, path: LookupPath): boolean {
  const shared = Math.min(location.length - from, path.length);
  for (let at = 0; at < shared; at++) if (location[from + at] !== path[at]) return false;
  return true;
}

/** The item of a branch for a child of its container. O(log n), while a range with gaps is irregular O(its length). */
function childAt(branch: Branch, key: Segment): Item | undefined {
  const { kind, name, slice } = branch.rule;
  if (kind === 'name') return key === name ? itemAt(branch, 0) : undefined;
  if (branch.isArray !== (typeof key === 'number')) return undefined;
  if (typeof key === 'string') return memberItem(branch, key);
  if (branch.isUnbroken) return itemAt(branch, key - branch.from);
  if (branch.irregular) return itemsOf(branch).find((item) => item.key === key);
  const first = itemAt(branch, 0)?.key ?? 0;
  return itemAt(branch, (key - Number(first)) / (slice.step ?? 1));
}

/** The item at an index, in the order of the branch. O(log n). */
export function itemAt(branch: Branch, index: number): Item | undefined {
  return Number.isInteger(index) ? (entryAt(branch, index) as Item | undefined) : undefined;
}

function replace(branch: Branch, key: Segment, depth: number, marks: Marks): void {
  const child = childAt(branch, key);
  if (child !== undefined) marks.mark(child, REPLACED, depth);
}

function add(branch: Branch, key: Segment, depth: number, marks: Marks): void {
  const { kind } = branch.rule;
  const isElement = typeof key === 'number';
  if (kind === 'name') {
    replace(branch, key, depth, marks);
  } else if (kind === 'range') {
    if (isElement && branch.isArray) addToRange(branch, key, depth, marks);
  } else if (isElement === branch.isArray) {
    const item = new Item(branch, key);
    marks.insert(item, branch, isElement ? key : placeOfMember(branch, key));
    marks.mark(item, REPLACED, depth);
    rememberMembers(branch, [item]);
  }
}

function addToRange(branch: Branch, index: number, depth: number, marks: Marks): void {
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
    marks.mark(item, REPLACED, depth);
  }
}

/** Names that look like indexes come first in an object, in ascending order, and the others as they were added. */
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

function remove(branch: Branch, key: Segment, depth: number, marks: Marks): void {
  const child = childAt(branch, key);
  if (branch.rule.kind === 'name') {
    if (child !== undefined) marks.mark(child, REPLACED, depth);
    return;
  }
  if (child !== undefined) marks.remove(child, branch);
  if (branch.rule.kind !== 'range' || typeof key !== 'number' || !branch.isArray) return;
  if (!branch.isUnbroken) {
    renumber(branch, -1, (index) => (index > key ? index - 1 : index), marks);
    return;
  }
  resize(branch, -1, marks);
  if (key < branch.from) branch.from--;
}

function move(branch: Branch, from: number, to: number, depth: number, marks: Marks): void {
  const item = childAt(branch, from);
  const place = to - branch.from;
  if (branch.isUnbroken && item !== undefined && itemAt(branch, place) !== undefined) {
    marks.move(item, branch, place);
  } else if (branch.isUnbroken && item === undefined) {
    remove(branch, from, depth, marks);
    add(branch, to, depth, marks);
  } else if (branch.isArray) {
    // It may come back
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
    for (let index = 0; index < permutation.length; index++) {
      const item = items[permutation[index] as number];
      if (item !== undefined && itemAt(branch, index) !== item) marks.move(item, branch, index);
    }
  }
}

/** The array of a range has become longer or shorter, by elements within the range or others. */
function resize(branch: Branch, growth: number, marks: Marks): void {
  branch.length += growth;
  branch.irregular = true;
  marks.shift(branch);
}

/** The elements of a range get other indexes; which of them stay is decided when the final length is known. O(its length). */
function renumber(
  branch: Branch,
  growth: number,
  place: (index: number) => number,
  marks: Marks,
): void {
  if (!branch.isArray) return;
  for (const item of itemsOf(branch)) item.key = place(Number(keyOf(item)));
  branch.isUnbroken = false;
  resize(branch, growth, marks);
}
