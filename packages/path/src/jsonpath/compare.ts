import { jsonEqual } from '../json-equal.ts';
import type { ComparisonOperator } from './ast.ts';
import type { Comparator } from './closures.ts';
import { isBefore } from './code-points.ts';
import type { Evaluation } from './evaluation.ts';

/**
 * The comparisons of RFC 9535, section 2.3.5.2.2. `undefined` is Nothing, which equals only itself. Two numbers are ordered by
 * value, two strings by code points. No other values are ordered: for them `<=` and `>=` mean equality.
 * O(1) for numbers, O(size) for the rest.
 */
export const comparators: Readonly<Record<ComparisonOperator, Comparator>> = {
  '==': isEqual,
  '!=': (left, right, run) => !isEqual(left, right, run),
  '<': isLess,
  '>': (left, right) => isLess(right, left),
  '<=': (left, right, run) => isLess(left, right) || isEqual(left, right, run),
  '>=': (left, right, run) => isLess(right, left) || isEqual(left, right, run),
};

/** The nodes that a comparison of containers visits count towards `maxNodes`, which would not bound the evaluation otherwise. */
function isEqual(left: unknown, right: unknown, run: Evaluation): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  return jsonEqual(left, right, (count) => run.visit(count));
}

function isLess(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return typeof left === 'string' && typeof right === 'string' && isBefore(left, right);
}

/** For each operator the one that gives the same result with the operands exchanged. */
export const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
