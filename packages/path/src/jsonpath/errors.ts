import { shownValue } from '../shown-value.ts';

/** Characters shown on either side of the place of an error. */
const EXCERPT = 20;

/**
 * The text is not a JSONPath query: the grammar of RFC 9535 breaks at `offset`.
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
  /** Where the text stops being a query, in UTF-16 code units. */
  readonly offset: number;
  /** The text around the offset. */
  readonly excerpt: string;
  /** What could have stood there. */
  readonly expected: string;

  constructor(expected: string, text: string, offset: number) {
    const isText = typeof text === 'string';
    const excerpt = isText ? around(text, offset) : '';
    const found =
      isText && offset < text.length
        ? quote(String.fromCodePoint(text.codePointAt(offset) ?? 0))
        : 'the end';
    super(
      isText
        ? `Expected ${expected} but found ${found} at offset ${offset} in ${quote(excerpt)}`
        : `Expected a query but found ${shownValue(text)}`,
    );
    this.offset = offset;
    this.excerpt = excerpt;
    this.expected = expected;
  }

  /** Another name for the offset. */
  get position(): number {
    return this.offset;
  }
}

/** Refuses what is no syntax tree, as far as a look at it tells. @throws PathSyntaxError */
export function requireQuery(query: { readonly segments: unknown }): void {
  if (!Array.isArray(query?.segments)) throw new PathSyntaxError('a query', query as never, 0);
}

/**
 * The query is well-formed and not valid: a function is unknown or used against its declared types
 * (RFC 9535, section 2.4.3).
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
  /** Where the function stands in the text; `undefined` for trees written by hand. */
  readonly offset: number | undefined;
  /** The text around the offset; empty for trees. */
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
 * The query or the document exceeds a limit: the nesting of a query, or `maxNodes` or `maxDepth` of an
 * evaluation. A document that contains itself ends here too, as soon as a descent has gone round in it; so does
 * every other walk over all that is in a document, in all packages.
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
