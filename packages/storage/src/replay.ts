/**
 * Replays Changes, and returns to an earlier document by applying their inverses.
 */

import { formatPointer } from '@data-map/path';
import type { Segments } from '@data-map/path';
import { ArrayEntry } from './array-entry.ts';
import { type Change, invertChange } from './change.ts';
import { contains } from './container.ts';
import { Editor, NONE, requirePermutation } from './editor.ts';
import { intoItself, nothingAt, requireArray, requireChange, ValueError } from './errors.ts';
import type { MemberOrder, SavedOrder, SavedOrders } from './member-order.ts';
import { Overlay } from './overlay.ts';

/**
 * Computes the document before some Changes from the one after them. The result is plain JSON and shares with `document` all
 * that the Changes did not reach.
 */
export function rewind(
  document: unknown,
  changes: readonly Change[],
  savedOrders: SavedOrders,
): unknown {
  const editor = new Editor(new Overlay(document));
  takeBack(
    changes,
    savedOrders,
    (change) => replay(editor, change),
    (object, savedOrder) => editor.arrange(object, savedOrder),
  );
  return editor.overlay.getAt([]);
}

/**
 * Applies the inverses of the last Changes, the last one first, and puts removed members back where they stood. Returns the
 * Changes that this made.
 */
export function takeBack(
  changes: readonly Change[],
  savedOrders: SavedOrders | undefined,
  apply: (change: Change) => readonly Change[],
  arrange: (object: Segments, savedOrder: SavedOrder) => readonly Change[],
): Change[] {
  requireArray(changes, 'Changes');
  for (const change of changes) requireChange(change);
  const removals = changes.map(({ fromSegments, segments }) => fromSegments ?? segments);
  // Each object is reordered once: at its first removal, which is undone last
  const firsts = new Map<MemberOrder, SavedOrder>();
  if (savedOrders !== undefined && savedOrders.size > 0) {
    for (const removal of removals.toReversed()) {
      const savedOrder = savedOrders.get(removal);
      if (savedOrder !== undefined) firsts.set(savedOrder.order, savedOrder);
    }
  }
  const done: Change[] = [];
  for (let i = changes.length - 1; i >= 0; i--) {
    for (const each of apply(invertChange(changes[i]!))) done.push(each);
    const savedOrder = firsts.size > 0 ? savedOrders?.get(removals[i]!) : undefined;
    if (savedOrder === undefined || firsts.get(savedOrder.order) !== savedOrder) continue;
    done.push(...arrange(removals[i]!.slice(0, -1), savedOrder));
  }
  return done;
}

/** Applies a Change. @throws StorageError when it does not fit the document, which is unchanged then */
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

/** Moves the value at one location to another. `strict` refuses a target whose parent does not exist. @throws StorageError */
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

/** The array at a location. @throws IndexError, LocationError when there is none */
export function arrayAt(
  editor: Editor,
  tokens: Segments,
): { array: ArrayEntry; segments: Segments } {
  const found = editor.findArray(tokens);
  if (found === undefined) throw nothingAt(formatPointer(tokens));
  return found;
}
