import type {
  Comparable,
  FunctionArgument,
  FunctionExpression,
  LogicalExpression,
  Query,
} from './ast.ts';
import { isSingularQuery } from './ast.ts';
import { PathLimitError, PathTypeError } from './errors.ts';
import { findFunction, type PathFunction, type PathFunctions, type PathType } from './functions.ts';

/**
 * Checks that a query is well-typed (RFC 9535, section 2.4.3): every function is known, is called with arguments of the declared types,
 * and has a result of a type that is allowed where it stands. Also checks that queries in comparisons are singular, and bounds the
 * nesting of filters. One walk over the filters of the tree. O(size of the query).
 *
 * @param text the text that the query was parsed from, for error messages
 * @throws PathTypeError, PathLimitError
 */
export function checkTypes(query: Query, functions: PathFunctions, text?: string): void {
  checkQuery(query, { functions, text }, 0);
}

/** The context of the checks. */
interface Context {
  readonly functions: PathFunctions;
  readonly text: string | undefined;
}

function checkQuery(query: Query, context: Context, depth: number): void {
  for (const segment of query.segments) {
    for (const selector of segment.selectors) {
      if (selector.type === 'filter') checkTest(selector.expression, context, depth + 1);
    }
  }
}

/** Only trees written by hand can nest deeper: for texts the limit of the parser, 256 levels of brackets, is reached first. */
const MAX_DEPTH = 1_024;

function checkTest(expression: LogicalExpression, context: Context, depth: number): void {
  requireDepth(depth);
  switch (expression.type) {
    case 'or':
    case 'and':
      for (const operand of expression.operands) checkTest(operand, context, depth + 1);
      break;
    case 'not':
      checkTest(expression.operand, context, depth + 1);
      break;
    case 'comparison':
      checkComparable(expression.left, context, depth);
      checkComparable(expression.right, context, depth);
      break;
    case 'query':
      checkQuery(expression, context, depth);
      break;
    case 'function':
      if (checkFunction(expression, context, depth).result === 'ValueType') {
        fail(expression, context, 'must be compared: its result is a value');
      }
  }
}

function requireDepth(depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new PathLimitError(`The filter is nested deeper than ${MAX_DEPTH} levels`);
  }
}

function checkComparable(comparable: Comparable, context: Context, depth: number): void {
  if (comparable.type === 'function') {
    if (checkFunction(comparable, context, depth).result !== 'ValueType') {
      fail(comparable, context, 'cannot be compared: its result is not a value');
    }
  } else if (comparable.type === 'query' && !isSingularQuery(comparable)) {
    throw new PathTypeError('A query in a comparison must be singular', undefined);
  }
}

function checkFunction(call: FunctionExpression, context: Context, depth: number): PathFunction {
  requireDepth(depth);
  const found =
    findFunction(call.name, context.functions) ?? fail(call, context, 'is not a known function');
  const { length } = call.arguments;
  const { parameters } = found;
  if (!isDeclared(found)) {
    fail(call, context, 'must have types and a function "evaluate"');
  }
  if (length !== parameters.length) {
    fail(
      call,
      context,
      `takes ${parameters.length} argument${parameters.length === 1 ? '' : 's'}, not ${length}`,
    );
  }
  for (const [index, argument] of call.arguments.entries()) {
    const type = parameters[index] as PathType;
    if (!fits(argument, type, context, depth + 1)) {
      throw new PathTypeError(
        `Argument ${index + 1} of ${call.name}() must be ${DESCRIPTION[type]}`,
        call.offset,
        context.text,
      );
    }
  }
  return found;
}

/** Whether a declaration is well-formed: callers in JavaScript are not checked by the compiler. */
function isDeclared({ parameters, result, evaluate }: PathFunction): boolean {
  return (
    typeof evaluate === 'function' &&
    Array.isArray(parameters) &&
    [result, ...parameters].every((type) => Object.hasOwn(DESCRIPTION, type))
  );
}

/** Checks an argument, and returns whether it can be passed for a parameter of the type. */
function fits(
  argument: FunctionArgument,
  type: PathType,
  context: Context,
  depth: number,
): boolean {
  if (argument.type === 'literal') return type === 'ValueType';
  if (argument.type === 'function') {
    const { result } = checkFunction(argument, context, depth);
    return result === type || (result === 'NodesType' && type === 'LogicalType');
  }
  checkTest(argument, context, depth);
  if (argument.type !== 'query') return type === 'LogicalType';
  return type !== 'ValueType' || isSingularQuery(argument);
}

const DESCRIPTION: Readonly<Record<PathType, string>> = {
  ValueType: 'a literal, a singular query or a function with a value',
  LogicalType: 'a logical expression',
  NodesType: 'a query or a function with a nodelist',
};

function fail(call: FunctionExpression, { text }: Context, problem: string): never {
  throw new PathTypeError(`${call.name}() ${problem}`, call.offset, text);
}
