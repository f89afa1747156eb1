import type { FunctionArgument, LogicalExpression, Query, QuerySegment, Selector } from './ast.ts';
import { requireQuery } from './errors.ts';
import { normalizedString } from './normalized-path.ts';

/**
 * The text of a syntax tree, in one canonical form: short names with dots, single quotes, no needless blanks
 * or parentheses. The inverse of `parse`, up to the form and to the offsets of functions. O(size).
 *
 * @throws PathSyntaxError when it is no syntax tree
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

const SHORTHAND = /^[A-Za-z_\u0080-\ud7ff\ue000-\uffff][\w\u0080-\ud7ff\ue000-\uffff]*$/;

/** A segment, with its dots or brackets. */
function formatSegment({ type, selectors }: QuerySegment): string {
  const [only, second] = selectors;
  const dots = type === 'child' ? '' : '..';
  if (only !== undefined && second === undefined) {
    if (only.type === 'wildcard') return `${dots || '.'}*`;
    if (only.type === 'name' && SHORTHAND.test(only.name)) return `${dots || '.'}${only.name}`;
  }
  return dots + formatSelectors(selectors);
}

/** Selectors in their brackets. */
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

/** An expression of a filter. Parentheses stand only where the precedence of the operators needs them. */
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

/** `1e1000` is a number of the grammar that no `number` holds but Infinity. */
function formatLiteral(value: number | boolean | null): string {
  if (typeof value !== 'number' || Number.isFinite(value))
    return Object.is(value, -0) ? '-0' : String(value);
  return value < 0 ? '-1e999' : '1e999';
}

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
