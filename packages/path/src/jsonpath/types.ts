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
 * Well-typedness (RFC 9535, section 2.4.3): every function is known, gets what it declares, and gives
 * what the place where it stands needs. One walk over the filters of a tree. O(size of the query).
 *
 * @param text what the query was parsed from, for the message
 */
export function checkTypes(query: Query, functions: PathFunctions, text?: string): void {
  checkQuery(query, { functions, text }, 0);
}

/** What the checks go by. */
interface Terms {
  readonly functions: PathFunctions;
  readonly text: string | undefined;
}

function checkQuery(query: Query, terms: Terms, depth: number): void {
  for (const segment of query.segments) {
    for (const selector of segment.selectors) {
      if (selector.type === 'filter') checkTest(selector.expression, terms, depth + 1);
    }
  }
}

/** Texts nest less deep, since the parser counts their brackets; only trees written by hand get here. */
const MAX_DEPTH = 1_024;

function checkTest(expression: LogicalExpression, terms: Terms, depth: number): void {
  requireDepth(depth);
  switch (expression.type) {
    case 'or':
    case 'and':
      for (const operand of expression.operands) checkTest(operand, terms, depth + 1);
      break;
    case 'not':
      checkTest(expression.operand, terms, depth + 1);
      break;
    case 'comparison':
      checkComparable(expression.left, terms, depth);
      checkComparable(expression.right, terms, depth);
      break;
    case 'query':
      checkQuery(expression, terms, depth);
      break;
    case 'function':
      if (checkFunction(expression, terms, depth).result === 'ValueType') {
        fail(expression, terms, 'must be compared: its result is a value');
      }
  }
}

function requireDepth(depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new PathLimitError(`The filter is nested deeper than ${MAX_DEPTH} levels`);
  }
}

function checkComparable(comparable: Comparable, terms: Terms, depth: number): void {
  if (comparable.type === 'function') {
    if (checkFunction(comparable, terms, depth).result !== 'ValueType') {
      fail(comparable, terms, 'cannot be compared: its result is not a value');
    }
  } else if (comparable.type === 'query' && !isSingularQuery(comparable)) {
    throw new PathTypeError('A query in a comparison must be singular', undefined);
  }
}

function checkFunction(call: FunctionExpression, terms: Terms, depth: number): PathFunction {
  requireDepth(depth);
  const found =
    findFunction(call.name, terms.functions) ?? fail(call, terms, 'is not a known function');
  const { length } = call.arguments;
  const { parameters } = found;
  if (!isDeclared(found)) {
    fail(call, terms, 'must have types and a function "evaluate"');
  }
  if (length !== parameters.length) {
    fail(
      call,
      terms,
      `takes ${parameters.length} argument${parameters.length === 1 ? '' : 's'}, not ${length}`,
    );
  }
  for (const [index, argument] of call.arguments.entries()) {
    const type = parameters[index] as PathType;
    if (!fits(argument, type, terms, depth + 1)) {
      throw new PathTypeError(
        `Argument ${index + 1} of ${call.name}() must be ${DESCRIPTION[type]}`,
        call.offset,
        terms.text,
      );
    }
  }
  return found;
}

/** Whether a declaration is one, as the types demand it of TypeScript. */
function isDeclared({ parameters, result, evaluate }: PathFunction): boolean {
  return (
    typeof evaluate === 'function' &&
    Array.isArray(parameters) &&
    [result, ...parameters].every((type) => Object.hasOwn(DESCRIPTION, type))
  );
}

/** Whether an argument, itself well-typed, can be passed for a parameter of the type. */
function fits(argument: FunctionArgument, type: PathType, terms: Terms, depth: number): boolean {
  if (argument.type === 'literal') return type === 'ValueType';
  if (argument.type === 'function') {
    const { result } = checkFunction(argument, terms, depth);
    return result === type || (result === 'NodesType' && type === 'LogicalType');
  }
  checkTest(argument, terms, depth);
  if (argument.type !== 'query') return type === 'LogicalType';
  return type !== 'ValueType' || isSingularQuery(argument);
}

const DESCRIPTION: Readonly<Record<PathType, string>> = {
  ValueType: 'a literal, a singular query or a function with a value',
  LogicalType: 'a logical expression',
  NodesType: 'a query or a function with a nodelist',
};

function fail(call: FunctionExpression, { text }: Terms, problem: string): never {
  throw new PathTypeError(`${call.name}() ${problem}`, call.offset, text);
}
