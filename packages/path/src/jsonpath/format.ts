import type { FunctionArgument, LogicalExpression, Query, QuerySegment, Selector } from './ast.ts';
import { requireQuery } from './errors.ts';
import { normalizedString } from './normalized-path.ts';

/**
 * Returns the text of a syntax tree in a canonical form: names in dot notation where the grammar allows it, single quotes, no redundant
 * blanks or parentheses. Parsing this text gives an equal tree, except for the offsets of functions. O(size of the query).
 *
 * @throws PathSyntaxError when `query` is not a syntax tree
 * @example
 * ```ts
 * import { formatQuery, parse } from '@data-map/path';
 * console.log(formatQuery(parse('$["todos"] [ ? !(@.done) ]'))); // -> $.todos[?!@.done]
 * ```
 */
export function formatQuery(query: Query): string {
  requireQuery(query);
  return query.identifier + query.segments.map(formatSegment).join('');
}

/** `member-name-shorthand`. Surrogates are excluded, so that a name with a character above U+FFFF is quoted. */
const SHORTHAND = /^[A-Za-z_\u0080-\ud7ff\ue000-\uffff][\w\u0080-\ud7ff\ue000-\uffff]*$/;

/** Returns the text of a segment, with its dots or brackets. */
function formatSegment({ type, selectors }: QuerySegment): string {
  const [only, second] = selectors;
  const dots = type === 'child' ? '' : '..';
  if (only !== undefined && second === undefined) {
    if (only.type === 'wildcard') return `${dots || '.'}*`;
    if (only.type === 'name' && SHORTHAND.test(only.name)) return `${dots || '.'}${only.name}`;
  }
  return dots + formatSelectors(selectors);
}

/** Returns the text of selectors in their brackets. */
export function formatSelectors(selectors: readonly Selector[]): string {
  return `[${selectors.map(formatSelector).join(', ')}]`;
}

function formatSelector(selector: Selector): string {
  switch (selector.type) {
    case 'name':
      return normalizedString(selector.name);
    case 'wildcard':
      return '*';
    case 'index':
      return String(selector.index);
    case 'slice': {
      const { start = '', end = '', step } = selector;
      return `${start}:${end}${step === undefined ? '' : `:${step}`}`;
    }
    case 'filter':
      return `?${formatExpression(selector.expression)}`;
  }
}

/** Returns the text of an expression of a filter, with parentheses only where the precedence of operators requires them. */
export function formatExpression(expression: FunctionArgument): string {
  switch (expression.type) {
    case 'or':
      return formatOperands(expression.operands, ' || ', ['or']);
    case 'and':
      return formatOperands(expression.operands, ' && ', ['or', 'and']);
    case 'not':
      return `!${formatOperand(expression.operand, ['or', 'and', 'not', 'comparison'])}`;
    case 'comparison':
      return `${formatExpression(expression.left)} ${expression.operator} ${formatExpression(expression.right)}`;
    case 'query':
      return formatQuery(expression);
    case 'function':
      return `${expression.name}(${expression.arguments.map(formatExpression).join(', ')})`;
    case 'literal':
      return typeof expression.value === 'string'
        ? normalizedString(expression.value)
        : formatLiteral(expression.value);
  }
}

/** Infinity has no literal, but it is what the literal `1e999` is parsed to. */
function formatLiteral(value: number | boolean | null): string {
  if (typeof value !== 'number' || Number.isFinite(value))
    return Object.is(value, -0) ? '-0' : String(value);
  return value < 0 ? '-1e999' : '1e999';
}

/** @param enclosed the types of operands that need parentheses */
function formatOperands(
  operands: readonly LogicalExpression[],
  operator: string,
  enclosed: readonly LogicalExpression['type'][],
): string {
  const text = operands.map((operand) => formatOperand(operand, enclosed)).join(operator);
  return operands.length === 1 ? `(${text})` : text;
}

function formatOperand(
  operand: LogicalExpression,
  enclosed: readonly LogicalExpression['type'][],
): string {
  const text = formatExpression(operand);
  return enclosed.includes(operand.type) ? `(${text})` : text;
}
