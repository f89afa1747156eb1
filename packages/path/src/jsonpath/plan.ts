import type {
  FilterSelector,
  QuerySegment,
  Selector,
  SliceSelector,
  WildcardSelector,
} from './ast.ts';
import { isSingularSegment } from './ast.ts';

/**
 * The planner converts segments to the operations for which the compiler has closures.
 *
 * It merges a run of segments that select at most one node each (names and indexes) into a single path. A run at the beginning of the
 * query becomes a lookup, which is executed once. A run behind a loop becomes part of the loop, which reads it for each child
 * without a nodelist in between. A singular query is one lookup. Every other segment is an operation of its own:
 *
 *     $.store.books[?@.price < 9].author.name   ->   lookup store, books; each (filter), read author, name
 */

/** A run of names and indexes. */
export type LookupPath = readonly (string | number)[];

/** One operation of a plan, applied to each node that the operation before it selected. */
export type Operation =
  /** Follows a path. */
  | { readonly type: 'lookup'; readonly path: LookupPath }
  /** Loops over the children, skips those that the filter (if it is one) rejects, and follows a path from each. */
  | {
      readonly type: 'each';
      readonly selector: WildcardSelector | FilterSelector;
      readonly path: LookupPath;
    }
  /** Loops over a range of elements and follows a path from each. */
  | { readonly type: 'slice'; readonly selector: SliceSelector; readonly path: LookupPath }
  /** Applies several selectors to the same node, one after the other. */
  | { readonly type: 'union'; readonly selectors: readonly Selector[] }
  /** Visits a node and all its descendants, and applies the selectors to each. */
  | { readonly type: 'descend'; readonly selectors: readonly Selector[] };

/** Returns the operations that evaluate the segments. O(segments). */
export function planOf(segments: readonly QuerySegment[]): Operation[] {
  const operations: Operation[] = [];
  for (let at = 0; at < segments.length;) {
    const segment = segments[at] as QuerySegment;
    const { selectors } = segment;
    if (isSingularSegment(segment)) {
      const path = lookupPath(segments, at);
      operations.push({ type: 'lookup', path });
      at += path.length;
      continue;
    }
    at++;
    const [selector] = selectors;
    if (segment.type === 'descendant') {
      operations.push({ type: 'descend', selectors });
    } else if (selectors.length > 1 || selector === undefined) {
      operations.push({ type: 'union', selectors });
    } else {
      const path = lookupPath(segments, at);
      operations.push(operationOf(selector, path));
      at += path.length;
    }
  }
  return operations;
}

/** Returns the operation for a single selector and the path behind it. */
export function operationOf(selector: Selector, path: LookupPath): Operation {
  switch (selector.type) {
    case 'name':
      return { type: 'lookup', path: [selector.name, ...path] };
    case 'index':
      return { type: 'lookup', path: [selector.index, ...path] };
    case 'slice':
      return { type: 'slice', selector, path };
    default:
      return { type: 'each', selector, path };
  }
}

/** Returns the longest run of names and indexes that starts at a segment. */
export function lookupPath(segments: readonly QuerySegment[], start: number): LookupPath {
  const path: (string | number)[] = [];
  for (let at = start; at < segments.length; at++) {
    const segment = segments[at] as QuerySegment;
    const [selector] = segment.selectors;
    if (selector === undefined || !isSingularSegment(segment)) break;
    if (selector.type === 'name') path.push(selector.name);
    else if (selector.type === 'index') path.push(selector.index);
  }
  return path;
}

/** Returns a path up to, and without, the first key for which the condition holds. */
export function pathUntil<Key>(path: readonly Key[], ends: (key: Key) => boolean): readonly Key[] {
  const end = path.findIndex(ends);
  return end < 0 ? path : path.slice(0, end);
}
