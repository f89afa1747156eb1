/**
 * Doing what a Change says, and going back to an earlier document by doing the inverses of Changes.
 */

import { formatPointer } from '@data-map/path';
import type { Segments } from '@data-map/path';
import { ArrayEntry } from './array-entry.ts';
import type { Change } from './change.ts';
import { contains } from './container.ts';
import { Editor, NONE, requirePermutation } from './editor.ts';
import { intoItself, nothingAt } from './errors.ts';
import { Overlay } from './overlay.ts';

/** The document that the Changes lead to, as plain JSON that shares with the old one what they do not reach. */
export function rewind(document: unknown, changes: Iterable<Change>): unknown {
  const editor = new Editor(new Overlay(document));
  for (const change of changes) replay(editor, change);
  return editor.overlay.getAt([]);
}

/** Does what a Change says; throws a StorageError, with nothing changed, where it does not fit. */
export function replay(editor: Editor, change: Change): readonly Change[] {
  const { op, pointer, segments, value, fromSegments, permutation } = change;
  if (fromSegments !== undefined) return relocate(editor, fromSegments, segments);
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
  const inserts = op === 'add' && segments.length > 0 && missing.length === 0;
  return inserts && entry instanceof ArrayEntry
    ? [editor.insert(entry, key as number, value, place.segments)]
    : editor.assign(place, value);
}

/** Takes the value at one location out and puts it at another. */
export function relocate(editor: Editor, from: Segments, to: Segments): readonly Change[] {
  const source = editor.findExisting(from);
  if (source === undefined) throw nothingAt(formatPointer(from));
  if (contains(from, to)) {
    if (to.length === from.length) return NONE;
    throw intoItself(formatPointer(from), formatPointer(to));
  }
  return editor.move(source, to);
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
