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
 * with its own edits undone (`undo.ts`). Cost: O(segments) per change, and the sorting of what is taken over.
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

interface Shift {
  readonly from: number;
  readonly to: number;
  readonly edits: Edit[];
}

/** A location on the way to an edit, and what was written there. */
interface Place {
  readonly segments: Segments;
  /** Nothing in here lies in a region of this place. */
  readonly children: Map<Segment, Place>;
  /** The edits, if the location is a whole region; then there are neither children nor shifts. */
  whole: Edit[] | undefined;
  /** The shifted regions of an array, which do not overlap. */
  shifts: Shift[];
}

/** The regions, in the order in which they were first written in. */
export function regionsOf(changes: readonly ChangeRecord[]): Region[] {
  const edits = toEdits(changes);
  const [first] = edits;
  // What a `push` comes to; it needs no tree
  if (edits.length === 1 && first !== undefined && shifts(first.op, first.segments)) {
    const segments = first.segments.slice(0, -1);
    const shifted = { from: indexOf(first.segments), to: Infinity };
    return [{ pointer: formatPointer(segments), segments, edits, shifted }];
  }
  const root = newPlace([]);
  for (const edit of edits) lay(root, edit);
  return regionsWithin(root).toSorted((a, b) => firstOf(a) - firstOf(b));
}

function newPlace(segments: Segments): Place {
  return { segments, children: new Map(), whole: undefined, shifts: [] };
}

function lay(root: Place, edit: Edit): void {
  const { segments } = edit;
  const isShift = shifts(edit.op, segments);
  const depth = isShift ? segments.length - 1 : segments.length;
  let place = root;
  for (let level = 0; level < depth; level++) {
    const key = segments[level] ?? '';
    const region = regionAt(place, key);
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
  else takeOver(place, edit);
}

/** The edits of the region that what is written at or below this child belongs to already. */
function regionAt(place: Place, child: Segment): Edit[] | undefined {
  if (place.whole !== undefined || typeof child !== 'number') return place.whole;
  return place.shifts.find(({ from, to }) => child >= from && child <= to)?.edits;
}

/** Makes one shifted region of the positions that the edit shifts and of those that they overlap. */
function shift(place: Place, edit: Edit): void {
  const index = indexOf(edit.segments);
  let from = Math.min(index, edit.partner ?? index);
  let to = Math.max(index, edit.partner ?? Infinity);
  const met = place.shifts.filter((other) => other.from <= to && other.to >= from);
  const [first] = met;
  if (first !== undefined && first.from <= from && first.to >= to) {
    first.edits.push(edit);
    return;
  }
  const edits = first?.edits ?? [];
  for (const other of met.slice(1)) append(edits, other.edits);
  edits.push(edit);
  const size = edits.length;
  if (met.length === 1 && first !== undefined) {
    absorb(place, from, first.from - 1, edits);
    absorb(place, first.to + 1, to, edits);
  } else absorb(place, from, to, edits);
  if (met.length > 1 || edits.length > size) edits.sort(inOrder);
  for (const other of met) {
    from = Math.min(from, other.from);
    to = Math.max(to, other.to);
  }
  place.shifts = place.shifts.filter((other) => !met.includes(other));
  place.shifts.push({ from, to, edits });
}

/** Takes over what was written at these positions. Goes by the positions or by the places, whichever are fewer. */
function absorb({ children }: Place, from: number, to: number, edits: Edit[]): void {
  if (children.size === 0 || from > to) return;
  const positions = to - from < children.size ? to - from + 1 : 0;
  const keys =
    positions > 0 ? Array.from({ length: positions }, (_, at) => from + at) : children.keys();
  for (const key of keys) {
    if (typeof key !== 'number' || key < from || key > to) continue;
    const child = children.get(key);
    if (child === undefined) continue;
    children.delete(key);
    for (const region of regionsWithin(child)) append(edits, region.edits);
  }
}

/** Makes a place a whole region, with everything that was written at or below it. */
function takeOver(place: Place, edit: Edit): void {
  const edits: Edit[] = [];
  for (const region of regionsWithin(place)) append(edits, region.edits);
  edits.push(edit);
  place.whole = edits.sort(inOrder);
  place.children.clear();
  place.shifts = [];
}

/** All regions at or below a place. */
function regionsWithin(top: Place): Region[] {
  const regions: Region[] = [];
  const pending = [top];
  for (let place; (place = pending.pop()) !== undefined;) {
    const { segments, whole } = place;
    if (whole !== undefined || place.shifts.length > 0) {
      const pointer = formatPointer(segments);
      if (whole !== undefined)
        regions.push({ pointer, segments, edits: whole, shifted: undefined });
      for (const shifted of place.shifts) {
        regions.push({ pointer, segments, edits: shifted.edits, shifted });
      }
    }
    for (const child of place.children.values()) pending.push(child);
  }
  return regions;
}

/** By a loop: a spread argument list overflows the stack where there are many. */
function append(edits: Edit[], more: readonly Edit[]): void {
  for (const edit of more) edits.push(edit);
}

function inOrder(a: Edit, b: Edit): number {
  return a.at - b.at;
}

function firstOf(region: Region): number {
  return region.edits[0]?.at ?? 0;
}
