import type { Query, QuerySegment, Selector } from './ast.ts';
import type { Predicate } from './closures.ts';
import { compilePredicate, type Compiler } from './compile-filter.ts';
import type { Evaluation } from './evaluation.ts';
import { elementOf, isPlainObject, memberOf } from './json.ts';
import { PathNode } from './path-node.ts';
import { refuseCycle } from './cycles.ts';
import { sliceRange } from './slice.ts';
import { reverseFrom } from '../reverse-from.ts';

/**
 * Evaluation with locations (`nodes` and `pointers`), segment by segment as the RFC defines it: each segment maps a nodelist to a
 * nodelist. It is an interpreter, apart from the filters, which are compiled to predicates as everywhere.
 *
 * Stable for use inside this package: `compileSegments`, `selectChildren`, `LocatedSegment`.
 */

/** A selector with its filter compiled. */
export interface LocatedSelector {
  readonly selector: Selector;
  /** The compiled filter; `undefined` for other selectors. */
  readonly test: Predicate | undefined;
}

/** A segment with its selectors compiled. */
export interface LocatedSegment {
  readonly type: QuerySegment['type'];
  readonly selectors: readonly LocatedSelector[];
}

/** Compiles the filters of a query. */
export function compileSegments(query: Query, compiler: Compiler): LocatedSegment[] {
  return query.segments.map(({ type, selectors }) => ({
    type,
    selectors: selectors.map((selector) => ({
      selector,
      test:
        selector.type === 'filter' ? compilePredicate(selector.expression, compiler) : undefined,
    })),
  }));
}

/** Returns the nodes that the segments select, in order. */
export function locate(segments: readonly LocatedSegment[], run: Evaluation): PathNode[] {
  let nodes = [new PathNode(run.root, undefined, '')];
  for (const segment of segments) {
    const selected: PathNode[] = [];
    for (const node of nodes) {
      if (segment.type === 'child') selectAll(segment, node, run, selected);
      else descend(segment, node, run, selected);
    }
    nodes = selected;
  }
  return nodes;
}

/** Appends the children of a node that any selector of a segment selects, selector by selector. */
function selectAll(
  segment: LocatedSegment,
  node: PathNode,
  run: Evaluation,
  out: PathNode[],
): void {
  for (const selector of segment.selectors) {
    selectChildren(selector, node.value, run, (key, value) => {
      out.push(new PathNode(value, node, key));
    });
  }
}

/** Applies the selectors to a node and its descendants, in pre-order. An explicit stack, since the document decides the depth. */
function descend(segment: LocatedSegment, start: PathNode, run: Evaluation, out: PathNode[]): void {
  const stack = [start];
  const depths = [0];
  const marks: unknown[] = [];
  for (let node; (node = stack.pop()) !== undefined;) {
    const above = node;
    const depth = (depths.pop() as number) + 1;
    run.enter(depth);
    refuseCycle(above.value, depth, marks);
    selectAll(segment, above, run, out);
    const bottom = stack.length;
    forEachChild(above.value, run, (key, value) => {
      if (typeof value !== 'object' || value === null) return;
      stack.push(new PathNode(value, above, key));
      depths.push(depth);
    });
    reverseFrom(stack, bottom);
  }
}

/** Calls `visit` for each child of a value that a selector selects, in order. */
export function selectChildren(
  { selector, test }: LocatedSelector,
  value: unknown,
  run: Evaluation,
  visit: (key: string | number, child: unknown) => void,
): void {
  switch (selector.type) {
    case 'name': {
      const child = memberOf(value, selector.name);
      if (child !== undefined) visit(selector.name, child);
      break;
    }
    case 'index': {
      const child = elementOf(value, selector.index);
      if (child === undefined) break;
      visit(
        selector.index < 0 ? (value as unknown[]).length + selector.index : selector.index,
        child,
      );
      break;
    }
    case 'slice': {
      if (!Array.isArray(value)) break;
      const { from, count, step } = sliceRange(selector, value.length);
      run.visit(count);
      for (let at = from, end = from + count * step; at !== end; at += step) {
        if (value[at] !== undefined) visit(at, value[at]);
      }
      break;
    }
    default:
      forEachChild(value, run, (key, child) => {
        if (test === undefined || test(child, run)) visit(key, child);
      });
  }
}

/** Calls `visit` for each child of a value, in order. */
export function forEachChild(
  value: unknown,
  run: Evaluation,
  visit: (key: string | number, child: unknown) => void,
): void {
  if (Array.isArray(value)) {
    run.visit(value.length);
    for (let index = 0; index < value.length; index++) {
      if (value[index] !== undefined) visit(index, value[index]);
    }
  } else if (isPlainObject(value)) {
    const keys = Object.keys(value);
    run.visit(keys.length);
    for (const key of keys) if (value[key] !== undefined) visit(key, value[key]);
  }
}
