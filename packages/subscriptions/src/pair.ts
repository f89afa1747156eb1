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
  /** How many levels it is below the top. */
  readonly depth: number;
  /** The last segment, as a name or an index; meaningless at the top. */
  readonly key: Segment;
  /** The whole pointer, once somebody asked for it. */
  pointer: Pointer | undefined;
}

export function topPair(before: unknown, after: unknown, base: number): Pair {
  return { before, after, base, parent: undefined, depth: 0, key: '', pointer: undefined };
}

/** The pair of a member. */
export function pairAt(before: unknown, after: unknown, parent: Pair, key: Segment): Pair {
  const depth = parent.depth + 1;
  return { before, after, base: 0, parent, depth, key, pointer: undefined };
}

/** The pair below a name; `undefined` where both are the same thing, or nothing. */
export function pairBelow(parent: Pair, name: string): Pair | undefined {
  const before = childAt(parent.before, name, parent.base);
  const after = childAt(parent.after, name, parent.base);
  return isSame(before, after) ? undefined : pairAt(before, after, parent, name);
}

/** Identical, or NaN twice. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** With a number where the parent is an array: the parent there is now, or for what is gone, the one there was. */
export function segmentsOf(pair: Pair, top: Top): Segments {
  if (pair.parent === undefined) return top.segments;
  const isGone = pair.after === undefined;
  const segments = top.segments.slice();
  const first = segments.length;
  for (let at = pair; at.parent !== undefined; at = at.parent) {
    const container = isGone ? at.parent.before : at.parent.after;
    segments.push(Array.isArray(container) ? Number(at.key) : at.key);
  }
  // Collected upwards: the way is short, so it is turned round where it lies
  for (let i = first, k = segments.length - 1; i < k; i++, k--) {
    const segment = segments[i]!;
    segments[i] = segments[k]!;
    segments[k] = segment;
  }
  return segments;
}

/** The pointer of a pair. Those of the places on the way are remembered: the next one may lie below them too. */
export function pointerOf(pair: Pair, top: Top): Pointer {
  let known = pair;
  const way: Pair[] = [];
  while (known.parent !== undefined && known.pointer === undefined) {
    way.push(known);
    known = known.parent;
  }
  let pointer = known.pointer ?? top.pointer;
  for (let at = way.pop(); at !== undefined; at = way.pop()) {
    pointer += `/${escapeSegment(at.key)}`;
    at.pointer = pointer;
  }
  return pointer;
}
