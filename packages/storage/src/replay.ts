/**
 * Doing what a Change says, and going back to an earlier document by doing the inverses of Changes.
 */

import { formatPointer } from '@data-map/path';
import type { Segments } from '@data-map/path';
import { ArrayEntry } from './array-entry.ts';
import { type Change, invertChange } from './change.ts';
import { contains } from './container.ts';
import { Editor, NONE, requirePermutation } from './editor.ts';
import { intoItself, nothingAt } from './errors.ts';
import type { MemberOrder, Standing } from './member-order.ts';
import { Overlay } from './overlay.ts';

/** How the members of an object stood before a Change took one out, if that is known. */
export type Standings = (change: Change) => Standing | undefined;

/** The document before some Changes, as plain JSON that shares with the one after them what they did not reach. */
export function rewind(
  document: unknown,
  changes: readonly Change[],
  standings: Standings,
): unknown {
  const editor = new Editor(new Overlay(document));
  takeBack(editor, changes, standings);
  return editor.overlay.getAt([]);
}

/** Does the inverses of the last Changes, the last one first, and puts members where they stood. */
export function takeBack(
  editor: Editor,
  changes: readonly Change[],
  standings: Standings,
): readonly Change[] {
  // For each object the first one, which is taken back last
  const firsts = new Map<MemberOrder, Standing>();
  for (const change of changes) {
    const standing = standings(change);
    if (standing !== undefined && !firsts.has(standing.order)) firsts.set(standing.order, standing);
  }
  const done: Change[] = [];
  for (const change of changes.toReversed()) {
    done.push(...replay(editor, invertChange(change)));
    const standing = standings(change);
    if (standing === undefined || firsts.get(standing.order) !== standing) continue;
    const object = (change.fromSegments ?? change.segments).slice(0, -1);
    done.push(editor.arrange(object, standing));
  }
  return done;
}

/** Does what a Change says; throws a StorageError, with nothing changed, where it does not fit. */
export function replay(editor: Editor, change: Change): readonly Change[] {
  const { op, pointer, segments, value, fromSegments, permutation } = change;
  if (fromSegments !== undefined) return relocate(editor, fromSegments, segments, true);
  if (op === 'remove') {
    const place = editor.findExisting(segments);
    if (place === undefined || segments.length === 0) throw nothingAt(pointer);
    return [editor.remove(place)];
  }
  if (permutation !== undefined) {
    const { array } = arrayAt(editor, segments);
    requirePermutation(pointer, permutation, array.plain.length);
    return editor.permute(array, segments, permutation);
  }
  const place = editor.find(segments);
  const { entry, key, missing } = place;
  if (missing.length > 0) throw nothingAt(formatPointer(place.segments));
  const isElement = entry instanceof ArrayEntry && segments.length > 0;
  if (op === 'add' && isElement) {
    return [editor.insert(entry, key as number, value, place.segments)];
  }
  const isThere = isElement ? (key as number) < entry.plain.length : entry.read(key) !== undefined;
  if (op === 'replace' && !isThere) throw nothingAt(pointer);
  return editor.assign(place, value);
}

/** Takes the value at one location out and puts it at another; `strict`: only where its parent is there. */
export function relocate(
  editor: Editor,
  from: Segments,
  to: Segments,
  strict: boolean,
): readonly Change[] {
  const source = editor.findExisting(from);
  if (source === undefined) throw nothingAt(formatPointer(from));
  if (contains(from, to)) {
    if (to.length === from.length) return NONE;
    throw intoItself(formatPointer(from), formatPointer(to));
  }
  return editor.move(source, to, strict);
}

/** The array at a location; throws where none is. */
export function arrayAt(
  editor: Editor,
  tokens: Segments,
): { array: ArrayEntry; segments: Segments } {
  const found = editor.findArray(tokens);
  if (found === undefined) throw nothingAt(formatPointer(tokens));
  return found;
}
