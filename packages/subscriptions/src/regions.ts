/**
 * The regions of a commit: the fewest parts of the document outside of which nothing was written.
 *
 * The Changes of a commit are sequential: each is stated in the document that the ones before it left, and an insertion
 * or removal in an array gives every later position a new meaning. To compare before and after, places are needed whose
 * location meant the same all the time. They are found by laying the edits, in their order, into a tree by segments:
 *
 * - an edit of a member, or a replacement, makes its location a *whole* region;
 * - an insertion or removal makes the positions of the array from its index on a *shifted* region; a move inside an array
 *   shifts only the positions between its ends, so an array can have several such regions, disjoint ones;
 * - what is written inside a region belongs to it, and what was written before inside a new region is taken over by it.
 *
 * So regions are disjoint, nothing above or before one shifts, and the state of each before the commit is its state now
 * with its own edits undone (`undo.ts`).
 *
 * Nothing of this depends on the order of the edits: a position means the same all the time unless it lies in a shifted region,
 * so the shifted regions of an array are what its shifts cover, where those that overlap are taken together. So the edits
 * are only laid down, each at its location, and taken together when all are: below whole regions, and by sorting the
 * shifts of each array. Cost: O(segments) for each of n edits, and the sorting, O(n log n).
 */

import { formatPointer, type Pointer, type Segment, type Segments } from '@data-map/path';
import { indexOf, shifts, toEdits, type ChangeRecord, type Edit } from './change.ts';

/** A part of the document in which a commit wrote. */
export interface Region {
  /** The location; of a shifted region, that of the array. */
  readonly pointer: Pointer;
  readonly segments: Segments;
  /** The edits in it, in their order. */
  readonly edits: readonly Edit[];
  /** The first and the last position that was shifted; `undefined` for a whole region. */
  readonly shifted: { readonly from: number; readonly to: number } | undefined;
}

/** Counts of work, for tests that assert them. */
export const work = { compared: 0 };

/** The positions that an edit shifts, or several together. */
interface Span {
  from: number;
  to: number;
  edits: Edit[];
}

/** A location on the way to an edit, and what was written there. */
interface Place {
  readonly segments: Segments;
  /** Some may lie in a region of this place. */
  readonly children: Map<Segment, Place>;
  /** The edits that made the location a whole region, and those after them in it. */
  whole: Edit[] | undefined;
  /** What was shifted, if it is an array. */
  readonly spans: Span[];
  /** All positions from here on were shifted by one of the spans, so that nothing there needs a place of its own. */
  tail: Span | undefined;
}

/** The regions, in the order in which they were first written in. */
export function regionsOf(changes: readonly ChangeRecord[]): Region[] {
  const edits = toEdits(changes);
  const [first] = edits;
  // What a `push` comes to; it needs no tree
  if (edits.length === 1 && first !== undefined && shifts(first.op, first.segments)) {
    const shifted = { from: indexOf(first.segments), to: Infinity };
    return [regionAt(first.segments.slice(0, -1), edits, shifted)];
  }
  const root = newPlace([]);
  for (const edit of edits) lay(root, edit);
  return regionsWithin(root).toSorted((a, b) => a.edits[0]!.at - b.edits[0]!.at);
}

function regionAt(segments: Segments, edits: Edit[], shifted: Region['shifted']): Region {
  return { pointer: formatPointer(segments), segments, edits: edits.sort(inOrder), shifted };
}

function newPlace(segments: Segments): Place {
  return { segments, children: new Map(), whole: undefined, spans: [], tail: undefined };
}

function lay(root: Place, edit: Edit): void {
  const { segments } = edit;
  const isShift = shifts(edit.op, segments);
  const depth = isShift ? segments.length - 1 : segments.length;
  let place = root;
  for (let level = 0; level < depth; level++) {
    const key = segments[level]!;
    const { whole, tail } = place;
    const region =
      whole ?? (tail !== undefined && Number(key) >= tail.from ? tail.edits : undefined);
    if (region !== undefined) {
      region.push(edit);
      return;
    }
    let child = place.children.get(key);
    if (child === undefined) {
      child = newPlace(segments.slice(0, level + 1));
      place.children.set(key, child);
    }
    place = child;
  }
  if (place.whole !== undefined) place.whole.push(edit);
  else if (isShift) shift(place, edit);
  else place.whole = [edit];
}

function shift(place: Place, edit: Edit): void {
  const { tail } = place;
  const index = indexOf(edit.segments);
  const from = Math.min(index, edit.partner ?? index);
  const to = Math.max(index, edit.partner ?? Infinity);
  if (tail !== undefined && to >= tail.from) {
    tail.from = Math.min(from, tail.from);
    tail.edits.push(edit);
    return;
  }
  const span = { from, to, edits: [edit] };
  place.spans.push(span);
  if (to === Infinity) place.tail = span;
}

/** All regions at or below a place. */
function regionsWithin(top: Place): Region[] {
  const regions: Region[] = [];
  const pending = [top];
  for (let place; (place = pending.pop()) !== undefined;) {
    const { segments, whole, children } = place;
    if (whole !== undefined) {
      regions.push(regionAt(segments, allWithin(place), undefined));
      continue;
    }
    const spans = united(place.spans);
    for (const [key, child] of children) {
      const span = spans.length === 0 ? undefined : spanAt(spans, Number(key));
      if (span === undefined) pending.push(child);
      else append(span.edits, allWithin(child));
    }
    for (const span of spans) regions.push(regionAt(segments, span.edits, span));
  }
  return regions;
}

/** Takes spans that overlap together. */
function united(spans: readonly Span[]): Span[] {
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

/** Which of some spans in order covers a position. */
function spanAt(spans: readonly Span[], position: number): Span | undefined {
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

/** All edits that were laid at or below a place. */
function allWithin(top: Place): Edit[] {
  const edits: Edit[] = [];
  const pending = [top];
  for (let place; (place = pending.pop()) !== undefined;) {
    if (place.whole !== undefined) append(edits, place.whole);
    for (const span of place.spans) append(edits, span.edits);
    for (const child of place.children.values()) pending.push(child);
  }
  return edits;
}

/** By a loop: a spread argument list overflows the stack where there are many. */
function append(edits: Edit[], more: readonly Edit[]): void {
  for (const edit of more) edits.push(edit);
}

function inOrder(a: Edit, b: Edit): number {
  return a.at - b.at;
}
