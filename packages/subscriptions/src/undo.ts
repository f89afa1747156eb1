/**
 * Computes the value of a location before a commit from its current value, by applying the inverses of the edits in reverse order.
 *
 * The current value is not modified. A container on the path to an edit is shallowly copied the first time, and later edits
 * modify that copy; the result shares everything else with the current value.
 *
 * Cost: the members of the containers on the paths to the edits, each copied once, plus one splice per shift. If many edits are
 * left to undo, a long array of n elements is copied in pieces of about √n elements, so that a splice moves only O(√n) of
 * them; the pieces are joined in the end.
 */

import type { Edit } from './change.ts';
import { type Segment, setMember } from '@data-map/path';
import { isContainer } from './container.ts';

/** Counts of work, for tests that assert them. */
export const work = { moved: 0 };

/** If more edits than this are left to undo, arrays are copied in pieces. */
const MANY_EDITS = 32;

/** The minimum length of a piece when it is created; a shorter array is one piece. */
const MIN_PIECE_LENGTH = 512;

/**
 * Returns the value of a location before some edits.
 *
 * @param after the current value
 * @param edits the edits at or below the location, in commit order
 * @param depth the number of segments of the location
 * @param base if `after` is a slice of an array: the index of its first element
 */
export function undo(after: unknown, edits: readonly Edit[], depth: number, base = 0): unknown {
  // By the container that each copy has become, so that a copy is recognised when a later step meets it
  const copies = new Map<unknown, Copy>();
  const copyOf = (value: unknown, left: number): Copy | undefined => {
    let copy = copies.get(value);
    if (copy !== undefined || !isContainer(value)) return copy;
    copy = Array.isArray(value)
      ? new ArrayCopy(value, left > MANY_EDITS)
      : new ObjectCopy(value as Record<string, unknown>);
    copies.set(copy.container, copy);
    return copy;
  };
  let top = after;
  for (let at = edits.length - 1; at >= 0; at--) {
    const edit = edits[at]!;
    const { segments } = edit;
    if (segments.length <= depth) {
      top = edit.previous;
      continue;
    }
    let copy = copyOf(top, at);
    top = copy?.container;
    for (let level = depth; level < segments.length - 1 && copy !== undefined; level++) {
      const key = keyAt(edit, level, depth, base);
      const held = copy.get(key);
      const child = copyOf(held, at);
      if (child !== undefined && child.container !== held) copy.set(key, child.container);
      copy = child;
    }
    copy?.invert(edit, keyAt(edit, segments.length - 1, depth, base));
  }
  for (const copy of copies.values()) if (copy instanceof ArrayCopy) copy.join();
  return top;
}

/**
 * Returns what was at a position of an array before some edits of its elements, without a copy of the array: follows the element
 * to where it is now. O(edits).
 *
 * @param depth the number of segments of the array
 * @param read returns the element that is now at an index
 */
export function undoAt(
  position: number,
  edits: readonly Edit[],
  depth: number,
  read: (index: number) => unknown,
): unknown {
  const within: Edit[] = [];
  let at = position;
  for (const edit of edits) {
    const index = Number(edit.segments[depth]);
    if (edit.segments.length > depth + 1) {
      if (index === at) within.push(edit);
    } else if (edit.op === 'add') {
      if (index <= at) at++;
    } else if (index === at) {
      return undo(edit.previous, within, depth + 1);
    } else if (edit.op === 'remove' && index < at) {
      at--;
    }
  }
  return undo(read(at), within, depth + 1);
}

/** Returns the segment of an edit at a level; at the location itself an index becomes one of the slice. */
function keyAt(edit: Edit, level: number, depth: number, base: number): Segment {
  const key = edit.segments[level]!;
  return level === depth && typeof key === 'number' ? key - base : key;
}

/** A copy of a container, on which edits are undone. */
interface Copy {
  /** The new container. */
  readonly container: unknown;
  get(key: Segment): unknown;
  set(key: Segment, value: unknown): void;
  /** Applies the inverse of an edit to the member or element `key`. */
  invert(edit: Edit, key: Segment): void;
}

class ObjectCopy implements Copy {
  readonly container: Record<string, unknown> = {};

  /** Uses a loop, because spreading an object with many keys costs several times as much. */
  constructor(source: Readonly<Record<string, unknown>>) {
    for (const key of Object.keys(source)) this.set(key, source[key]);
  }

  get(key: Segment): unknown {
    return this.container[key];
  }

  set(key: Segment, value: unknown): void {
    setMember(this.container, String(key), value);
  }

  invert({ op, previous }: Edit, key: Segment): void {
    if (op === 'add') delete this.container[key];
    else this.set(key, previous);
  }
}

/**
 * An array as a list of pieces of bounded length. An index is found by adding up the lengths of the pieces. When a piece grows too
 * long it is split in two; an emptied piece stays.
 */
class ArrayCopy implements Copy {
  /** The first piece; `join` appends the others to it. */
  readonly container: unknown[];
  readonly #pieces: unknown[][];
  readonly #maxLength: number;
  /** The offset in its piece of the index that `#find` located last. */
  #offset = 0;

  constructor(array: readonly unknown[], inPieces: boolean) {
    const length = inPieces
      ? Math.max(MIN_PIECE_LENGTH, Math.ceil(Math.sqrt(array.length)))
      : Infinity;
    this.container = array.slice(0, length);
    this.#pieces = [this.container];
    for (let start = length; start < array.length; start += length) {
      this.#pieces.push(array.slice(start, start + length));
    }
    this.#maxLength = 2 * length;
  }

  get(key: Segment): unknown {
    return this.#pieces[this.#find(key)]![this.#offset];
  }

  set(key: Segment, value: unknown): void {
    this.#pieces[this.#find(key)]![this.#offset] = value;
  }

  invert({ op, previous }: Edit, key: Segment): void {
    const at = this.#find(key);
    const piece = this.#pieces[at]!;
    if (op === 'replace') {
      piece[this.#offset] = previous;
      return;
    }
    work.moved += piece.length - this.#offset;
    if (op === 'add') piece.splice(this.#offset, 1);
    else piece.splice(this.#offset, 0, previous);
    if (piece.length > this.#maxLength) {
      this.#pieces.splice(at + 1, 0, piece.splice(this.#maxLength / 2));
    }
  }

  /** Completes `container`. */
  join(): void {
    for (const piece of this.#pieces.slice(1))
      for (const value of piece) this.container.push(value);
  }

  /** Returns the piece of an index and sets `#offset`. An index at or past the end is in the last piece. */
  #find(key: Segment): number {
    const last = this.#pieces.length - 1;
    let offset = Number(key);
    let at = 0;
    for (let length; at < last && offset >= (length = this.#pieces[at]!.length); at++) {
      offset -= length;
    }
    this.#offset = offset;
    return at;
  }
}
