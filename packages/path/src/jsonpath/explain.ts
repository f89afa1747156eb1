import type { Comparable, LogicalExpression, Query } from './ast.ts';
import { isSingularQuery } from './ast.ts';
import { formatExpression, formatSelectors } from './format.ts';
import { normalizedSegment } from './normalized-path.ts';
import { type LookupPath, type Operation, planOf } from './plan.ts';
import { compile, CompiledQuery, type CompileOptions } from './query.ts';

/**
 * Describes the plan of a query in words: one line per operation, and below it how its filter is evaluated. The lines show what
 * became a direct lookup, which loops remain, which comparisons are specialised, and what is evaluated only once. O(size of the query).
 *
 * @throws PathSyntaxError, PathTypeError, PathLimitError, RangeError, TypeError as `compile` does
 * @example
 * ```ts
 * import { explain } from '@data-map/path';
 * console.log(explain('$.users[0].name')); // -> look up ['users'][0]['name']: a direct lookup, no loop
 * ```
 */
export function explain(
  query: string | Query | CompiledQuery,
  options: CompileOptions = {},
): string {
  const { ast } = query instanceof CompiledQuery ? query : compile(query, options);
  const operations = planOf(ast.segments);
  if (operations.length === 0) return 'take the root';
  const [first] = operations;
  if (isSingularQuery(ast) && first?.type === 'lookup') {
    return `look up ${formatPath(first.path)}: a direct lookup, no loop`;
  }
  return operations
    .flatMap((operation, index) => explainOperation(operation, index === 0))
    .join('\n');
}

function explainOperation(operation: Operation, isFirst: boolean): string[] {
  switch (operation.type) {
    case 'lookup':
      return [`look up ${formatPath(operation.path)}${isFirst ? ': once, before any loop' : ''}`];
    case 'each': {
      const { selector, path } = operation;
      const reading = readingOf(path);
      if (selector.type === 'wildcard') return [`loop over all children${reading}`];
      return [
        `loop over the children, test each${reading}`,
        ...explainTest(selector.expression, '  '),
      ];
    }
    case 'slice':
      return [
        `loop over the elements ${formatSelectors([operation.selector])}${readingOf(operation.path)}`,
      ];
    case 'union':
      return [
        `select ${formatSelectors(operation.selectors)} from the same node, one after the other`,
      ];
    case 'descend':
      return [
        `visit the node and all its descendants, select ${formatSelectors(operation.selectors)} from each`,
      ];
  }
}

function readingOf(path: LookupPath): string {
  return path.length === 0 ? '' : `, read ${formatPath(path)} of each in the same loop`;
}

function formatPath(path: LookupPath): string {
  return path.map(normalizedSegment).join('');
}

function explainTest(expression: LogicalExpression, indent: string): string[] {
  switch (expression.type) {
    case 'or':
    case 'and':
      return [
        `${indent}${expression.type === 'or' ? 'any' : 'all'} of, from left to right:`,
        ...expression.operands.flatMap((operand) => explainTest(operand, `${indent}  `)),
      ];
    case 'not':
      return [`${indent}not:`, ...explainTest(expression.operand, `${indent}  `)];
    default:
      return [`${indent}${formatExpression(expression)}: ${methodOf(expression)}`];
  }
}

function methodOf(expression: Exclude<LogicalExpression, { type: 'or' | 'and' | 'not' }>): string {
  switch (expression.type) {
    case 'query':
      if (isSingularQuery(expression)) return 'is there, a direct lookup';
      return expression.identifier === '$'
        ? 'stops at the first node, once per evaluation'
        : 'stops at the first node';
    case 'function':
      return 'a function';
    case 'comparison': {
      const { left, operator, right } = expression;
      const literal = left.type === 'literal' ? left : right;
      const isEquality = operator === '==' || operator === '!=';
      if (literal.type !== 'literal') return `two values, ${sourceOf(left)} and ${sourceOf(right)}`;
      if (isEquality) return 'identity with a literal';
      return `order, against a literal ${literal.value === null ? 'null' : typeof literal.value}`;
    }
  }
}

function sourceOf(comparable: Comparable): string {
  if (comparable.type !== 'query') return 'a function';
  return comparable.identifier === '$' ? 'one at the root' : 'one of the node';
}
