import { formatPointer, type Pointer } from '../pointer.ts';
import type { FunctionArgument, LogicalExpression, Query } from './ast.ts';
import { requireQuery } from './errors.ts';
import { lookupPath, pathUntil, type LookupPath } from './plan.ts';

/**
 * What a filter reads, as far as it is known without a document: for every query in it, nested ones
 * included, the path that is certain: its names and not negative indexes up to the first segment that can
 * lead to more than one place. Whatever the filter reads lies at or below one of these paths, or is
 * missing because a part of such a path is missing. So a change that lies neither above, at nor below any of
 * them cannot alter the answer of the filter.
 *
 * Queries inside of queries that start at `@` need no path of their own: they start below the outer one.
 *
 * Stable for use inside this package: `filterReads`.
 */
export interface FilterReads {
  /** Paths from the node that is tested. The empty one stands for all of it. */
  readonly relative: readonly LookupPath[];
  /** Paths from the root of the document. */
  readonly absolute: readonly LookupPath[];
}

/** The paths that an expression reads. O(size of the expression). */
export function filterReads(expression: LogicalExpression): FilterReads {
  const reads = { relative: [] as LookupPath[], absolute: [] as LookupPath[] };
  visitExpression(expression, reads, true);
  return reads;
}

/**
 * The places that a query reads: whatever it finds in a document, or asks of it in a filter, lies at or below one of them. So a
 * write that is neither above, at nor below any of them leaves its nodelist as it is. O(size of the query).
 *
 * @param query a syntax tree, such as `ast` of a compiled query
 * @throws PathSyntaxError when it is none
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

interface Found {
  readonly relative: LookupPath[];
  readonly absolute: LookupPath[];
}

function visitExpression(expression: FunctionArgument, found: Found, isOutermost: boolean): void {
  switch (expression.type) {
    case 'or':
    case 'and':
      for (const operand of expression.operands) visitExpression(operand, found, isOutermost);
      break;
    case 'not':
      visitExpression(expression.operand, found, isOutermost);
      break;
    case 'comparison':
      visitExpression(expression.left, found, isOutermost);
      visitExpression(expression.right, found, isOutermost);
      break;
    case 'function':
      for (const argument of expression.arguments) visitExpression(argument, found, isOutermost);
      break;
    case 'query':
      visitQuery(expression, found, isOutermost);
      break;
    case 'literal':
  }
}

function visitQuery(query: Query, found: Found, isOutermost: boolean): void {
  if (query.identifier === '$') found.absolute.push(certainPath(query));
  else if (isOutermost) found.relative.push(certainPath(query));
  for (const { selectors } of query.segments) {
    for (const selector of selectors) {
      if (selector.type === 'filter') visitExpression(selector.expression, found, false);
    }
  }
}

function certainPath({ segments }: Query): LookupPath {
  return pathUntil(lookupPath(segments, 0), (key) => typeof key === 'number' && key < 0);
}
