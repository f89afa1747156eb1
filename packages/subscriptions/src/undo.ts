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

type Members = Record<string, unknown>;
type Own = Members | unknown[];

/** From so many edits on, arrays that are longer than a piece are copied in pieces. */
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
  const copies = new Set<unknown>();
  const lists = new Map<Own, Pieces>();
  const own = (value: unknown, left: number): Own | undefined => {
    if (!isContainer(value)) return undefined;
    if (copies.has(value)) return value as Own;
    const inPieces = Array.isArray(value) && value.length > PIECE && left > MANY_EDITS;
    // What is in pieces stands as an empty array where it is, until the end
    const copy = inPieces ? [] : copyOf(value);
    if (inPieces) lists.set(copy, new Pieces(value));
    copies.add(copy);
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
    let container = own(top, at);
    top = container;
    for (let level = depth; level < segments.length - 1 && container !== undefined; level++) {
      const key = keyAt(edit, level, depth, base);
      const pieces = lists.get(container);
      const held = pieces === undefined ? read(container, key) : pieces.get(Number(key));
      const child = own(held, at);
      if (child !== undefined && child !== held) put(container, pieces, key, child);
      container = child;
    }
    if (container !== undefined) {
      const key = keyAt(edit, segments.length - 1, depth, base);
      invert(container, lists.get(container), key, edit);
    }
  }
  for (const [copy, pieces] of lists) pieces.appendTo(copy as unknown[]);
  return top;
}

function keyAt(edit: Edit, level: number, depth: number, base: number): Segment {
  const key = edit.segments[level]!;
  return level === depth && typeof key === 'number' ? key - base : key;
}

function invert(container: Own, pieces: Pieces | undefined, key: Segment, edit: Edit): void {
  const { op, previous } = edit;
  if (op !== 'replace' && pieces !== undefined) pieces.splice(Number(key), edit);
  else if (op !== 'replace' && Array.isArray(container)) splice(container, Number(key), edit);
  else if (op === 'add') delete (container as Members)[key];
  else put(container, pieces, key, previous);
}

/** Takes out what an edit has added, or puts in what it has removed. */
function splice(array: unknown[], at: number, { op, previous }: Edit): void {
  work.moved += array.length - at;
  if (op === 'add') array.splice(at, 1);
  else array.splice(at, 0, previous);
}

function read(container: Own, key: Segment): unknown {
  return Array.isArray(container) ? container[Number(key)] : container[key];
}

function put(container: Own, pieces: Pieces | undefined, key: Segment, value: unknown): void {
  if (pieces !== undefined) pieces.set(Number(key), value);
  else if (Array.isArray(container)) container[Number(key)] = value;
  else setMember(container, String(key), value);
}

/** A long array in pieces of bounded length, in which an index is found by adding up their lengths. */
class Pieces {
  readonly #pieces: unknown[][] = [];
  readonly #most: number;
  /** Where in the piece met last the index is. */
  #rest = 0;

  constructor(array: readonly unknown[]) {
    const length = Math.max(PIECE, Math.ceil(Math.sqrt(array.length)));
    for (let start = 0; start < array.length; start += length) {
      this.#pieces.push(array.slice(start, start + length));
    }
    this.#most = 2 * length;
  }

  get(index: number): unknown {
    return this.#pieces[this.#find(index)]![this.#rest];
  }

  set(index: number, value: unknown): void {
    this.#pieces[this.#find(index)]![this.#rest] = value;
  }

  splice(index: number, edit: Edit): void {
    const at = this.#find(index);
    const piece = this.#pieces[at]!;
    splice(piece, this.#rest, edit);
    if (piece.length > this.#most) this.#pieces.splice(at + 1, 0, piece.splice(this.#most / 2));
  }

  appendTo(array: unknown[]): void {
    for (const piece of this.#pieces) for (const value of piece) array.push(value);
  }

  /** The piece of an index, the last one for the end and what lies behind it. */
  #find(index: number): number {
    const last = this.#pieces.length - 1;
    let rest = index;
    let at = 0;
    for (let length; at < last && rest >= (length = this.#pieces[at]!.length); at++) rest -= length;
    this.#rest = rest;
    return at;
  }
}

/** By a loop: spreading an object of many keys costs several times as much. */
function copyOf(value: Record<string, unknown> | readonly unknown[]): Own {
  if (Array.isArray(value)) return value.slice();
  const source = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(source)) setMember(copy, key, source[key]);
  return copy;
}
