import type { Pointer } from '../pointer.ts';
import { isSingularQuery, type Query } from './ast.ts';
import type { Step } from './closures.ts';
import { collect, collectFirst, createCompiler } from './compile.ts';
import { Evaluation, type PathLimits } from './evaluation.ts';
import type { PathFunctions } from './functions.ts';
import { dealShared } from './lanes.ts';
import { compileSegments, locate, type LocatedSegment } from './locate.ts';
import { parseText } from './parser.ts';
import type { PathNode } from './path-node.ts';
import { checkTypes } from './types.ts';

/** What `parse` takes beside the text. */
export interface ParseOptions {
  /** Functions for filters, by name, beside the five of the RFC. One of the same name replaces those. */
  readonly functions?: PathFunctions;
}

/** What `compile` takes beside the query. */
export interface CompileOptions extends ParseOptions, PathLimits {}

/**
 * The syntax tree of a JSONPath query (RFC 9535), well-formed and well-typed. O(length).
 *
 * @throws PathSyntaxError where the text does not follow the grammar
 * @throws PathTypeError where a function is unknown or used against its declaration
 * @throws PathLimitError when brackets and parentheses nest deeper than 256 levels
 * @example
 * ```ts
 * import { parse } from '@data-map/path';
 * console.log(parse('$.a').segments); // -> [ { type: 'child', selectors: [ { type: 'name', name: 'a' } ] } ]
 * ```
 */
export function parse(text: string, options: ParseOptions = {}): Query {
  const ast = parseText(text);
  checkTypes(ast, options.functions ?? {});
  return ast;
}

/**
 * A query compiled once, to be applied to any number of documents.
 *
 * n is the number of nodes that the query has to look at, m the number of its results.
 *
 * | | cost |
 * | --- | --- |
 * | `values` | O(n) |
 * | `first` | O(n) up to the first result |
 * | `nodes`, `pointers` | O(n), and O(depth) per result for its location |
 * | a singular query | O(length of the query), whatever the size of the document |
 */
export class CompiledQuery {
  /** The syntax tree. */
  readonly ast: Query;
  /** Whether it selects at most one node, in any document: it consists of names and indexes only. */
  readonly isSingular: boolean;
  private readonly options: CompileOptions;
  private all: Step | undefined;
  private one: Step | undefined;
  private located: readonly LocatedSegment[] | undefined;

  /** Called by `compile`, which checks the tree. */
  constructor(ast: Query, options: CompileOptions) {
    this.ast = ast;
    this.isSingular = isSingularQuery(ast);
    this.options = options;
  }

  /**
   * The values of the nodes that the query selects, in the order of RFC 9535. A value that is selected
   * twice is there twice. The values are those of the document, not copies.
   *
   * @throws PathLimitError when the evaluation exceeds `maxNodes` or `maxDepth`
   */
  values(document: unknown): unknown[] {
    this.all ??= this.compiler().steps(this.ast, collect);
    // Born with an element of no particular kind, the array stays general: every `push` sees the same shape
    const out: unknown[] = [null];
    out.length = 0;
    this.all(document, out, new Evaluation(document, this.options));
    return out;
  }

  /**
   * The value of the first node, or `undefined` where there is none; looks no further.
   *
   * @throws PathLimitError as `values` does
   */
  first(document: unknown): unknown {
    this.one ??= this.compiler().steps(this.ast, collectFirst);
    const out: unknown[] = [];
    this.one(document, out, new Evaluation(document, this.options));
    return out[0];
  }

  /**
   * The nodes that the query selects: values with their locations, in the order of `values`.
   *
   * @throws PathLimitError as `values` does
   */
  nodes(document: unknown): PathNode[] {
    this.located ??= compileSegments(this.ast, this.compiler());
    return locate(this.located, new Evaluation(document, this.options));
  }

  /**
   * The locations of the nodes that the query selects, as JSON Pointers, in the order of `values`.
   *
   * @throws PathLimitError as `values` does
   */
  pointers(document: unknown): Pointer[] {
    return this.nodes(document).map((node) => node.pointer);
  }

  private compiler() {
    return createCompiler(this.options.functions ?? {}, dealShared);
  }
}

/**
 * Compiles a query, given as text or as a syntax tree. O(length of the query).
 *
 * @throws PathSyntaxError where the text does not follow the grammar
 * @throws PathTypeError where a function is unknown or used against its declaration
 * @throws PathLimitError when brackets and parentheses nest deeper than 256 levels
 * @example
 * ```ts
 * import { compile } from '@data-map/path';
 * const open = compile('$.todos[?!@.done].title');
 * const document = { todos: [{ title: 'ship', done: false }, { title: 'rest', done: true }] };
 * console.log(open.values(document), open.pointers(document)); // -> [ 'ship' ] [ '/todos/0/title' ]
 * ```
 */
export function compile(source: string | Query, options: CompileOptions = {}): CompiledQuery {
  const ast = typeof source === 'string' ? parseText(source) : source;
  checkTypes(ast, options.functions ?? {});
  return new CompiledQuery(ast, options);
}

/**
 * The values that a query selects: `compile(text).values(document)`. Compile once what is asked often.
 *
 * @throws as `compile` and `CompiledQuery.values` do
 * @example
 * ```ts
 * import { query } from '@data-map/path';
 * console.log(query({ a: [1, 2, 3] }, '$.a[?@ > 1]')); // -> [ 2, 3 ]
 * ```
 */
export function query(document: unknown, text: string, options: CompileOptions = {}): unknown[] {
  return compile(text, options).values(document);
}
