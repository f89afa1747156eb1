import { formatPattern, GLOBSTAR, WILDCARD, type PatternSegment } from '../pattern.ts';
import { parseArrayIndex, type Pattern } from '../pointer.ts';
import type { Query } from './ast.ts';
import { requireQuery } from './errors.ts';
import { parse } from './query.ts';

/**
 * Returns the pattern that matches exactly the locations that a query selects, in any document, or `undefined` if there is none.
 *
 * Queries of names, wildcards and descents have one; `..` becomes `**`. Filters, slices and unions have none. Nor have indexes, and
 * names that look like an index: `$[0]` selects elements only and `$['0']` members only, while `/0` matches both.
 * O(length of the query).
 *
 * @throws PathSyntaxError, PathTypeError, PathLimitError as `parse` does
 * @example
 * ```ts
 * import { toPattern } from '@data-map/path';
 * console.log(toPattern('$.users[*]'), toPattern('$.users[?@.active]')); // -> /users/* undefined
 * ```
 */
export function toPattern(source: string | Query): Pattern | undefined {
  const ast = typeof source === 'string' ? parse(source) : source;
  requireQuery(ast);
  const pattern: PatternSegment[] = [];
  for (const { type, selectors } of ast.segments) {
    const [selector, second] = selectors;
    if (selector === undefined || second !== undefined) return undefined;
    if (type === 'descendant') pattern.push(GLOBSTAR);
    if (selector.type === 'wildcard') pattern.push(WILDCARD);
    else if (selector.type === 'name' && parseArrayIndex(selector.name) < 0) {
      pattern.push(selector.name);
    } else return undefined;
  }
  return formatPattern(pattern);
}
