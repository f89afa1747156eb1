/**
 * Patterns: pointers in which a whole segment may be a wildcard.
 *
 * `*` matches one segment, `**` zero or more. Only a whole segment is a wildcard: `a*b`, `***` and `*~1` are ordinary
 * names. To write a name that consists of exactly one or two stars, its stars are escaped as `~2`; elsewhere `~2` is
 * allowed and also means a star. So `/~2` is the member `*`, and `/~2~2` is the member `**`.
 *
 * Matching is the two-finger algorithm for globs: walk both lists; at `**` remember where it stood and let it take
 * nothing; on a mismatch go back to the *last* `**` and let it take one segment more. Going back further can never help,
 * because whatever an earlier `**` could take, the last one can take as well. So the cost is
 * O(pattern segments × pointer segments) at worst, however many `**` there are, and no memory.
 */

import {
  escapeSegment,
  parsePointer,
  PointerSyntaxError,
  type Pattern,
  type Pointer,
  type Segment,
  type Segments,
} from './pointer.ts';

/** Stands for `*` among the segments of a parsed pattern. A symbol, because every string is a possible name. */
export const WILDCARD: unique symbol = Symbol('*');

/** Stands for `**` among the segments of a parsed pattern. */
export const GLOBSTAR: unique symbol = Symbol('**');

/** One step of a parsed pattern. */
export type PatternSegment = Segment | typeof WILDCARD | typeof GLOBSTAR;

/** A parsed pattern. */
export type PatternSegments = readonly PatternSegment[];

const BAD_ESCAPE = /~(?![012])/;
const WILDCARD_SEGMENT = /\/\*\*?(?=\/|$)/;

/**
 * The segments of a pattern: names unescaped, wildcards as the symbols `WILDCARD` and `GLOBSTAR`. O(length).
 *
 * @throws PointerSyntaxError when a pattern that is not empty does not start with `/`, or a `~` is not part of `~0`, `~1` or `~2`
 * @example
 * ```ts
 * import { parsePattern } from '@data-map/path';
 * console.log(parsePattern('/a*b/~2/**')); // -> [ 'a*b', '*', Symbol(**) ]
 * ```
 */
export function parsePattern(pattern: Pattern): (string | typeof WILDCARD | typeof GLOBSTAR)[] {
  if (typeof pattern !== 'string') throw new PointerSyntaxError('', pattern, 0);
  const fault = pattern.includes('~') ? pattern.search(BAD_ESCAPE) : -1;
  if (fault >= 0) throw new PointerSyntaxError('"~0", "~1" or "~2"', pattern, fault);
  const segments = pattern.split('/');
  if (segments.shift() !== '') throw new PointerSyntaxError('"/"', pattern, 0);
  return segments.map((segment) => {
    if (segment === '*') return WILDCARD;
    if (segment === '**') return GLOBSTAR;
    return segment.includes('~')
      ? segment.replaceAll('~1', '/').replaceAll('~2', '*').replaceAll('~0', '~')
      : segment;
  });
}

/**
 * The pattern with these segments. The inverse of `parsePattern`, up to needless `~2`. O(length).
 *
 * @throws PointerSyntaxError when it is given no array, or a segment that is no string, number or wildcard
 * @example
 * ```ts
 * import { formatPattern, WILDCARD } from '@data-map/path';
 * console.log(formatPattern(['*', 'a*b', 0, WILDCARD])); // -> /~2/a*b/0/*
 * ```
 */
export function formatPattern(segments: PatternSegments): Pattern {
  if (!isList(segments)) throw new PointerSyntaxError('an array', segments, -1);
  let pattern = '';
  for (const segment of segments) pattern += `/${formatPatternSegment(segment)}`;
  return pattern;
}

function formatPatternSegment(segment: PatternSegment): string {
  switch (segment) {
    case WILDCARD:
      return '*';
    case GLOBSTAR:
      return '**';
    case '*':
      return '~2';
    case '**':
      return '~2~2';
    default:
      return escapeSegment(segment);
  }
}

/**
 * Whether the text must be read as a pattern and not as a pointer: it is a well-formed pattern and has a wildcard
 * segment or a `~2`. O(length).
 *
 * @example
 * ```ts
 * import { isPattern } from '@data-map/path';
 * console.log(isPattern('/todos/*'), isPattern('/~2'), isPattern('/a*b'), isPattern('$.*')); // -> true true false false
 * ```
 */
export function isPattern(text: string): boolean {
  return (
    typeof text === 'string' &&
    text.startsWith('/') &&
    !BAD_ESCAPE.test(text) &&
    (text.includes('~2') || WILDCARD_SEGMENT.test(text))
  );
}

/**
 * Whether the pattern matches the location. Both may be handed over parsed, which saves parsing them each time.
 * An index matches the name that it is written as. O(pattern segments × pointer segments) at worst.
 *
 * @throws PointerSyntaxError as `parsePattern` and `parsePointer` do, which read whatever is no array
 * @example
 * ```ts
 * import { matchPattern } from '@data-map/path';
 * console.log(matchPattern('/users/**', '/users/0/name'), matchPattern('/users/*', '/users/0/name')); // -> true false
 * ```
 */
export function matchPattern(
  pattern: Pattern | PatternSegments,
  pointer: Pointer | Segments,
): boolean {
  // What is neither text nor list is refused by the parser, too
  const wanted = isList(pattern) ? pattern : parsePattern(pattern);
  const found = isList(pointer) ? pointer : parsePointer(pointer);
  let at = 0;
  let star = -1; // the last `**` passed
  let taken = 0; // where what follows it was last tried
  for (let step = 0; step < found.length;) {
    const segment = wanted[at];
    if (segment === GLOBSTAR) {
      star = at++;
      taken = step;
    } else if (segment !== undefined && (segment === WILDCARD || same(segment, found[step]))) {
      at++;
      step++;
    } else if (star >= 0) {
      at = star + 1;
      step = ++taken;
    } else {
      return false;
    }
  }
  while (wanted[at] === GLOBSTAR) at++;
  return at === wanted.length;
}

function isList<T>(value: string | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function same(wanted: Segment, found: Segment | undefined): boolean {
  return wanted === found || String(wanted) === String(found);
}
