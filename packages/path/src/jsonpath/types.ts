import type {
  Comparable,
  FunctionArgument,
  FunctionExpression,
  LogicalExpression,
  Query,
} from './ast.ts';
import { isSingularQuery } from './ast.ts';
import { PathTypeError } from './errors.ts';
import { findFunction, type PathFunction, type PathFunctions, type PathType } from './functions.ts';

/**
 * Well-typedness (RFC 9535, section 2.4.3): every function is known, gets what it declares, and gives
 * what the place where it stands needs. One walk over the filters of a tree. O(size of the query).
 */
export function checkTypes(query: Query, functions: PathFunctions): void {
  for (const segment of query.segments) {
    for (const selector of segment.selectors) {
      if (selector.type === 'filter') checkTest(selector.expression, functions);
    }
  }
}

function checkTest(expression: LogicalExpression, functions: PathFunctions): void {
  switch (expression.type) {
    case 'or':
    case 'and':
      for (const operand of expression.operands) checkTest(operand, functions);
      break;
    case 'not':
      checkTest(expression.operand, functions);
      break;
    case 'comparison':
      checkComparable(expression.left, functions);
      checkComparable(expression.right, functions);
      break;
    case 'query':
      checkTypes(expression, functions);
      break;
    case 'function':
      if (checkFunction(expression, functions).result === 'ValueType') {
        fail(expression, 'must be compared: its result is a value');
      }
  }
}

function checkComparable(comparable: Comparable, functions: PathFunctions): void {
  if (comparable.type === 'function') {
    if (checkFunction(comparable, functions).result !== 'ValueType') {
      fail(comparable, 'cannot be compared: its result is not a value');
    }
  } else if (comparable.type === 'query' && !isSingularQuery(comparable)) {
    throw new PathTypeError('A query in a comparison must be singular', undefined);
  }
}

function checkFunction(call: FunctionExpression, functions: PathFunctions): PathFunction {
  const found = findFunction(call.name, functions) ?? fail(call, 'is not a known function');
  const { parameters } = found;
  if (call.arguments.length !== parameters.length) {
    fail(call, `takes ${parameters.length} arguments, not ${call.arguments.length}`);
  }
  for (const [index, argument] of call.arguments.entries()) {
    const type = parameters[index] as PathType;
    if (!fits(argument, type, functions)) {
      throw new PathTypeError(
        `Argument ${index + 1} of ${call.name}() must be ${DESCRIPTION[type]}`,
        call.offset,
      );
    }
  }
  return found;
}

/** Whether an argument, itself well-typed, can be passed for a parameter of the type. */
function fits(argument: FunctionArgument, type: PathType, functions: PathFunctions): boolean {
  if (argument.type === 'literal') return type === 'ValueType';
  if (argument.type === 'function') {
    const { result } = checkFunction(argument, functions);
    return result === type || (result === 'NodesType' && type === 'LogicalType');
  }
  checkTest(argument, functions);
  if (argument.type !== 'query') return type === 'LogicalType';
  return type !== 'ValueType' || isSingularQuery(argument);
}

const DESCRIPTION: Readonly<Record<PathType, string>> = {
  ValueType: 'a literal, a singular query or a function with a value',
  LogicalType: 'a logical expression',
  NodesType: 'a query or a function with a nodelist',
};

function fail(call: FunctionExpression, problem: string): never {
  throw new PathTypeError(`${call.name}() ${problem}`, call.offset);
}
