import { formatPointer, type Segments } from '../pointer.ts';

/**
 * Returns the normalized path of a location (RFC 9535, section 2.7): the canonical query that selects it. O(length).
 *
 * @throws PointerSyntaxError when `segments` is not an array of strings and numbers
 * @example
 * ```ts
 * import { formatNormalizedPath } from '@data-map/path';
 * console.log(formatNormalizedPath(['users', 0, "it's"])); // -> $['users'][0]['it\'s']
 * ```
 */
export function formatNormalizedPath(segments: Segments): string {
  // Called for its validation only
  formatPointer(segments);
  let path = '$';
  for (const segment of segments) path += normalizedSegment(segment);
  return path;
}

/** Returns one segment of a normalized path, with its brackets. */
export function normalizedSegment(segment: string | number): string {
  if (typeof segment === 'number') return `[${segment}]`;
  return `[${normalizedString(segment)}]`;
}

/** Returns a string literal in single quotes. */
export function normalizedString(text: string): string {
  return `'${text.replace(SPECIAL, escape)}'`;
}

// oxlint-disable-next-line no-control-regex -- control characters are what has to be escaped
const SPECIAL = /[\u0000-\u001f'\\]/g;

const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '\\': '\\\\',
};

function escape(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
