import { formatPattern, GLOBSTAR, WILDCARD, type PatternSegment } from '../pattern.ts';
import { parseArrayIndex, type Pattern } from '../pointer.ts';
import type { Query } from './ast.ts';
import { parse } from './query.ts';

/**
 * The pattern that matches exactly the locations which a query selects, in any document, or `undefined`
 * where there is none. Names, wildcards and descents have one: `..` becomes `**`. Filters, slices and
 * unions have none; neither has anything that is told apart by the kind of its parent, which a pointer
 * does not show: `$[0]` is an element only, `$['0']` a member only, and `/0` both. O(length of the query).
 *
 * @throws PathSyntaxError, PathTypeError, PathLimitError as `parse` does
 * @example
 * ```ts
 * import { toPattern } from '@data-map/path';
 * console.log(toPattern('$.users[*]'), toPattern('$.users[?@.active]')); // -> /users/* undefined
 * ```
 */
export function toPattern(source: string | Query): Pattern | undefined {
  const ast =
    typeof source === 'string' || source?.segments === undefined ? parse(source as string) : source;
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
