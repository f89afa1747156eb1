import { escapeSegment, type Pointer, type Segment, type Segments } from '@data-map/path';
import { childAt } from './container.ts';

/** The location where a walk starts: a value, or a range of elements of the array there. */
export interface Top {
  readonly pointer: Pointer;
  readonly segments: Segments;
}

/** A location in two versions of the document. Pairs are linked upwards to the top of a walk, where `parent` is `undefined`. */
export interface Pair {
  readonly before: unknown;
  readonly after: unknown;
  /** If the two are slices of arrays: the index of their first elements; otherwise 0. */
  readonly base: number;
  readonly parent: Pair | undefined;
  /** The number of levels below the top. */
  readonly depth: number;
  /** The last segment, as a name or an index; meaningless at the top. */
  readonly key: Segment;
  /** The whole pointer; computed by `pointerOf` and cached. */
  pointer: Pointer | undefined;
}

/** Returns the pair at the top of a walk. */
export function topPair(before: unknown, after: unknown, base: number): Pair {
  return { before, after, base, parent: undefined, depth: 0, key: '', pointer: undefined };
}

/** Returns the pair of a member. */
export function pairAt(before: unknown, after: unknown, parent: Pair, key: Segment): Pair {
  const depth = parent.depth + 1;
  return { before, after, base: 0, parent, depth, key, pointer: undefined };
}

/** Returns the pair of a member by its name; `undefined` if both versions are identical there, or both have no such member. */
export function pairBelow(parent: Pair, name: string): Pair | undefined {
  const before = childAt(parent.before, name, parent.base);
  const after = childAt(parent.after, name, parent.base);
  return isSame(before, after) ? undefined : pairAt(before, after, parent, name);
}

/** Whether two values are identical, or both NaN. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/**
 * Returns the segments of a pair: a number where the parent is an array, otherwise a string. The parent is the one in `after`,
 * or for a removed value the one in `before`.
 */
export function segmentsOf(pair: Pair, top: Top): Segments {
  if (pair.parent === undefined) return top.segments;
  const isGone = pair.after === undefined;
  const segments = top.segments.slice();
  const first = segments.length;
  for (let at = pair; at.parent !== undefined; at = at.parent) {
    const container = isGone ? at.parent.before : at.parent.after;
    segments.push(Array.isArray(container) ? Number(at.key) : at.key);
  }
  // They were collected from the bottom up, so that part is reversed in place
  for (let i = first, k = segments.length - 1; i < k; i++, k--) {
    const segment = segments[i]!;
    segments[i] = segments[k]!;
    segments[k] = segment;
  }
  return segments;
}

/** Returns the pointer of a pair, and caches those of the pairs above it, because the next pair is often below them too. */
export function pointerOf(pair: Pair, top: Top): Pointer {
  let known = pair;
  const uncached: Pair[] = [];
  while (known.parent !== undefined && known.pointer === undefined) {
    uncached.push(known);
    known = known.parent;
  }
  let pointer = known.pointer ?? top.pointer;
  for (let at = uncached.pop(); at !== undefined; at = uncached.pop()) {
    pointer += `/${escapeSegment(at.key)}`;
    at.pointer = pointer;
  }
  return pointer;
}
