/**
 * What a place held before a commit, from what it holds now: the inverses of its edits, the last one first.
 *
 * Nothing that anyone else can see is edited. A container on the way to an edit is copied the first time, and the
 * copy belongs to this call; all that the edits did not come by is shared with the value that was handed in.
 * Cost: the members of the containers that lie on the way to an edit, each copied once, plus one splice per shift. A
 * long array with many edits to come is copied in pieces, so that a splice moves some √n elements, and put together in the end.
 */

import type { Edit } from './change.ts';
import { type Segment, setMember } from '@data-map/path';
import { isContainer } from './container.ts';

/** Counts of work, for tests that assert them. */
export const work = { moved: 0 };

/** From so many edits on, arrays are copied in pieces. */
const MANY_EDITS = 32;

/** The least length of a piece. */
const PIECE = 512;

/**
 * @param after what is at the location now
 * @param edits the edits at or below the location, in their order
 * @param depth the number of segments of the location
 * @param base where `after` is the tail of an array: the index of its first element
 */
export function undo(after: unknown, edits: readonly Edit[], depth: number, base = 0): unknown {
  const copies = new Map<unknown, Copy>();
  const own = (value: unknown, left: number): Copy | undefined => {
    let copy = copies.get(value);
    if (copy !== undefined || !isContainer(value)) return copy;
    copy = Array.isArray(value)
      ? new ArrayCopy(value, left > MANY_EDITS)
      : new ObjectCopy(value as Record<string, unknown>);
    copies.set(copy.whole, copy);
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
    let copy = own(top, at);
    top = copy?.whole;
    for (let level = depth; level < segments.length - 1 && copy !== undefined; level++) {
      const key = keyAt(edit, level, depth, base);
      const held = copy.get(key);
      const child = own(held, at);
      if (child !== undefined && child.whole !== held) copy.set(key, child.whole);
      copy = child;
    }
    copy?.invert(edit, keyAt(edit, segments.length - 1, depth, base));
  }
  for (const copy of copies.values()) if (copy instanceof ArrayCopy) copy.join();
  return top;
}

function keyAt(edit: Edit, level: number, depth: number, base: number): Segment {
  const key = edit.segments[level]!;
  return level === depth && typeof key === 'number' ? key - base : key;
}

/** A container that is being changed back. */
interface Copy {
  /** What stands in its place. */
  readonly whole: unknown;
  get(key: Segment): unknown;
  set(key: Segment, value: unknown): void;
  invert(edit: Edit, key: Segment): void;
}

class ObjectCopy implements Copy {
  readonly whole: Record<string, unknown> = {};

  /** By a loop: spreading an object of many keys costs several times as much. */
  constructor(source: Readonly<Record<string, unknown>>) {
    for (const key of Object.keys(source)) this.set(key, source[key]);
  }

  get(key: Segment): unknown {
    return this.whole[key];
  }

  set(key: Segment, value: unknown): void {
    setMember(this.whole, String(key), value);
  }

  invert({ op, previous }: Edit, key: Segment): void {
    if (op === 'add') delete this.whole[key];
    else this.set(key, previous);
  }
}

/** A long one in pieces of bounded length, in which an index is found by adding up their lengths. */
class ArrayCopy implements Copy {
  /** The first piece, and in the end all of them. */
  readonly whole: unknown[];
  readonly #pieces: unknown[][];
  readonly #most: number;
  /** Where in the piece met last the index is. */
  #rest = 0;

  constructor(array: readonly unknown[], inPieces: boolean) {
    const length = inPieces ? Math.max(PIECE, Math.ceil(Math.sqrt(array.length))) : Infinity;
    this.whole = array.slice(0, length);
    this.#pieces = [this.whole];
    for (let start = length; start < array.length; start += length) {
      this.#pieces.push(array.slice(start, start + length));
    }
    this.#most = 2 * length;
  }

  get(key: Segment): unknown {
    return this.#pieces[this.#find(key)]![this.#rest];
  }

  set(key: Segment, value: unknown): void {
    this.#pieces[this.#find(key)]![this.#rest] = value;
  }

  /** Takes out what an edit has added, or puts in what it has removed. */
  invert({ op, previous }: Edit, key: Segment): void {
    const at = this.#find(key);
    const piece = this.#pieces[at]!;
    if (op === 'replace') {
      piece[this.#rest] = previous;
      return;
    }
    work.moved += piece.length - this.#rest;
    if (op === 'add') piece.splice(this.#rest, 1);
    else piece.splice(this.#rest, 0, previous);
    if (piece.length > this.#most) this.#pieces.splice(at + 1, 0, piece.splice(this.#most / 2));
  }

  join(): void {
    for (const piece of this.#pieces.slice(1)) for (const value of piece) this.whole.push(value);
  }

  /** The piece of an index, the last one for the end and what lies behind it. */
  #find(key: Segment): number {
    const last = this.#pieces.length - 1;
    let rest = Number(key);
    let at = 0;
    for (let length; at < last && rest >= (length = this.#pieces[at]!.length); at++) rest -= length;
    this.#rest = rest;
    return at;
  }
}
