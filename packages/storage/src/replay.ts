/**
 * Doing what a Change says, and going back to an earlier document by doing the inverses of Changes.
 */

import { formatPointer } from '@data-map/path';
import type { Segments } from '@data-map/path';
import { ArrayEntry } from './array-entry.ts';
import { type Change, invertChange } from './change.ts';
import { contains } from './container.ts';
import { Editor, NONE, requirePermutation } from './editor.ts';
import { intoItself, nothingAt, requireArray, requireChange, ValueError } from './errors.ts';
import type { MemberOrder, Standing, Standings } from './member-order.ts';
import { Overlay } from './overlay.ts';

/** The document before some Changes, as plain JSON that shares with the one after them what they did not reach. */
export function rewind(
  document: unknown,
  changes: readonly Change[],
  standings: Standings,
): unknown {
  const editor = new Editor(new Overlay(document));
  takeBack(
    changes,
    standings,
    (change) => replay(editor, change),
    (object, standing) => editor.arrange(object, standing),
  );
  return editor.overlay.getAt([]);
}

/** Applies the inverses of the last Changes, the last one first, and puts members where they stood. */
export function takeBack(
  changes: readonly Change[],
  standings: Standings | undefined,
  apply: (change: Change) => readonly Change[],
  arrange: (object: Segments, standing: Standing) => readonly Change[],
): Change[] {
  requireArray(changes, 'Changes');
  for (const change of changes) requireChange(change);
  const removals = changes.map(({ fromSegments, segments }) => fromSegments ?? segments);
  // Once for each object, at the first of its removals, which is taken back last
  const firsts = new Map<MemberOrder, Standing>();
  if (standings !== undefined && standings.size > 0) {
    for (const removal of removals.toReversed()) {
      const standing = standings.get(removal);
      if (standing !== undefined) firsts.set(standing.order, standing);
    }
  }
  const done: Change[] = [];
  for (let i = changes.length - 1; i >= 0; i--) {
    for (const each of apply(invertChange(changes[i]!))) done.push(each);
    const standing = firsts.size > 0 ? standings?.get(removals[i]!) : undefined;
    if (standing === undefined || firsts.get(standing.order) !== standing) continue;
    done.push(...arrange(removals[i]!.slice(0, -1), standing));
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
    requirePermutation(pointer, permutation, array.length);
    return editor.permute(array, segments, permutation);
  }
  const place = editor.find(segments);
  const { entry, key, missing } = place;
  if (missing.length > 0) throw nothingAt(formatPointer(place.segments));
  const isElement = entry instanceof ArrayEntry && segments.length > 0;
  if (!isElement && value === undefined) throw new ValueError(pointer, value);
  if (op === 'add' && isElement) {
    return [editor.insert(entry, key as number, value, place.segments)];
  }
  const isThere = isElement ? (key as number) < entry.length : entry.read(key) !== undefined;
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
