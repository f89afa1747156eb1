import { jsonEqual } from '../json-equal.ts';
import type { ComparisonOperator } from './ast.ts';
import type { Comparator } from './closures.ts';
import { isBefore } from './code-points.ts';

/**
 * The comparisons of RFC 9535, section 2.3.5.2.2. Nothing is `undefined`: it equals itself only. Numbers are
 * ordered among themselves, strings by code point; everything else is not ordered, so that `<=` and `>=`
 * hold where both sides are equal. O(1) for numbers, O(size) for the rest.
 */
export const comparators: Readonly<Record<ComparisonOperator, Comparator>> = {
  '==': jsonEqual,
  '!=': (left, right) => !jsonEqual(left, right),
  '<': isLess,
  '>': (left, right) => isLess(right, left),
  '<=': (left, right) => isLess(left, right) || jsonEqual(left, right),
  '>=': (left, right) => isLess(right, left) || jsonEqual(left, right),
};

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
