import { formatPointer, type Pointer } from '../pointer.ts';
import type { FunctionArgument, LogicalExpression, Query } from './ast.ts';
import { requireQuery } from './errors.ts';
import { lookupPath, pathUntil, type LookupPath } from './plan.ts';

/**
 * What a filter reads, as far as that is known without a document: the fixed prefix of every query in it, nested queries included.
 * The fixed prefix of a query consists of its names and non-negative indexes, up to the first segment of any other kind.
 *
 * Invariant: whatever the filter reads lies at or below one of these paths, or is missing because a part of such a path is missing.
 * So a change that lies neither above, at nor below any of them cannot alter the result of the filter.
 *
 * A query nested in another query that starts at `@` itself adds no path: it starts at a node below the outer query.
 *
 * Stable for use inside this package: `filterReads`.
 */
export interface FilterReads {
  /** Paths from the node that is tested. The empty path means the whole node. */
  readonly relative: readonly LookupPath[];
  /** Paths from the root of the document. */
  readonly absolute: readonly LookupPath[];
}

/** Returns the paths that an expression reads. O(size of the expression). */
export function filterReads(expression: LogicalExpression): FilterReads {
  const reads = { relative: [] as LookupPath[], absolute: [] as LookupPath[] };
  visitExpression(expression, reads, true);
  return reads;
}

/**
 * Returns the places that a query reads: everything that it selects in a document, and everything that its filters read, lies at or
 * below one of them. So a write that is neither above, at nor below any of these places leaves its nodelist unchanged. O(size of
 * the query).
 *
 * @param query a syntax tree, such as the `ast` of a compiled query
 * @throws PathSyntaxError when it is not a syntax tree
 * @example
 * ```ts
 * import { parse, readPlaces } from '@data-map/path';
 * console.log(readPlaces(parse('$.shop.items[?@.price < $.limit].name'))); // -> [ '/shop/items', '/limit' ]
 * ```
 */
export function readPlaces(query: Query): Pointer[] {
  requireQuery(query);
  return filterReads(query).absolute.map(formatPointer);
}

/** `FilterReads` under construction. */
interface Reads {
  readonly relative: LookupPath[];
  readonly absolute: LookupPath[];
}

/** @param isOutermost whether `@` in the expression is the node that the outermost filter tests */
function visitExpression(expression: FunctionArgument, reads: Reads, isOutermost: boolean): void {
  switch (expression.type) {
    case 'or':
    case 'and':
      for (const operand of expression.operands) visitExpression(operand, reads, isOutermost);
      break;
    case 'not':
      visitExpression(expression.operand, reads, isOutermost);
      break;
    case 'comparison':
      visitExpression(expression.left, reads, isOutermost);
      visitExpression(expression.right, reads, isOutermost);
      break;
    case 'function':
      for (const argument of expression.arguments) visitExpression(argument, reads, isOutermost);
      break;
    case 'query':
      visitQuery(expression, reads, isOutermost);
      break;
    case 'literal':
  }
}

function visitQuery(query: Query, reads: Reads, isOutermost: boolean): void {
  if (query.identifier === '$') reads.absolute.push(fixedPrefix(query));
  else if (isOutermost) reads.relative.push(fixedPrefix(query));
  for (const { selectors } of query.segments) {
    for (const selector of selectors) {
      if (selector.type === 'filter') visitExpression(selector.expression, reads, false);
    }
  }
}

function fixedPrefix({ segments }: Query): LookupPath {
  return pathUntil(lookupPath(segments, 0), (key) => typeof key === 'number' && key < 0);
}
