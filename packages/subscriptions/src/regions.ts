/**
 * The regions of a commit: the smallest disjoint parts of the document outside of which nothing was written.
 *
 * The Changes of a commit are sequential: each is stated in terms of the document that the previous ones left. An insertion
 * into an array gives every later position a new meaning, and so does a removal. To compare before and after, we need
 * locations that had the same meaning throughout the commit. Every edit belongs to one of two kinds of region:
 *
 * - A *whole* region is a location that an edit replaced, created or deleted as a member.
 * - A *shifted* region is a range of positions of an array: from the index of an insertion or removal to the end, or for a move
 *   inside the array the positions between its two ends. An array can have several disjoint ones.
 *
 * An edit inside a region belongs to that region, even if it came earlier. Example: in the document `{ list: [a, b, c, d, e, f, g] }`
 *
 *     move /list/0 to /list/1       positions 0–1 are shifted
 *     replace /list/3/id            whole region /list/3/id
 *     remove /list/4                positions 4–∞ are shifted
 *     replace /list/5/id            inside positions 4–∞
 *
 * has three regions: /list 0–1, /list/3/id, and /list 4–∞ with two edits.
 *
 * Invariant: regions are disjoint, and no edit changes what a location above or before a region means. So the value of a
 * region before the commit is its current value with its own edits undone (`undo.ts`).
 *
 * The result does not depend on the order of the edits. A position keeps its meaning unless it is in a shifted region, so the
 * shifted regions of an array are the ranges of its shifts, with overlapping ranges merged. Hence two steps: insert every
 * edit into a tree keyed by segments; then collect the regions. A whole region takes all edits below it; the shifts of each array are sorted
 * and merged. Cost for n edits: O(segments) each, plus O(n log n) for sorting.
 */

import { formatPointer, type Pointer, type Segment, type Segments } from '@data-map/path';
import { indexOf, shifts, toEdits, type ChangeRecord, type Edit } from './change.ts';

/** A part of the document in which a commit wrote. */
export interface Region {
  /** The location of a whole region, or of the array of a shifted one. */
  readonly pointer: Pointer;
  readonly segments: Segments;
  /** The edits in the region, in commit order. */
  readonly edits: readonly Edit[];
  /** The first and the last shifted position, the last one `Infinity` for the end of the array; `undefined` for a whole region. */
  readonly shifted: { readonly from: number; readonly to: number } | undefined;
}

/** Counts of work, for tests that assert them. */
export const work = { compared: 0 };

/** The range of positions that one or more shifts cover, and the edits in it. */
interface Span {
  from: number;
  to: number;
  edits: Edit[];
}

/** A location at or above an edit. */
interface EditNode {
  /** The number of segments of the location. */
  readonly depth: number;
  /** A child may turn out to be inside a region of this node. */
  readonly children: Map<Segment, EditNode>;
  /** If the location is a whole region: the edit that made it one, and the later edits in it. */
  whole: Edit[] | undefined;
  /** If the location is an array: the ranges of its shifts, which may overlap. */
  readonly spans: Span[];
  /** The span that extends to the end of the array, if there is one. Later edits in it are added to it and need no child. */
  tail: Span | undefined;
}

/** Returns the regions of a commit, ordered by their first edits. */
export function regionsOf(changes: readonly ChangeRecord[]): Region[] {
  const edits = toEdits(changes);
  const [first] = edits;
  // A single shift, such as a `push`, needs no tree
  if (edits.length === 1 && first !== undefined && shifts(first.op, first.segments)) {
    const shifted = { from: indexOf(first.segments), to: Infinity };
    return [regionOf(edits, first.segments.length - 1, shifted)];
  }
  const root = newNode(0);
  for (const edit of edits) insertEdit(root, edit);
  return regionsWithin(root).toSorted((a, b) => a.edits[0]!.at - b.edits[0]!.at);
}

/** Returns the region of some edits. The location is a prefix of each edit's segments: nodes hold none, as n levels would hold O(n²). */
function regionOf(edits: Edit[], depth: number, shifted: Region['shifted']): Region {
  const segments = edits[0]!.segments.slice(0, depth);
  return { pointer: formatPointer(segments), segments, edits: edits.sort(inOrder), shifted };
}

function newNode(depth: number): EditNode {
  return { depth, children: new Map(), whole: undefined, spans: [], tail: undefined };
}

/** Inserts an edit into the tree, or adds it to the region that its path enters first. */
function insertEdit(root: EditNode, edit: Edit): void {
  const { segments } = edit;
  const isShift = shifts(edit.op, segments);
  const depth = isShift ? segments.length - 1 : segments.length;
  let node = root;
  for (let level = 0; level < depth; level++) {
    const key = segments[level]!;
    const { whole, tail } = node;
    const region =
      whole ?? (tail !== undefined && Number(key) >= tail.from ? tail.edits : undefined);
    if (region !== undefined) {
      region.push(edit);
      return;
    }
    let child = node.children.get(key);
    if (child === undefined) {
      child = newNode(level + 1);
      node.children.set(key, child);
    }
    node = child;
  }
  if (node.whole !== undefined) node.whole.push(edit);
  else if (isShift) addShift(node, edit);
  else node.whole = [edit];
}

/** Adds a shift to an array's spans; only those at its end are merged already, see `mergeOverlapping`. */
function addShift(node: EditNode, edit: Edit): void {
  const { tail } = node;
  const index = indexOf(edit.segments);
  const from = Math.min(index, edit.partner ?? index);
  const to = Math.max(index, edit.partner ?? Infinity);
  if (tail !== undefined && to >= tail.from) {
    tail.from = Math.min(from, tail.from);
    tail.edits.push(edit);
    return;
  }
  const span = { from, to, edits: [edit] };
  node.spans.push(span);
  if (to === Infinity) node.tail = span;
}

/** Returns all regions at or below a node. */
function regionsWithin(top: EditNode): Region[] {
  const regions: Region[] = [];
  const pending = [top];
  for (let node; (node = pending.pop()) !== undefined;) {
    const { depth, whole, children } = node;
    if (whole !== undefined) {
      regions.push(regionOf(editsWithin(node), depth, undefined));
      continue;
    }
    const spans = mergeOverlapping(node.spans);
    for (const [key, child] of children) {
      const span = spans.length === 0 ? undefined : findSpan(spans, Number(key));
      if (span === undefined) pending.push(child);
      else append(span.edits, editsWithin(child));
    }
    for (const span of spans) regions.push(regionOf(span.edits, depth, span));
  }
  return regions;
}

/** Merges spans that overlap, and returns the resulting ones in order. */
function mergeOverlapping(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  let last: Span | undefined;
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    work.compared++;
    if (last === undefined || last.to < span.from) {
      all.push((last = span));
      continue;
    }
    last.to = Math.max(last.to, span.to);
    append(last.edits, span.edits);
  }
  return all;
}

/** Returns the span that covers a position, by binary search in disjoint spans in order. */
function findSpan(spans: readonly Span[], position: number): Span | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    work.compared++;
    const middle = (low + high) >>> 1;
    if (spans[middle]!.to < position) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.from <= position ? span : undefined;
}

/** Returns all edits at or below a node. */
function editsWithin(top: EditNode): Edit[] {
  const edits: Edit[] = [];
  const pending = [top];
  for (let node; (node = pending.pop()) !== undefined;) {
    if (node.whole !== undefined) append(edits, node.whole);
    for (const span of node.spans) append(edits, span.edits);
    for (const child of node.children.values()) pending.push(child);
  }
  return edits;
}

/** Uses a loop, because spreading very many arguments overflows the stack. */
function append(edits: Edit[], more: readonly Edit[]): void {
  for (const edit of more) edits.push(edit);
}

function inOrder(a: Edit, b: Edit): number {
  return a.at - b.at;
}
