import type {
  FilterSelector,
  QuerySegment,
  Selector,
  SliceSelector,
  WildcardSelector,
} from './ast.ts';
import { isSingularSegment } from './ast.ts';

/**
 * The planner: turns segments into the operations that the compiler has closures for.
 *
 * Segments that select at most one node are gathered into lookups: a run of them at the start is walked
 * once, one behind a loop is read inside of that loop, without a nodelist in between. A query that
 * consists of nothing else is one direct lookup. What remains is one operation per segment.
 */

/** A run of names and indexes. */
export type LookupPath = readonly (string | number)[];

/** One step of a plan, applied to each node that the step before it gave. */
export type Operation =
  /** Goes down a path. */
  | { readonly type: 'lookup'; readonly path: LookupPath }
  /** Loops over the children, keeps those that pass the filter, if there is one, and goes down a path from each. */
  | {
      readonly type: 'each';
      readonly selector: WildcardSelector | FilterSelector;
      readonly path: LookupPath;
    }
  /** Loops over a range of elements and goes down a path from each. */
  | { readonly type: 'slice'; readonly selector: SliceSelector; readonly path: LookupPath }
  /** Applies several selectors to the same node, one after the other. */
  | { readonly type: 'union'; readonly selectors: readonly Selector[] }
  /** Visits a node and all its descendants, and applies the selectors to each. */
  | { readonly type: 'descend'; readonly selectors: readonly Selector[] };

/** The operations that stand for the segments. O(segments). */
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

/** What a single selector does, and the path behind it. */
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

/** The longest run of singular segments that starts there. */
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

/** A path up to the first key that the condition holds for. */
export function pathUntil<Key>(path: readonly Key[], ends: (key: Key) => boolean): readonly Key[] {
  const end = path.findIndex(ends);
  return end < 0 ? path : path.slice(0, end);
}
