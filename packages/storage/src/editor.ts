/**
 * The editor: resolves a location to a place that can be written, and makes the primitive edits there. Each primitive edit
 * yields one Change.
 *
 * Resolving throws every error that an operation can throw, and comes before the first edit; edits cannot fail. So no
 * operation is ever half-done.
 *
 * Every edit follows one protocol: `#before` records what a rollback or a pending snapshot needs; `touch` marks the entry
 * dirty; `own` makes the container editable; the slot is written; the entries below a replaced value are dropped; and the
 * Change is noted for a pending snapshot, unless `#before` has returned true.
 */

import { formatPointer, parseArrayIndex, setMember } from '@data-map/path';
import type { Pointer, Segment, Segments } from '@data-map/path';
import { ArrayEntry } from './array-entry.ts';
import type { Change } from './change.ts';
import { contains, fromMembers, membersOf, unchanged } from './container.ts';
import type { Members } from './container.ts';
import { drop, settle, touch } from './entry-graph.ts';
import type { Entry, Key } from './entry.ts';
import { IndexError, leafFound, noArray, nothingAt } from './errors.ts';
import { namesAt, type SavedOrder } from './member-order.ts';
import { ObjectEntry } from './object-entry.ts';
import type { Overlay } from './overlay.ts';

/** A place that can be written: a key of a container. */
export interface Place {
  readonly entry: Entry;
  readonly key: Key;
  /** The location of the place as in a Change: an index is a number. */
  readonly segments: Segment[];
  /** The segments below the place, if nothing is there: a write creates containers for them. */
  readonly missing: Segments;
}

/** A splice of more elements than this materializes a pending snapshot instead of noting a Change for each element. */
const FEW = 64;

/** The result of a write that changes nothing. */
export const NONE: readonly Change[] = /* #__PURE__ */ Object.freeze([]);

export class Editor {
  readonly overlay: Overlay;

  constructor(overlay: Overlay) {
    this.overlay = overlay;
  }

  /**
   * Resolves a location for writing. If `without` is given, that place is removed first: indices in its array are counted
   * as after the removal, and `key` as before it.
   *
   * @throws IndexError, LocationError (through a leaf)
   */
  find(tokens: Segments, without?: Place): Place {
    let entry: Entry = this.overlay.base;
    let key: Key = 0;
    const segments: Segment[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const next = this.overlay.enter(entry, key);
      if (next === undefined) {
        const found = entry.read(key);
        if (found !== undefined) throw leafFound(formatPointer(segments), found);
        return { entry, key, segments, missing: tokens.slice(i) };
      }
      entry = next;
      const token = tokens[i]!;
      if (entry instanceof ArrayEntry) {
        const taken = entry === without?.entry;
        const index = indexFor(token, entry.length - (taken ? 1 : 0), segments);
        segments.push(index);
        key = taken && index >= (without.key as number) ? index + 1 : index;
      } else {
        segments.push((key = String(token)));
      }
    }
    return { entry, key, segments, missing: [] };
  }

  /** The place of a value that exists, or undefined. A hole, or an element that is `undefined`, exists as well. */
  findExisting(tokens: Segments): Place | undefined {
    if (this.overlay.peekAt(tokens) === undefined) {
      const length = this.overlay.lengthAt(tokens.slice(0, -1)) ?? 0;
      const index = parseArrayIndex(String(tokens.at(-1)));
      if (!(index >= 0 && index < length)) return undefined;
    }
    return this.find(tokens);
  }

  /** The array at a location; undefined if nothing is there. @throws LocationError for anything else */
  findArray(tokens: Segments): { array: ArrayEntry; segments: Segments } | undefined {
    const { entry, key, segments, missing } = this.find(tokens);
    if (missing.length > 0) return undefined;
    const array = this.overlay.enter(entry, key);
    if (array instanceof ArrayEntry) return { array, segments };
    const found = array === undefined ? entry.read(key) : array.plain;
    if (found === undefined) return undefined;
    throw noArray(formatPointer(segments), found);
  }

  /** Writes a value at a place: replaces what is there, or adds it, with the missing containers around it. */
  assign(place: Place, wanted: unknown): readonly Change[] {
    const { entry, key, segments, missing } = place;
    const previous = this.overlay.valueAt(entry, key);
    if (unchanged(previous, wanted)) return NONE;
    const value = nest(missing, wanted);
    const exists =
      entry instanceof ArrayEntry ? (key as number) < entry.length : previous !== undefined;
    if (!exists && entry instanceof ArrayEntry)
      return [this.insert(entry, key as number, value, segments)];
    const noted = this.#before(entry);
    touch(entry, ++this.overlay.version);
    if (entry === this.overlay.base) {
      this.overlay.originals?.detachAll();
      this.overlay.reset(value);
    } else {
      entry.own();
      if (exists) entry.write(key, value);
      else entry.add(key, value);
      drop(entry, key, this.overlay.originals);
    }
    const op = exists ? 'replace' : 'add';
    const change: Change = { op, pointer: formatPointer(segments), segments, value, previous };
    if (!noted) this.overlay.moment?.note(change);
    return [change];
  }

  /** Inserts a value before the element at an index. */
  insert(array: ArrayEntry, index: number, value: unknown, segments: Segments): Change {
    const noted = this.#splice(array, index, 0, [value]);
    const pointer = formatPointer(segments);
    const change: Change = { op: 'add', pointer, segments, value, previous: undefined };
    if (!noted) this.overlay.moment?.note(change);
    return change;
  }

  /** Removes the value at a place, which must exist. */
  remove({ entry, key, segments }: Place): Change {
    const previous = this.overlay.valueAt(entry, key);
    const pointer = formatPointer(segments);
    const change: Change = { op: 'remove', pointer, segments, value: undefined, previous };
    if (entry instanceof ArrayEntry) {
      const noted = this.#splice(entry, key as number, 1, []);
      if (!noted) this.overlay.moment?.note(change);
    } else {
      const object = entry as ObjectEntry;
      const noted = this.#before(object);
      touch(object, ++this.overlay.version);
      object.own();
      const isWanted = !noted || this.overlay.originals !== undefined;
      const savedOrder = isWanted ? object.saveOrder() : undefined;
      object.remove(key);
      drop(object, key, this.overlay.originals);
      if (savedOrder !== undefined) this.overlay.originals?.savedOrders.set(segments, savedOrder);
      if (!noted) this.overlay.moment?.note(change, savedOrder);
    }
    return change;
  }

  /**
   * Moves the value at a place to a location, which must not lie inside it. `strict` refuses a location whose parent does
   * not exist; otherwise the parents are created.
   *
   * @throws IndexError, LocationError
   */
  move(source: Place, to: Segments, strict: boolean): readonly Change[] {
    const { entry, key, segments: fromSegments } = source;
    const value = this.overlay.valueAt(entry, key);
    const target = this.find(to, source);
    const toArray =
      target.entry instanceof ArrayEntry && to.length > 0 && target.missing.length === 0;
    // Only an array can hold `undefined`
    if (value === undefined && !toArray) throw nothingAt(formatPointer(fromSegments));
    if (to.length === 0) return this.assign(target, value);
    if (target.missing.length > 0) {
      // Below the end of an array: most likely an index before the removal was meant, and no new element
      if (strict || target.entry instanceof ArrayEntry) {
        throw nothingAt(formatPointer(target.segments));
      }
      return [this.remove(source), ...this.assign(this.find(to), value)];
    }
    const { segments } = target;
    const changes: Change[] = [];
    if (entry instanceof ArrayEntry && target.entry === entry) {
      const index = segments.at(-1) as number;
      if (index === key) return NONE;
      return [this.#moveElement(source, segments, value)];
    } else if (target.entry instanceof ArrayEntry) {
      const removed = this.remove(source);
      const added = this.insert(target.entry, target.key as number, value, segments);
      // The source lay inside the element at the target. The inverse of a `move` would then move a value into itself, which
      // RFC 6902 forbids
      if (contains(segments, fromSegments)) return [removed, added];
    } else {
      if (this.overlay.valueAt(target.entry, target.key) !== undefined) {
        if (contains(segments, fromSegments)) return this.assign(target, value);
        changes.push(this.remove({ ...target, segments: beforeRemoval(segments, source) }));
      }
      this.remove(source);
      this.assign(target, value);
    }
    changes.push(moveChange(fromSegments, segments, value));
    return changes;
  }

  /** Puts the members of the object at a location into a saved order. Members without a place in it come first. */
  arrange(location: Segments, savedOrder: SavedOrder): readonly Change[] {
    const place = this.find(location);
    const members = membersOf(this.overlay.valueAt(place.entry, place.key) as Members);
    for (const name of namesAt(savedOrder)) {
      const value = members.get(name);
      if (members.delete(name)) members.set(name, value);
    }
    const { originals } = this.overlay;
    const original = place.entry.childAt(place.key)?.original;
    const changes = this.assign(place, fromMembers(members));
    const arranged = this.overlay.enter(place.entry, place.key);
    if (original !== undefined && arranged !== undefined) {
      originals?.addOriginal(arranged, original);
      // Makes the entry dirty, so that settling compares it with the original
      touch(arranged, this.overlay.version);
    }
    return changes;
  }

  /** Replaces `count` elements by values: pair by pair, then the remaining elements are removed or values added. */
  exchange(
    array: ArrayEntry,
    segments: Segments,
    start: number,
    count: number,
    values: readonly unknown[],
  ): Change[] {
    const changes: Change[] = [];
    const replaced = Math.min(count, values.length);
    for (let key = start; key < start + replaced; key++) {
      const place = { entry: array, key, segments: [...segments, key], missing: [] };
      changes.push(...this.assign(place, values[key - start]));
    }
    const assigned = changes.length;
    const at = start + replaced;
    const removed = count - replaced;
    const gone = [...segments, at];
    const pointer = formatPointer(gone);
    for (let i = 0; i < removed; i++) {
      const previous = this.overlay.valueAt(array, at + i);
      changes.push({ op: 'remove', pointer, segments: gone, value: undefined, previous });
    }
    const added = values.slice(replaced);
    for (const [i, value] of added.entries()) {
      const place = [...segments, at + i];
      const where = { pointer: formatPointer(place), segments: place };
      changes.push({ op: 'add', ...where, value, previous: undefined });
    }
    if (removed + added.length > 0 && !this.#splice(array, at, removed, added)) {
      this.overlay.moment?.noteAll(changes.slice(assigned));
    }
    return changes;
  }

  /**
   * Removes `count` elements and inserts values, in one step. The caller makes the Changes.
   *
   * @returns false if the caller must note the Changes for a pending snapshot
   */
  #splice(array: ArrayEntry, start: number, count: number, values: readonly unknown[]): boolean {
    const noted = this.#before(array, count + values.length > FEW);
    const shifts = start + count < array.length;
    for (let i = 0; i < count; i++) drop(array, start + i, this.overlay.originals);
    this.overlay.version += Math.max(1, count, values.length);
    touch(array, this.overlay.version);
    array.splice(start, count, values);
    if (shifts) this.overlay.shift(array);
    return noted;
  }

  /** Moves an element within its array. */
  #moveElement({ entry, key, segments: from }: Place, to: Segments, value: unknown): Change {
    const array = entry as ArrayEntry;
    const noted = this.#before(array);
    touch(array, ++this.overlay.version);
    array.move(key as number, to.at(-1) as number);
    this.overlay.shift(array);
    const change = moveChange(from, to, value);
    if (!noted) this.overlay.moment?.note(change);
    return change;
  }

  /**
   * Must be called before each edit of a container's own slots: records what a rollback or a pending snapshot needs. With
   * `whole`, a pending snapshot is materialized instead of noting the Change.
   *
   * @returns false if the caller must note the Change for a pending snapshot
   */
  #before(edited: Entry, whole = false): boolean {
    this.overlay.originals?.note(edited);
    const { moment } = this.overlay;
    return moment === undefined || moment.beforeEdit(edited, whole);
  }

  /** Reorders the elements of an array: one Change, or none if every index holds the same element as before. */
  permute(
    array: ArrayEntry,
    segments: Segments,
    permutation: ArrayLike<number>,
  ): readonly Change[] {
    const previous = settle(array) as readonly unknown[];
    if (previous.every((element, i) => unchanged(element, previous[permutation[i]!]))) return NONE;
    // The array was just settled: a pending snapshot keeps it as it is, and no Change needs to be noted
    this.#before(array);
    this.overlay.version++;
    const value = array.permute(permutation);
    this.overlay.shift(array);
    // After the edit, since `permute` settles the array, which would remove the mark
    touch(array, this.overlay.version);
    return [
      { op: 'replace', pointer: formatPointer(segments), segments, value, previous, permutation },
    ];
  }
}

function moveChange(fromSegments: Segments, segments: Segments, value: unknown): Change {
  const pointer = formatPointer(segments);
  const from = formatPointer(fromSegments);
  return { op: 'move', pointer, segments, value, previous: undefined, from, fromSegments };
}

/** Converts a location whose indices count as after the removal of a place to one that counts as before it. */
function beforeRemoval(segments: Segments, { entry, key, segments: taken }: Place): Segment[] {
  const counted = segments.slice();
  const depth = taken.length - 1;
  const index = segments[depth];
  if (entry instanceof ArrayEntry && contains(taken.slice(0, -1), segments)) {
    if (typeof index === 'number' && index >= (key as number)) counted[depth] = index + 1;
  }
  return counted;
}

/** Wraps a value in the containers that stand for its missing parents: an array before `0` and `-`, else an object. */
function nest(missing: Segments, value: unknown): unknown {
  let nested = value;
  for (let i = missing.length - 1; i >= 0; i--) {
    const token = missing[i]!;
    if (token === '0' || token === '-' || token === 0) {
      nested = [nested];
    } else {
      const object: Members = {};
      setMember(object, String(token), nested);
      nested = object;
    }
  }
  return nested;
}

/**
 * The index that a segment names in an array, for writing: the length itself is allowed, and `-` stands for it.
 *
 * @throws IndexError when it is not an index, or is past the length
 */
function indexFor(token: Segment, length: number, segments: Segments): number {
  const index = typeof token === 'number' ? token : parseArrayIndex(token, length);
  if (!(index >= 0) || index % 1 !== 0)
    throw new IndexError(formatPointer(segments), token, length);
  if (index > length) throw new IndexError(formatPointer(segments), index, length);
  return index;
}

/** Checks that `order` is a permutation of `length` elements. @throws IndexError when it is not */
export function requirePermutation(
  pointer: Pointer,
  order: ArrayLike<number>,
  length: number,
): void {
  const seen = new Uint8Array(length);
  for (let i = 0; i < order.length; i++) {
    const index = order[i]!;
    if (seen[index] !== 0) throw new IndexError(pointer, index, length);
    seen[index] = 1;
  }
  if (order.length !== length) throw new IndexError(pointer, order.length, length);
}
