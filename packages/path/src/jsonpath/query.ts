import type { Pointer } from '../pointer.ts';
import { isSingularQuery, type Query } from './ast.ts';
import type { Getter, Step } from './closures.ts';
import type { Compiler } from './compile-filter.ts';
import { compilePath } from './compile-getter.ts';
import { compileQuery, createCompiler } from './compile.ts';
import { Evaluation, type PathLimits, requireLimits } from './evaluation.ts';
import type { PathFunctions } from './functions.ts';
import { dealOwn, dealShared, type Deal } from './deal.ts';
import { compileSegments, locate, type LocatedSegment } from './locate.ts';
import { parseText } from './parser.ts';
import type { PathNode } from './path-node.ts';
import { lookupPath, planOf, type Operation } from './plan.ts';
import { collect, collectFirst } from './terminals.ts';
import { checkTypes } from './types.ts';
import { requireObject } from '../shown-value.ts';

/** What `parse` takes beside the text. */
export interface ParseOptions {
  /** Functions for filters, by name, beside the five of the RFC. One of the same name replaces those. */
  readonly functions?: PathFunctions | undefined;
}

/** What `compile` takes beside the query. */
export interface CompileOptions extends ParseOptions, PathLimits {}

/**
 * The syntax tree of a JSONPath query (RFC 9535), well-formed and well-typed. O(length).
 *
 * @throws PathSyntaxError where the text does not follow the grammar
 * @throws PathTypeError where a function is unknown, declared wrongly or used against its declaration
 * @throws PathLimitError when brackets and parentheses nest deeper than 256 levels
 * @example
 * ```ts
 * import { parse } from '@data-map/path';
 * console.log(parse('$.a').segments[0]); // -> { type: 'child', selectors: [ { type: 'name', name: 'a' } ] }
 * ```
 */
export function parse(text: string, options: ParseOptions = {}): Query {
  return parseText(text, functionsOf(options));
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
 *
 * @example
 * ```ts
 * import { compile } from '@data-map/path';
 * const dear = compile('$.items[?@.price > 9].name');
 * const shop = { items: [{ name: 'pen', price: 2 }, { name: 'ink', price: 12 }] };
 * console.log(dear.values(shop), dear.pointers(shop), dear.isSingular); // -> [ 'ink' ] [ '/items/1/name' ] false
 * ```
 */
export class CompiledQuery {
  /** The syntax tree. */
  readonly ast: Query;
  /** Whether it selects at most one node, in any document: it consists of names and indexes only. */
  readonly isSingular: boolean;
  /** What `compile` was given. */
  readonly options: CompileOptions;
  /** Visited nodes; what is compiled for a hot query comes from copies of its own, see `hot/README.md`. */
  private work = 0;
  private isHot = false;
  private single: Getter | undefined = undefined;
  private all: Step | undefined = undefined;
  private one: Step | undefined = undefined;
  private located: readonly LocatedSegment[] | undefined = undefined;

  /** Called by `compile`, which checks the tree. */
  constructor(ast: Query, options: CompileOptions) {
    this.ast = ast;
    this.isSingular = isSingularQuery(ast);
    this.options = options;
  }

  /** The operations that it is carried out with, see `explain`. */
  get plan(): readonly Operation[] {
    return planOf(this.ast.segments);
  }

  /**
   * The values of the nodes that the query selects, in the order of RFC 9535. A value that is selected
   * twice is there twice. The values are those of the document, not copies.
   *
   * @throws PathLimitError when the evaluation exceeds `maxNodes` or `maxDepth`
   */
  values<E = unknown>(document: unknown): E[];
  values(document: unknown): unknown[] {
    if (this.isSingular) {
      const value = this.lookup(document);
      return value === undefined ? [] : [value];
    }
    return this.select(document, new Evaluation(document, this.options));
  }

  /** The same as a part of another evaluation, whose limits hold. Stable for use inside this package. @internal */
  select(document: unknown, run: Evaluation): unknown[] {
    this.all ??= compileQuery(this.ast, collect, this.compiler('values'));
    // Born with an element of no particular kind, the array stays general: every `push` sees the same shape
    const out: unknown[] = [null];
    out.length = 0;
    const { visited } = run;
    this.all(document, out, run);
    this.account(run.visited - visited);
    return out;
  }

  /**
   * The value of the first node, or `undefined` where there is none; looks no further.
   *
   * @throws PathLimitError as `values` does
   */
  first<E = unknown>(document: unknown): E | undefined;
  first(document: unknown): unknown {
    if (this.isSingular) return this.lookup(document);
    this.one ??= compileQuery(this.ast, collectFirst, this.compiler('first'));
    const out: unknown[] = [];
    const run = new Evaluation(document, this.options);
    this.one(document, out, run);
    this.account(run.visited);
    return out[0];
  }

  /**
   * The nodes that the query selects: values with their locations, in the order of `values`.
   *
   * @throws PathLimitError as `values` does
   */
  nodes(document: unknown): PathNode[] {
    this.located ??= compileSegments(this.ast, this.compiler('nodes'));
    const run = new Evaluation(document, this.options);
    const nodes = locate(this.located, run);
    this.account(run.visited);
    return nodes;
  }

  /**
   * The locations of the nodes that the query selects, as JSON Pointers, in the order of `values`.
   *
   * @throws PathLimitError as `values` does
   */
  pointers(document: unknown): Pointer[] {
    return this.nodes(document).map((node) => node.pointer);
  }

  private lookup(document: unknown): unknown {
    // A call of its own for the hot one: where V8 has seen the cold one as well, it inlines neither
    if (this.isHot && this.single) return this.single(document, NO_EVALUATION);
    this.account(1);
    this.single ??= compilePath(lookupPath(this.ast.segments, 0), this.deal('first'));
    return this.single(document, NO_EVALUATION);
  }

  /** Adds up the work, and recompiles once, with closures of its own, as soon as it pays. */
  private account(visited: number): void {
    if (this.isHot) return;
    this.work += visited;
    if (this.work < HOT) return;
    this.isHot = true;
    this.single = undefined;
    this.all = undefined;
    this.one = undefined;
    this.located = undefined;
  }

  private compiler(purpose: Purpose): Compiler {
    return createCompiler(this.options.functions ?? {}, this.deal(purpose));
  }

  private deal(purpose: Purpose): Deal {
    return this.isHot ? dealOwn(purpose + JSON.stringify(this.ast)) : dealShared;
  }
}

/** What is compiled apart, since something else stands at the end of the chain. */
type Purpose = 'values' | 'first' | 'nodes';

/** Visited nodes (or lookups) after which a query is worth closures of its own. */
const HOT = 100_000;

/** Names and indexes read nothing but the node. */
const NO_EVALUATION = /* @__PURE__ */ new Evaluation(undefined, {});

/**
 * Compiles a query, given as text or as a syntax tree. O(length of the query).
 *
 * @throws PathSyntaxError where the text does not follow the grammar
 * @throws PathTypeError where a function is unknown, declared wrongly or used against its declaration
 * @throws PathLimitError when brackets and parentheses nest deeper than 256 levels
 * @throws RangeError when a limit is negative or no number
 * @example
 * ```ts
 * import { compile } from '@data-map/path';
 * const open = compile('$.todos[?@.done == false].title');
 * const document = { todos: [{ title: 'ship', done: false }, { title: 'rest', done: true }] };
 * console.log(open.values(document), open.pointers(document)); // -> [ 'ship' ] [ '/todos/0/title' ]
 * ```
 */
export function compile(source: string | Query, options: CompileOptions = {}): CompiledQuery {
  const functions = functionsOf(options);
  requireLimits(options);
  // What is neither is refused by the parser, too
  if (typeof source === 'string' || source?.segments === undefined)
    return new CompiledQuery(parseText(source as string, functions), options);
  checkTypes(source, functions);
  return new CompiledQuery(source, options);
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
export function query<E = unknown>(
  document: unknown,
  text: string,
  options: CompileOptions = {},
): E[] {
  return compile(text, options).values<E>(document);
}

/** @throws TypeError where the options, or the functions in them, are no object */
function functionsOf(options: ParseOptions): PathFunctions {
  requireObject('options', options);
  const { functions = {} } = options;
  requireObject('functions', functions);
  return functions;
}
