import { escapeSegment, type Pointer, type Segment, type Segments } from '@data-map/path';
import { childAt } from './container.ts';

/** Where a walk began: a location, or some positions of the array there. */
export interface Top {
  readonly pointer: Pointer;
  readonly segments: Segments;
}

/** A location inside a region, with what was there and what is there now. */
export interface Pair {
  readonly before: unknown;
  readonly after: unknown;
  /** Where the two are the tails of arrays: the index of their first elements. */
  readonly base: number;
  readonly parent: Pair | undefined;
  /** The last segment, as a name or an index; meaningless at the top. */
  readonly key: Segment;
}

export function topPair(before: unknown, after: unknown, base: number): Pair {
  return { before, after, base, parent: undefined, key: '' };
}

/** The pair below a name; `undefined` where both are the same thing, or nothing. */
export function pairBelow(parent: Pair, name: string): Pair | undefined {
  const before = childAt(parent.before, name, parent.base);
  const after = childAt(parent.after, name, parent.base);
  if (isSame(before, after)) return undefined;
  return { before, after, base: 0, parent, key: name };
}

/** The pair at a position of two arrays, either of which may be missing. */
export function pairAt(parent: Pair, index: number): Pair | undefined {
  const at = index - parent.base;
  const before: unknown = Array.isArray(parent.before) ? parent.before[at] : undefined;
  const after: unknown = Array.isArray(parent.after) ? parent.after[at] : undefined;
  return isSame(before, after) ? undefined : { before, after, base: 0, parent, key: index };
}

/** Identical, or NaN twice. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** With a number where the parent is an array: the parent there is now, or for what is gone, the one there was. */
export function segmentsOf(pair: Pair, top: Top): Segments {
  if (pair.parent === undefined) return top.segments;
  const isGone = pair.after === undefined;
  const below: Segment[] = [];
  for (let at = pair; at.parent !== undefined; at = at.parent) {
    const container = isGone ? at.parent.before : at.parent.after;
    below.push(Array.isArray(container) ? Number(at.key) : at.key);
  }
  return [...top.segments, ...below.toReversed()];
}

export function pointerOf(pair: Pair, top: Top): Pointer {
  let below = '';
  for (let at = pair; at.parent !== undefined; at = at.parent)
    below = `/${escapeSegment(at.key)}${below}`;
  return top.pointer + below;
}
