import { jsonEqual } from '../json-equal.ts';
import type { ComparisonOperator } from './ast.ts';
import { isBefore } from './code-points.ts';

/**
 * Whether a comparison holds (RFC 9535, section 2.3.5.2.2). Nothing is `undefined`: it equals itself only.
 * Numbers are ordered among themselves, strings by code point; everything else is not ordered, so that
 * `<=` and `>=` hold where both sides are equal. O(1) for numbers, O(size) for the rest.
 */
export function compare(left: unknown, operator: ComparisonOperator, right: unknown): boolean {
  switch (operator) {
    case '==':
      return jsonEqual(left, right);
    case '!=':
      return !jsonEqual(left, right);
    case '<':
      return isLess(left, right);
    case '>':
      return isLess(right, left);
    case '<=':
      return isLess(left, right) || jsonEqual(left, right);
    case '>=':
      return isLess(right, left) || jsonEqual(left, right);
  }
}

function isLess(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return typeof left === 'string' && typeof right === 'string' && isBefore(left, right);
}

/** The operator for the same comparison with its sides exchanged. */
export function mirror(operator: ComparisonOperator): ComparisonOperator {
  return MIRRORED[operator];
}

const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
