import { compileIRegexp, type IRegexp } from '../iregexp/iregexp.ts';
import { codePointLength } from './code-points.ts';
import { isPlainObject } from './json.ts';

/** The three types of RFC 9535, section 2.4.1. */
export type PathType = 'ValueType' | 'LogicalType' | 'NodesType';

/** The JavaScript type of arguments and results for each of them. */
export interface PathTypes {
  /** A JSON value, or `undefined` for Nothing. */
  ValueType: unknown;
  /** The result of a test. */
  LogicalType: boolean;
  /** The values of the nodes in a nodelist, in order. */
  NodesType: readonly unknown[];
}

/** A function for filters with its declared types (section 2.4). It must not modify its arguments. */
export interface PathFunction<
  Parameters extends readonly PathType[] = readonly PathType[],
  Result extends PathType = PathType,
> {
  /** The types of the parameters. A query that passes a different number of arguments, or other types, is refused. */
  readonly parameters: Parameters;
  /** The type of the result of `evaluate`, which decides where in a filter the function may be used. */
  readonly result: Result;
  /** Called for each node that the filter tests. What it throws, the evaluation throws. */
  evaluate(
    ...values: { [Index in keyof Parameters]: PathTypes[Parameters[Index]] }
  ): PathTypes[Result];
}

/** Functions by their names. */
export type PathFunctions = Readonly<Record<string, PathFunction>>;

/**
 * Declares a function for the `functions` option of `compile` and `parse`. It returns the declaration unchanged; its purpose is that
 * TypeScript infers the types of the parameters and the result of `evaluate`. O(1).
 *
 * @example
 * ```ts
 * import { compile, defineFunction } from '@data-map/path';
 * const startsWith = defineFunction({
 *   parameters: ['ValueType', 'ValueType'],
 *   result: 'LogicalType',
 *   evaluate: (text, start) =>
 *     typeof text === 'string' && typeof start === 'string' && text.startsWith(start),
 * });
 * const query = compile("$[?starts_with(@, 'b')]", { functions: { starts_with: startsWith } });
 * console.log(query.values(['foo', 'bar', 'baz'])); // -> [ 'bar', 'baz' ]
 * ```
 */
export function defineFunction<
  const Parameters extends readonly PathType[],
  Result extends PathType,
>(declaration: PathFunction<Parameters, Result>): PathFunction<Parameters, Result> {
  return declaration;
}

/** The functions of section 2.4.4 to 2.4.8. */
const standard: PathFunctions = {
  length: /* @__PURE__ */ defineFunction({
    parameters: ['ValueType'],
    result: 'ValueType',
    evaluate: lengthOf,
  }),
  count: /* @__PURE__ */ defineFunction({
    parameters: ['NodesType'],
    result: 'ValueType',
    evaluate: (nodes) => nodes.length,
  }),
  match: /* @__PURE__ */ defineFunction({
    parameters: ['ValueType', 'ValueType'],
    result: 'LogicalType',
    evaluate: (text, pattern) => typeof text === 'string' && regexp(pattern)?.match(text) === true,
  }),
  search: /* @__PURE__ */ defineFunction({
    parameters: ['ValueType', 'ValueType'],
    result: 'LogicalType',
    evaluate: (text, pattern) => typeof text === 'string' && regexp(pattern)?.search(text) === true,
  }),
  value: /* @__PURE__ */ defineFunction({
    parameters: ['NodesType'],
    result: 'ValueType',
    evaluate: (nodes) => (nodes.length === 1 ? nodes[0] : undefined),
  }),
};

/** Returns the function of that name; a custom function takes precedence over a standard one. */
export function findFunction(name: string, custom: PathFunctions): PathFunction | undefined {
  if (Object.hasOwn(custom, name)) return custom[name];
  return Object.hasOwn(standard, name) ? standard[name] : undefined;
}

/** Returns the number of characters, elements or members (section 2.4.4), Nothing for other values. */
function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string') return codePointLength(value);
  if (Array.isArray(value)) return value.length;
  return isPlainObject(value) ? Object.keys(value).length : undefined;
}

/** Compiled patterns by their text; `undefined` for invalid ones. Patterns are nearly always literals, so that each is compiled once. */
const regexps = new Map<string, IRegexp | undefined>();

/** Bounds `regexps`, since patterns can also be read from documents. Clearing it costs one compilation per pattern in use. */
const MAX_REGEXPS = 256;

function regexp(pattern: unknown): IRegexp | undefined {
  if (typeof pattern !== 'string') return undefined;
  const known = regexps.get(pattern);
  if (known !== undefined || regexps.has(pattern)) return known;
  if (regexps.size >= MAX_REGEXPS) regexps.clear();
  const compiled = compileIRegexp(pattern);
  regexps.set(pattern, compiled);
  return compiled;
}
