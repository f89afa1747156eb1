import type {
  Comparable,
  Comparison,
  ComparisonOperator,
  FunctionArgument,
  FunctionExpression,
  Literal,
  LogicalExpression,
  Query,
  QuerySegment,
  Selector,
} from './ast.ts';
import { isSingularQuery } from './ast.ts';
import * as Code from './codes.ts';
import { PathLimitError, PathSyntaxError } from './errors.ts';
import type { PathFunctions } from './functions.ts';
import { isDigit, Lexer } from './lexer.ts';
import { checkTypes } from './types.ts';

/**
 * A recursive-descent parser for the grammar of RFC 9535: one function per rule, which consumes tokens from the lexer and returns a
 * node of the tree. One character of look-ahead decides what to parse, with three exceptions. A query or function in a filter
 * is the left side of a comparison if an operator follows. `true`, `false` and `null` are literals unless they are the beginning of
 * a function name. An argument that starts with a literal is parsed again if it turns out to be a comparison.
 *
 * Lists of segments, selectors, operands and arguments are parsed by loops. Only parentheses, brackets inside of filters and
 * arguments recurse, and `MAX_NESTING` bounds them. Cost: O(length).
 */

/** Far more than anybody writes, and far less than what overflows the stack of any engine. */
const MAX_NESTING = 256;

/** Parses a text and checks the types of functions; without functions every query that follows the grammar is well-typed. */
export function parseText(text: string, functions: PathFunctions): Query {
  if (typeof text !== 'string') throw new PathSyntaxError('a query', text, 0);
  const lexer = new Lexer(text);
  if (!lexer.take(Code.Dollar)) lexer.fail('"$"');
  const query: Query = { type: 'query', identifier: '$', segments: segments(lexer) };
  if (lexer.at < text.length) lexer.fail('a segment or the end');
  if (lexer.hasFunctions) checkTypes(query, functions, text);
  return query;
}

/** `segments`. Arrays of up to three, the usual lengths, are literals: `push` on an empty array would reserve 17 places. */
function segments(lexer: Lexer): QuerySegment[] {
  const first = segment(lexer);
  if (first === undefined) return [];
  const second = segment(lexer);
  if (second === undefined) return [first];
  let next = segment(lexer);
  if (next === undefined) return [first, second];
  const list = [first, second, next];
  while ((next = segment(lexer)) !== undefined) list.push(next);
  return list;
}

/** `segment`, or nothing. Blanks without a segment behind them are not consumed: at the end of a query they are an error. */
function segment(lexer: Lexer): QuerySegment | undefined {
  const start = lexer.at;
  const code = lexer.blanks();
  if (code === Code.OpenBracket) return { type: 'child', selectors: bracketed(lexer) };
  if (code !== Code.Dot) {
    lexer.moveTo(start);
    return undefined;
  }
  lexer.skip();
  if (!lexer.take(Code.Dot)) return { type: 'child', selectors: [wildcardOrName(lexer)] };
  const isBracket = lexer.code === Code.OpenBracket;
  return {
    type: 'descendant',
    selectors: isBracket ? bracketed(lexer) : [wildcardOrName(lexer)],
  };
}

function wildcardOrName(lexer: Lexer): Selector {
  if (lexer.take(Code.Star)) return { type: 'wildcard' };
  return { type: 'name', name: lexer.shorthand() };
}

/** `bracketed-selection`. */
function bracketed(lexer: Lexer): Selector[] {
  nest(lexer);
  lexer.blanks();
  const list = [selector(lexer)];
  while (nextInList(lexer, Code.CloseBracket, '"," or "]"')) list.push(selector(lexer));
  return list;
}

function selector(lexer: Lexer): Selector {
  const code = lexer.code;
  if (code === Code.Quote || code === Code.DoubleQuote) {
    return { type: 'name', name: lexer.string() };
  }
  if (code === Code.Star) {
    lexer.skip();
    return { type: 'wildcard' };
  }
  if (code === Code.Question) {
    lexer.skip();
    lexer.blanks();
    return { type: 'filter', expression: logicalOr(lexer) };
  }
  if (code !== Code.Colon && code !== Code.Minus && !isDigit(code)) lexer.fail('a selector');
  return indexOrSlice(lexer);
}

function indexOrSlice(lexer: Lexer): Selector {
  const start = optionalInteger(lexer);
  const behind = lexer.at;
  lexer.blanks();
  if (!lexer.take(Code.Colon) && start !== undefined) {
    lexer.moveTo(behind);
    return { type: 'index', index: start };
  }
  lexer.blanks();
  const end = optionalInteger(lexer);
  lexer.blanks();
  let step: number | undefined;
  if (lexer.take(Code.Colon)) {
    lexer.blanks();
    step = optionalInteger(lexer);
  }
  return { type: 'slice', start, end, step };
}

function optionalInteger(lexer: Lexer): number | undefined {
  const code = lexer.code;
  return code === Code.Minus || isDigit(code) ? lexer.integer() : undefined;
}

/** `logical-or-expr`. */
function logicalOr(lexer: Lexer): LogicalExpression {
  const first = logicalAnd(lexer);
  if (!connective(lexer, Code.Bar)) return first;
  const operands = [first];
  do operands.push(logicalAnd(lexer));
  while (connective(lexer, Code.Bar));
  return { type: 'or', operands };
}

/** `logical-and-expr`. */
function logicalAnd(lexer: Lexer): LogicalExpression {
  const first = basic(lexer);
  if (!connective(lexer, Code.Ampersand)) return first;
  const operands = [first];
  do operands.push(basic(lexer));
  while (connective(lexer, Code.Ampersand));
  return { type: 'and', operands };
}

/** `||` or `&&`, and the blanks around it. Consumes nothing, not even blanks, if it does not come next. */
function connective(lexer: Lexer, code: number): boolean {
  const start = lexer.at;
  if (lexer.blanks() === code && lexer.takeTwo(code, code)) {
    lexer.blanks();
    return true;
  }
  lexer.moveTo(start);
  return false;
}

/** `basic-expr`: an expression in parentheses, a comparison or a test, with its negation. */
function basic(lexer: Lexer): LogicalExpression {
  if (lexer.take(Code.Bang)) {
    lexer.blanks();
    const operand =
      lexer.code === Code.Open
        ? parenthesis(lexer)
        : queryOrFunction(lexer, 'a query, a function or "("');
    return { type: 'not', operand };
  }
  if (lexer.code === Code.Open) return parenthesis(lexer);
  const start = lexer.at;
  const left = comparable(lexer);
  const end = lexer.at;
  const operator = comparisonOperator(lexer);
  if (operator === undefined) {
    if (left.type === 'literal') lexer.fail('a comparison operator');
    lexer.moveTo(end);
    return left;
  }
  return comparison(lexer, start, left, operator);
}

/** `comparison-op` and the blanks before it, or nothing. */
function comparisonOperator(lexer: Lexer): ComparisonOperator | undefined {
  const code = lexer.blanks();
  if (code === Code.Equals) return lexer.takeTwo(code, code) ? '==' : lexer.fail('"=="');
  if (code === Code.Bang) return lexer.takeTwo(code, Code.Equals) ? '!=' : lexer.fail('"!="');
  if (lexer.take(Code.Less)) return lexer.take(Code.Equals) ? '<=' : '<';
  if (lexer.take(Code.Greater)) return lexer.take(Code.Equals) ? '>=' : '>';
  return undefined;
}

/** The rest of `comparison-expr`, behind its operator. */
function comparison(
  lexer: Lexer,
  start: number,
  left: Comparable,
  operator: ComparisonOperator,
): Comparison {
  requireSingular(lexer, left, start);
  lexer.blanks();
  const behind = lexer.at;
  const right = comparable(lexer);
  requireSingular(lexer, right, behind);
  return { type: 'comparison', operator, left, right };
}

function requireSingular(lexer: Lexer, comparand: Comparable, offset: number): void {
  if (comparand.type === 'query' && !isSingularQuery(comparand)) {
    lexer.fail('a singular query in a comparison', offset);
  }
}

/** `paren-expr`, without the negation. */
function parenthesis(lexer: Lexer): LogicalExpression {
  nest(lexer);
  lexer.blanks();
  const expression = logicalOr(lexer);
  lexer.blanks();
  if (!lexer.take(Code.Close)) lexer.fail('"&&", "||" or ")"');
  lexer.depth--;
  return expression;
}

/** `comparable`, or a test that starts like one: only `comparison` knows that queries have to be singular. */
function comparable(lexer: Lexer): Comparable {
  return literal(lexer) ?? queryOrFunction(lexer);
}

/** `literal`, or nothing if none comes next. */
function literal(lexer: Lexer): Literal | undefined {
  const code = lexer.code;
  if (code === Code.Quote || code === Code.DoubleQuote) {
    return { type: 'literal', value: lexer.string() };
  }
  if (code === Code.Minus || isDigit(code)) return { type: 'literal', value: lexer.number() };
  if (code !== Code.LowerT && code !== Code.LowerF && code !== Code.LowerN) return undefined;
  if (lexer.takeLiteral('true')) return { type: 'literal', value: true };
  if (lexer.takeLiteral('false')) return { type: 'literal', value: false };
  if (lexer.takeLiteral('null')) return { type: 'literal', value: null };
  return undefined;
}

/** `filter-query` or `function-expr`. */
function queryOrFunction(lexer: Lexer, expected?: string): Query | FunctionExpression {
  if (lexer.take(Code.At)) return { type: 'query', identifier: '@', segments: segments(lexer) };
  if (lexer.take(Code.Dollar)) return { type: 'query', identifier: '$', segments: segments(lexer) };
  const offset = lexer.at;
  const name = lexer.word(expected);
  if (lexer.code !== Code.Open) lexer.fail('"("');
  lexer.hasFunctions = true;
  return { type: 'function', name, arguments: functionArguments(lexer), offset };
}

function functionArguments(lexer: Lexer): FunctionArgument[] {
  nest(lexer);
  lexer.blanks();
  const list: FunctionArgument[] = [];
  if (lexer.take(Code.Close)) {
    lexer.depth--;
    return list;
  }
  do list.push(functionArgument(lexer));
  while (nextInList(lexer, Code.Close, '"," or ")"'));
  return list;
}

/**
 * `function-argument`. A literal is an argument by itself, unless an operator behind it makes it an operand of a comparison. A query or
 * function in parentheses is a logical expression and no longer a value or nodelist; the tree represents it by an `and` of one operand.
 */
function functionArgument(lexer: Lexer): FunctionArgument {
  const start = lexer.at;
  const value = literal(lexer);
  if (value !== undefined) {
    const end = lexer.at;
    const code = lexer.blanks();
    lexer.moveTo(end);
    if (code === Code.Comma || code === Code.Close) return value;
    lexer.moveTo(start);
  }
  const isEnclosed = lexer.code === Code.Open;
  const expression = logicalOr(lexer);
  const isTest = expression.type === 'query' || expression.type === 'function';
  return isEnclosed && isTest ? { type: 'and', operands: [expression] } : expression;
}

/** Consumes what follows an element of a list: a comma and blanks (returns true), or the closing bracket (returns false). */
function nextInList(lexer: Lexer, close: number, expected: string): boolean {
  lexer.blanks();
  if (lexer.take(Code.Comma)) {
    lexer.blanks();
    return true;
  }
  if (!lexer.take(close)) lexer.fail(expected);
  lexer.depth--;
  return false;
}

/** Consumes an opening bracket or parenthesis. @throws PathLimitError beyond `MAX_NESTING` */
function nest(lexer: Lexer): void {
  lexer.skip();
  if (++lexer.depth > MAX_NESTING) {
    throw new PathLimitError(
      `The query is nested deeper than ${MAX_NESTING} levels at offset ${lexer.at - 1}`,
    );
  }
}
