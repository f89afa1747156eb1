/**
 * Patterns: pointers in which a whole segment may be a wildcard.
 *
 * `*` matches one segment, `**` zero or more. Only a whole segment is a wildcard: `a*b`, `***` and `*~1` are ordinary
 * names. To write a name that consists of exactly one or two stars, its stars are escaped as `~2`; elsewhere `~2` is
 * allowed and also means a star. So `/~2` is the member `*`, and `/~2~2` is the member `**`.
 *
 * `matchPattern` uses the greedy backtracking algorithm for globs. It walks both lists. At a `**` it records the position and
 * lets the `**` match nothing; on a mismatch it returns to the *last* `**` and lets that match one segment more. Returning
 * to an earlier `**` can never help: whatever that one could match in addition, the last one can match as well. So the cost
 * is at most O(pattern segments × pointer segments), however many `**` there are, in O(1) memory.
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

/** Represents `*` in a parsed pattern. A symbol, because every string is a possible member name. */
export const WILDCARD: unique symbol = Symbol('*');

/** Represents `**` in a parsed pattern. */
export const GLOBSTAR: unique symbol = Symbol('**');

/** One segment of a parsed pattern: an unescaped name, an index or a wildcard. */
export type PatternSegment = Segment | typeof WILDCARD | typeof GLOBSTAR;

/** A parsed pattern, from the root down. */
export type PatternSegments = readonly PatternSegment[];

const BAD_ESCAPE = /~(?![012])/;
const WILDCARD_SEGMENT = /\/\*\*?(?=\/|$)/;

/**
 * Returns the segments of a pattern: names unescaped, wildcards as the symbols `WILDCARD` and `GLOBSTAR`. O(length).
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
 * Returns the pattern that consists of the segments. The inverse of `parsePattern`, except that it writes `~2` only where it
 * is needed. O(length).
 *
 * @throws PointerSyntaxError when `segments` is not an array of strings, numbers and wildcards
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
 * Whether the text must be read as a pattern rather than a pointer: it is a well-formed pattern that contains a wildcard
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
 * Whether the pattern matches the location. Both may be passed parsed, which saves parsing them on every call. An index and
 * its decimal string match each other. O(pattern segments × pointer segments) at worst.
 *
 * @throws PointerSyntaxError as `parsePattern` and `parsePointer` do; they parse every argument that is not an array
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
  // The parsers also refuse arguments that are neither a string nor an array
  const wanted = isList(pattern) ? pattern : parsePattern(pattern);
  const found = isList(pointer) ? pointer : parsePointer(pointer);
  let at = 0; // in `wanted`
  let star = -1; // the last `**` passed, in `wanted`
  let resume = 0; // in `found`: where the last attempt to match what follows that `**` began
  for (let step = 0; step < found.length;) {
    const segment = wanted[at];
    if (segment === GLOBSTAR) {
      star = at++;
      resume = step;
    } else if (segment !== undefined && (segment === WILDCARD || same(segment, found[step]))) {
      at++;
      step++;
    } else if (star >= 0) {
      at = star + 1;
      step = ++resume;
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
