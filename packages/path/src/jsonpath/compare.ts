import { jsonEqual } from '../json-equal.ts';
import type { ComparisonOperator } from './ast.ts';
import type { Comparator } from './closures.ts';
import { isBefore } from './code-points.ts';
import type { Evaluation } from './evaluation.ts';

/**
 * The comparisons of RFC 9535, section 2.3.5.2.2. Nothing is `undefined`: it equals itself only. Numbers are
 * ordered among themselves, strings by code point; everything else is not ordered, so that `<=` and `>=`
 * hold where both sides are equal. O(1) for numbers, O(size) for the rest.
 */
export const comparators: Readonly<Record<ComparisonOperator, Comparator>> = {
  '==': isEqual,
  '!=': (left, right, run) => !isEqual(left, right, run),
  '<': isLess,
  '>': (left, right) => isLess(right, left),
  '<=': (left, right, run) => isLess(left, right) || isEqual(left, right, run),
  '>=': (left, right, run) => isLess(right, left) || isEqual(left, right, run),
};

/** What a comparison of containers looks at counts as visited, or it could go on for ever in a cycle. */
function isEqual(left: unknown, right: unknown, run: Evaluation): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  return jsonEqual(left, right, (count) => run.visit(count));
}

function isLess(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return typeof left === 'string' && typeof right === 'string' && isBefore(left, right);
}

/** The operators for the same comparisons with their sides exchanged. */
export const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
