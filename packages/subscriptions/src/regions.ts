/**
 * The regions of a commit: the fewest parts of the document outside of which nothing was written.
 *
 * The Changes of a commit are sequential: each is stated in the document that the ones before it left, and an insertion
 * or removal in an array gives every later position a new meaning. To compare before and after, places are needed whose
 * location meant the same all the time. They are found by laying the edits, in their order, into a tree by segments:
 *
 * - an edit of a member, or a replacement, makes its location a *whole* region;
 * - an insertion or removal makes the positions of the array from its index on a *shifted* region; a move inside an array
 *   shifts only the positions between its ends;
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
  from: number;
  to: number;
}

/** A location on the way to an edit, and what was written there. At most one of `whole` and `shift` is set. */
interface Place {
  readonly segments: Segments;
  readonly children: Map<Segment, Place>;
  /** The location is a whole region. */
  isWhole: boolean;
  /** Some positions of this array are a shifted region; the other ones have places of their own. */
  shift: Shift | undefined;
  /** The edits of the region. */
  edits: Edit[];
}

/** The regions, in the order in which they were first written in. */
export function regionsOf(changes: readonly ChangeRecord[]): Region[] {
  const root = newPlace([]);
  for (const edit of toEdits(changes)) lay(root, edit);
  return regionsBelow(root).toSorted((a, b) => firstOf(a) - firstOf(b));
}

function newPlace(segments: Segments): Place {
  return { segments, children: new Map(), isWhole: false, shift: undefined, edits: [] };
}

function lay(root: Place, edit: Edit): void {
  const { segments } = edit;
  const isShift = shifts(edit.op, segments);
  const depth = isShift ? segments.length - 1 : segments.length;
  let place = root;
  for (let level = 0; level < depth && !covers(place, segments[level]); level++) {
    const key = segments[level] ?? '';
    let child = place.children.get(key);
    if (child === undefined) {
      child = newPlace(segments.slice(0, level + 1));
      place.children.set(key, child);
    }
    place = child;
  }
  place.edits.push(edit);
  if (place.isWhole || place.segments.length < depth) return;
  const before = place.edits.length;
  if (isShift) widen(place, edit);
  else takeOver(place);
  if (place.edits.length > before) place.edits.sort((a, b) => a.at - b.at);
}

/** Whether what is written at or below this child lies in the region of the place already. */
function covers(place: Place, child: Segment | undefined): boolean {
  const { isWhole, shift } = place;
  if (isWhole || shift === undefined || typeof child !== 'number') return isWhole;
  return child >= shift.from && child <= shift.to;
}

/** Makes the shifted region reach as far as the edit, and take over what was written there before. */
function widen(place: Place, edit: Edit): void {
  const index = indexOf(edit.segments);
  const from = Math.min(index, edit.partner ?? index);
  const to = Math.max(index, edit.partner ?? Infinity);
  const known = place.shift;
  if (known === undefined) {
    place.shift = { from, to };
    absorb(place, from, to);
    return;
  }
  if (from < known.from) absorb(place, from, known.from - 1);
  if (to > known.to) absorb(place, known.to + 1, to);
  known.from = Math.min(known.from, from);
  known.to = Math.max(known.to, to);
}

/** Visits the positions or the places, whichever are fewer: popping element after element must not visit all places. */
function absorb(place: Place, from: number, to: number): void {
  const { children } = place;
  if (children.size === 0) return;
  const few = to - from < children.size;
  const keys = few
    ? Array.from({ length: to - from + 1 }, (_, at) => from + at)
    : [...children.keys()];
  for (const key of keys) {
    const child =
      typeof key === 'number' && key >= from && key <= to ? children.get(key) : undefined;
    if (child === undefined) continue;
    children.delete(key);
    inherit(place, child);
  }
}

/** Turns a place into a whole region, with everything that was written below it. */
function takeOver(place: Place): void {
  for (const child of place.children.values()) inherit(place, child);
  place.children.clear();
  place.shift = undefined;
  place.isWhole = true;
}

function inherit(place: Place, child: Place): void {
  for (const region of regionsBelow(child)) for (const edit of region.edits) place.edits.push(edit);
}

/** All regions at or below a place. */
function regionsBelow(root: Place): Region[] {
  const regions: Region[] = [];
  const pending = [root];
  for (let place; (place = pending.pop()) !== undefined;) {
    const { segments, edits, shift } = place;
    if (edits.length > 0) {
      regions.push({ pointer: formatPointer(segments), segments, edits, shifted: shift });
    }
    for (const child of place.children.values()) pending.push(child);
  }
  return regions;
}

function firstOf(region: Region): number {
  return region.edits[0]?.at ?? 0;
}
