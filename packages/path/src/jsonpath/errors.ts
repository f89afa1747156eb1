import { shownValue } from '../shown-value.ts';

/** How many characters an excerpt shows before and after the offset of an error. */
const EXCERPT = 20;

/**
 * Thrown for a text that is not a JSONPath query: it violates the grammar of RFC 9535 at `offset`. Also thrown for what is neither a
 * text nor a syntax tree.
 *
 * @example
 * ```ts
 * import { parse, PathSyntaxError } from '@data-map/path';
 * try {
 *   parse('$.a[');
 * } catch (error) {
 *   if (error instanceof PathSyntaxError) console.log(error.offset, error.expected); // -> 4 a selector
 * }
 * ```
 */
export class PathSyntaxError extends Error {
  override readonly name = 'PathSyntaxError';
  readonly code = 'PATH_SYNTAX';
  /** Where the text stops being a query, in UTF-16 code units; 0 if it is not a text. */
  readonly offset: number;
  /** The text around the offset, up to 20 characters on either side; empty if it is not a text. */
  readonly excerpt: string;
  /** What the grammar requires at the offset, in words. */
  readonly expected: string;

  constructor(expected: string, text: string, offset: number) {
    const isText = typeof text === 'string';
    const excerpt = isText ? around(text, offset) : '';
    // A string is iterated by code points
    const [next] = isText ? text.slice(offset, offset + 2) : '';
    const found = next === undefined ? 'the end' : quote(next);
    super(
      `Expected ${expected} but found ${isText ? `${found} at offset ${offset} in ${quote(excerpt)}` : shownValue(text)}`,
    );
    this.offset = offset;
    this.excerpt = excerpt;
    this.expected = expected;
  }

  /** The same as `offset`. */
  get position(): number {
    return this.offset;
  }
}

/** Throws for a value that is obviously not a syntax tree: it has no array of segments. @throws PathSyntaxError */
export function requireQuery(query: { readonly segments: unknown }): void {
  if (!Array.isArray(query?.segments)) throw new PathSyntaxError('a query', query as never, 0);
}

/**
 * Thrown for a query that is well-formed but not valid (RFC 9535, section 2.4.3): a function is unknown, its declaration is
 * malformed, or it is used against its declared types; or, in a tree, a query in a comparison is not singular.
 *
 * @example
 * ```ts
 * import { parse } from '@data-map/path';
 * try {
 *   parse('$[?size(@) > 0]');
 * } catch (error) {
 *   console.log(String(error)); // -> PathTypeError: size() is not a known function at offset 3 in "$[?size(@) > 0]"
 * }
 * ```
 */
export class PathTypeError extends Error {
  override readonly name = 'PathTypeError';
  readonly code = 'PATH_TYPE';
  /** The offset of the function in the text; `undefined` for trees written by hand. */
  readonly offset: number | undefined;
  /** The text around the offset, up to 20 characters on either side; empty for trees. */
  readonly excerpt: string;

  constructor(problem: string, offset: number | undefined, text?: string) {
    const excerpt = text === undefined || offset === undefined ? '' : around(text, offset);
    const place = offset === undefined ? '' : ` at offset ${offset}`;
    super(problem + place + (excerpt && ` in ${quote(excerpt)}`));
    this.offset = offset;
    this.excerpt = excerpt;
  }
}

/**
 * Thrown when a query or its evaluation exceeds a limit: the nesting of the query, `maxNodes` or `maxDepth`. A descent into a
 * container that contains itself throws it too, as soon as the cycle is detected. So does every other walk over a whole document,
 * in all packages.
 *
 * @example
 * ```ts
 * import { compile } from '@data-map/path';
 * try {
 *   compile('$..*', { maxNodes: 3 }).values([1, 2, [3, 4]]);
 * } catch (error) {
 *   console.log(String(error)); // -> PathLimitError: The query visits more than 3 nodes (maxNodes)
 * }
 * ```
 */
export class PathLimitError extends Error {
  override readonly name = 'PathLimitError';
  readonly code = 'PATH_LIMIT';
}

function around(text: string, offset: number): string {
  return text.slice(Math.max(0, offset - EXCERPT), offset + EXCERPT);
}

function quote(text: string): string {
  return JSON.stringify(text);
}
