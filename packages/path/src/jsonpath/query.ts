import type { Pointer } from '../pointer.ts';
import { isSingularQuery, type Query } from './ast.ts';
import type { Getter, Step } from './closures.ts';
import type { Compiler } from './compile-filter.ts';
import { compilePath } from './compile-getter.ts';
import { compileQuery, createCompiler } from './compile.ts';
import { requireQuery } from './errors.ts';
import { Evaluation, type PathLimits, requireLimits } from './evaluation.ts';
import type { PathFunctions } from './functions.ts';
import { ownFactories, sharedFactories, type ClosureFactories } from './closure-factories.ts';
import { compileSegments, locate, type LocatedSegment } from './locate.ts';
import { parseText } from './parser.ts';
import type { PathNode } from './path-node.ts';
import { lookupPath, planOf, type Operation } from './plan.ts';
import { collect, collectFirst } from './terminals.ts';
import { checkTypes } from './types.ts';
import { requireObject } from '../shown-value.ts';

/** The options of `parse`. */
export interface ParseOptions {
  /** Functions for filters, by name, in addition to the five of the RFC. A function with the name of one of these replaces it. */
  readonly functions?: PathFunctions | undefined;
}

/** The options of `compile`. */
export interface CompileOptions extends ParseOptions, PathLimits {}

/**
 * Parses a JSONPath query (RFC 9535) and returns its syntax tree, which is well-typed. O(length).
 *
 * @throws PathSyntaxError when the text does not follow the grammar
 * @throws PathTypeError when a function is unknown, its declaration is malformed, or it is used against its declaration
 * @throws PathLimitError when brackets and parentheses nest deeper than 256 levels
 * @throws TypeError when the options, or `functions` in them, are not an object
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
 * A compiled query, which can be applied to any number of documents. `compile` creates it.
 *
 * n is the number of nodes that the evaluation visits.
 *
 * | | cost |
 * | --- | --- |
 * | `values`, `nodes` | O(n) |
 * | `first` | O(nodes visited up to the first result); in a query of more than 64 loops also all nodes that each 64 but the last select |
 * | `pointers` | O(n), and at most O(depth) per result |
 * | any of them, if the query is singular | O(length of the query), whatever the size of the document |
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
  /** Whether the query selects at most one node in any document: it consists of names and indexes only. */
  readonly isSingular: boolean;
  /** The options that were passed to `compile`. */
  readonly options: CompileOptions;
  /** The number of nodes visited so far, until the query is hot. */
  private work = 0;
  /** Whether the closures come from copies of the source of their own, see `hot/README.md`. */
  private isHot = false;
  // The closures of `values` and `first` of a singular query, of `values`, of `first`, and of `nodes`; compiled on first use
  private single: Getter | undefined = undefined;
  private all: Step | undefined = undefined;
  private one: Step | undefined = undefined;
  private located: readonly LocatedSegment[] | undefined = undefined;

  /** Called by `compile`, which has checked the tree. */
  constructor(ast: Query, options: CompileOptions) {
    this.ast = ast;
    this.isSingular = isSingularQuery(ast);
    this.options = options;
  }

  /** The operations that evaluate the query; `explain` describes them in words. */
  get plan(): readonly Operation[] {
    return planOf(this.ast.segments);
  }

  /**
   * Returns the values of the nodes that the query selects, in the order of RFC 9535. A node that is selected twice
   * appears twice. The values are those of the document, not copies.
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

  /** Does the same as a part of another evaluation, under its limits. Stable for use inside this package. @internal */
  select(document: unknown, run: Evaluation): unknown[] {
    this.all ??= compileQuery(this.ast, collect, this.compiler('values'));
    // An array that has held `null` has the most general elements kind in V8 for good: every `push` sees the same kind of array
    const out: unknown[] = [null];
    out.length = 0;
    const { visited } = run;
    this.all(document, out, run);
    this.account(run.visited - visited);
    return out;
  }

  /**
   * Returns the value of the first node that the query selects, or `undefined` if there is none. Stops at that node.
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
   * Returns the nodes that the query selects: values with their locations, in the order of `values`.
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
   * Returns the locations of the nodes that the query selects, as JSON Pointers, in the order of `values`.
   *
   * @throws PathLimitError as `values` does
   */
  pointers(document: unknown): Pointer[] {
    return this.nodes(document).map((node) => node.pointer);
  }

  private lookup(document: unknown): unknown {
    // A call site of its own for the hot closure: at a site that has also called the cold one V8 inlines neither
    if (this.isHot && this.single) return this.single(document, NO_EVALUATION);
    this.account(1);
    this.single ??= compilePath(lookupPath(this.ast.segments, 0), this.factories('first'));
    return this.single(document, NO_EVALUATION);
  }

  /** Adds up the visited nodes. When the query becomes hot, drops its closures, so that they are compiled once more, from copies. */
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
    return createCompiler(this.options.functions ?? {}, this.factories(purpose));
  }

  private factories(purpose: Purpose): ClosureFactories {
    return this.isHot ? ownFactories(purpose + JSON.stringify(this.ast)) : sharedFactories;
  }
}

/** What closures are compiled for: each purpose gets its own copies, since its chain ends in another terminal. */
type Purpose = 'values' | 'first' | 'nodes';

/** The number of visited nodes (or lookups) from which on a query is hot. */
const HOT = 100_000;

/** Passed to getters of singular queries, which never use it: names and indexes read nothing but the node. */
const NO_EVALUATION = /* @__PURE__ */ new Evaluation(undefined, {});

/**
 * Compiles a query, given as text or as a syntax tree. Closures are compiled on the first evaluation, not here. O(length of the query).
 *
 * @throws PathSyntaxError when the text does not follow the grammar
 * @throws PathTypeError when a function is unknown, its declaration is malformed, or it is used against its declaration; also when a
 * tree compares a query that is not singular
 * @throws PathLimitError when brackets and parentheses of a text nest deeper than 256 levels, or filters of a tree deeper than 1,024
 * @throws RangeError when a limit is negative or not a number
 * @throws TypeError when the options, or `functions` in them, are not an object
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
  if (typeof source === 'string') return new CompiledQuery(parseText(source, functions), options);
  requireQuery(source);
  checkTypes(source, functions);
  return new CompiledQuery(source, options);
}

/**
 * Returns the values that a query selects: `compile(text, options).values(document)`. To evaluate a query more than once, compile it.
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

/** Validates options and returns their functions. @throws TypeError when the options, or `functions` in them, are not an object */
function functionsOf(options: ParseOptions): PathFunctions {
  requireObject('options', options);
  const { functions = {} } = options;
  requireObject('functions', functions);
  return functions;
}
