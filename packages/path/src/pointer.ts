/**
 * JSON Pointer (RFC 6901). Nothing else in the repository parses, formats or escapes pointers.
 *
 * A pointer is `''` (the whole document) or a list of segments, each preceded by `/`. Inside a segment `~1` stands for `/`
 * and `~0` for `~`; any other use of `~` is an error, never a literal. Escapes are rare, so every function first tests
 * `includes('~')`, which scans at memory speed, and decodes or encodes only what contains one. Unescaping replaces `~1`
 * before `~0` (RFC 6901 §4); in the other order `~01` would become `/` instead of `~1`.
 */

import { shownValue } from './shown-value.ts';

/** An RFC 6901 JSON Pointer: `''`, `/a/b`, `/a~1b`. */
export type Pointer = string;

/** A pointer in which a whole segment may be `*` (any one segment) or `**` (zero or more); see `parsePattern`. */
export type Pattern = string;

/** One unescaped step: a member name, or (where the parent is known to be an array) an index. */
export type Segment = string | number;

/** An unescaped location, from the root down. */
export type Segments = readonly Segment[];

/** The largest index that an ECMAScript array can have. */
const MAX_INDEX = 2 ** 32 - 2;

const BAD_ESCAPE = /~(?![01])/;

/**
 * Thrown for a string that is not a JSON Pointer or, where a Pattern is expected, not a Pattern; and for any other value in
 * place of a pointer, a segment or an array of segments.
 *
 * @example
 * ```ts
 * import { parsePointer, PointerSyntaxError } from '@data-map/path';
 * try {
 *   parsePointer('/a/~2');
 * } catch (error) {
 *   if (error instanceof PointerSyntaxError) console.log(error.code, error.offset); // -> POINTER_SYNTAX 3
 * }
 * ```
 */
export class PointerSyntaxError extends Error {
  override readonly name = 'PointerSyntaxError';
  readonly code = 'POINTER_SYNTAX';
  /** The string that was refused; whatever else was passed in its place. */
  readonly pointer: string;
  /** Where `pointer` stops being well-formed, in UTF-16 code units; 0 if it is not a string, -1 if an array was expected. */
  readonly offset: number;

  constructor(expected: string, pointer: unknown, offset: number) {
    if (typeof pointer === 'string' && offset >= 0) {
      const found = JSON.stringify(pointer.slice(offset, offset + 2));
      const shown = JSON.stringify(pointer.slice(0, 80));
      super(`Expected ${expected} but found ${found} at offset ${offset} in ${shown}`);
    } else {
      super(`Expected ${offset < 0 ? expected : 'a string'} but found ${shownValue(pointer)}`);
    }
    this.pointer = pointer as string;
    this.offset = offset;
  }
}

/**
 * Returns the unescaped segments of a pointer. All are strings: a pointer alone does not say whether `0` is a member name or
 * an index. O(length). RFC 6901 §3 and §4.
 *
 * @throws PointerSyntaxError when a pointer that is not empty does not start with `/`, or a `~` is not part of `~0` or `~1`
 * @example
 * ```ts
 * import { parsePointer } from '@data-map/path/pointer';
 * console.log(parsePointer('/a~1b/0/')); // -> [ 'a/b', '0', '' ]
 * ```
 */
export function parsePointer(pointer: Pointer): string[] {
  if (pointer === '') return [];
  requireSlash(pointer);
  const escaped = hasEscapes(pointer);
  const segments: string[] = [];
  let start = 1;
  for (let end; (end = pointer.indexOf('/', start)) >= 0; start = end + 1) {
    segments.push(pointer.slice(start, end));
  }
  segments.push(pointer.slice(start));
  return escaped ? segments.map(decode) : segments;
}

/**
 * Returns the pointer that consists of the segments, escaped. The inverse of `parsePointer`. O(length).
 *
 * @throws PointerSyntaxError when `segments` is not an array of strings and numbers
 * @example
 * ```ts
 * import { formatPointer } from '@data-map/path/pointer';
 * console.log(formatPointer(['a/b', 0, '~'])); // -> /a~1b/0/~0
 * ```
 */
export function formatPointer(segments: Segments): Pointer {
  if (!Array.isArray(segments)) throw new PointerSyntaxError('an array', segments, -1);
  let pointer = '';
  for (const segment of segments) pointer += `/${escapeSegment(segment)}`;
  return pointer;
}

/**
 * Escapes a segment for use in a pointer: `~` becomes `~0`, `/` becomes `~1`. O(length). RFC 6901 §3.
 *
 * @throws PointerSyntaxError when the segment is neither a string nor a number
 * @example
 * ```ts
 * import { escapeSegment } from '@data-map/path/pointer';
 * console.log(escapeSegment('m~n/o')); // -> m~0n~1o
 * ```
 */
export function escapeSegment(segment: Segment): string {
  if (typeof segment === 'number') return String(segment);
  requireText(segment);
  const text = segment.includes('~') ? segment.replaceAll('~', '~0') : segment;
  return text.includes('/') ? text.replaceAll('/', '~1') : text;
}

/**
 * Unescapes a segment: `~1` becomes `/`, `~0` becomes `~`. The inverse of `escapeSegment`. O(length). RFC 6901 §4.
 *
 * @throws PointerSyntaxError when a `~` is not part of `~0` or `~1`, or the segment is not a string
 * @example
 * ```ts
 * import { unescapeSegment } from '@data-map/path/pointer';
 * console.log(unescapeSegment('~01')); // -> ~1
 * ```
 */
export function unescapeSegment(escaped: string): string {
  requireText(escaped);
  return hasEscapes(escaped) ? decode(escaped) : escaped;
}

/**
 * Appends segments, escaped, to a pointer. The syntax of `base` is not checked. O(length).
 *
 * @throws PointerSyntaxError when `base` is not a string, or a segment is neither a string nor a number
 * @example
 * ```ts
 * import { joinPointer } from '@data-map/path/pointer';
 * console.log(joinPointer('/users', 3, 'a/b')); // -> /users/3/a~1b
 * ```
 */
export function joinPointer(base: Pointer, ...segments: Segment[]): Pointer {
  requireText(base);
  return base + formatPointer(segments);
}

/**
 * Returns the pointer without its last segment; `undefined` for the root, which has no parent. O(length).
 *
 * @throws PointerSyntaxError when a pointer that is not empty does not start with `/`
 * @example
 * ```ts
 * import { parentPointer } from '@data-map/path/pointer';
 * console.log(parentPointer('/users/3')); // -> /users
 * ```
 */
export function parentPointer(pointer: Pointer): Pointer | undefined {
  if (pointer === '') return undefined;
  requireSlash(pointer);
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

/**
 * Whether the value is a well-formed pointer: a string that `parsePointer` accepts. O(length).
 *
 * @example
 * ```ts
 * import { isPointer } from '@data-map/path/pointer';
 * console.log(isPointer('/a~1b'), isPointer('/a~2b'), isPointer('a')); // -> true false false
 * ```
 */
export function isPointer(value: unknown): value is Pointer {
  return (
    typeof value === 'string' && (value === '' || value.startsWith('/')) && !BAD_ESCAPE.test(value)
  );
}

/**
 * Returns the array index that a segment denotes: `0`, or digits without a leading zero (RFC 6901 §4), up to 4294967294, the
 * largest index an array can have. Returns -1 for everything else (`01`, `-1`, `1e0`, `+1`, ` 1`, `''`). O(1).
 *
 * @param end the result for `-`, the position after the last element: the array's length where appending is allowed
 * @throws PointerSyntaxError when the segment is not a string
 * @example
 * ```ts
 * import { parseArrayIndex } from '@data-map/path/pointer';
 * console.log(parseArrayIndex('7'), parseArrayIndex('01'), parseArrayIndex('-'), parseArrayIndex('-', 3)); // -> 7 -1 -1 3
 * ```
 */
export function parseArrayIndex(segment: string, end = -1): number {
  if (segment === '-') return end;
  requireText(segment);
  const length = segment.length;
  if (length === 0 || length > 10 || (length > 1 && segment.charCodeAt(0) === 48)) return -1;
  let index = 0;
  for (let at = 0; at < length; at++) {
    const digit = segment.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    index = index * 10 + digit;
  }
  return index <= MAX_INDEX ? index : -1;
}

/**
 * Returns the value at the pointer, or `undefined` where there is none. It reaches elements of arrays and own members of plain
 * objects only: no inherited property, no character of a string, nothing inside a Date or a Map. O(length of the pointer).
 *
 * @throws PointerSyntaxError as `parsePointer` does
 * @example
 * ```ts
 * import { resolvePointer } from '@data-map/path/pointer';
 * console.log(resolvePointer({ todos: [{ title: 'ship' }] }, '/todos/0/title')); // -> ship
 * ```
 */
export function resolvePointer(document: unknown, pointer: Pointer): unknown {
  if (pointer === '') return document;
  requireSlash(pointer);
  const escaped = hasEscapes(pointer);
  let value = document;
  for (let start = 1; ;) {
    const end = pointer.indexOf('/', start);
    const segment = pointer.slice(start, end < 0 ? undefined : end);
    value = resolveSegment(value, escaped ? decode(segment) : segment);
    if (end < 0 || value === undefined) return value;
    start = end + 1;
  }
}

/**
 * Returns the child of a value at one segment: an element of an array or an own member of a plain object, `undefined` for
 * everything else. A string is parsed as an index if the value is an array; a number never names a member of an object. O(1).
 *
 * @throws PointerSyntaxError when the value is an array and the segment is neither a string nor a number
 * @example
 * ```ts
 * import { resolveSegment } from '@data-map/path/pointer';
 * console.log(resolveSegment(['x'], '0'), resolveSegment({}, 'toString'), resolveSegment('abc', 0)); // -> x undefined undefined
 * ```
 */
export function resolveSegment(value: unknown, segment: Segment): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const index = typeof segment === 'number' ? segment : parseArrayIndex(segment);
    return index >= 0 && index < value.length ? value[index] : undefined;
  }
  return typeof segment === 'string' ? ownMember(value, segment) : undefined;
}

/** Returns an own member of a plain object. An object whose prototype has a prototype (class instance, Date, Map) is a leaf. */
function ownMember(object: object, name: string): unknown {
  const prototype: object | null = Object.getPrototypeOf(object);
  // The comparison is for speed only, and false for an object from another realm
  if (prototype !== Object.prototype && prototype && Object.getPrototypeOf(prototype))
    return undefined;
  const member: unknown = (object as Record<string, unknown>)[name];
  return member === undefined || Object.hasOwn(object, name) ? member : undefined;
}

function decode(escaped: string): string {
  return escaped.replaceAll('~1', '/').replaceAll('~0', '~');
}

function requireText(value: unknown): void {
  if (typeof value !== 'string') throw new PointerSyntaxError('', value, 0);
}

function requireSlash(pointer: Pointer): void {
  requireText(pointer);
  if (pointer[0] !== '/') throw new PointerSyntaxError('"/"', pointer, 0);
}

/** Whether the text contains escapes. @throws PointerSyntaxError when one of them is malformed */
function hasEscapes(text: string): boolean {
  // -2: no `~` at all; -1: every `~` is part of an escape
  const fault = text.includes('~') ? text.search(BAD_ESCAPE) : -2;
  if (fault >= 0) throw new PointerSyntaxError('"~0" or "~1"', text, fault);
  return fault === -1;
}
