import type {
  Comparable,
  Comparison,
  FunctionArgument,
  FunctionExpression,
  Literal,
  LogicalExpression,
  Query,
} from './ast.ts';
import { isSingularQuery } from './ast.ts';
import { balance } from './balance.ts';
import type { Getter, Predicate, Step } from './closures.ts';
import { comparators, mirrored } from './compare.ts';
import { compilePath, interned, self } from './compile-getter.ts';
import type { Evaluation } from './evaluation.ts';
import { findFunction, type PathFunction, type PathFunctions, type PathType } from './functions.ts';
import type { ClosureFactories } from './closure-factories.ts';
import { lookupPath } from './plan.ts';
import { collect, found } from './terminals.ts';

/**
 * Compiles filters to predicates. Comparisons are specialised by what is known at compile time: against a literal, `==` is a single
 * `===`; against a number, `<` and its like are a test for a number and one operator. Only the other comparisons go through
 * `comparators`.
 *
 * A sub-query that starts at `$` and may select several nodes has the same result for every node, and is evaluated once per evaluation.
 *
 * Stable for use inside this package: `Compiler`, `compilePredicate`. The expression must be well-typed,
 * see `types.ts`.
 */

/** The context of the compilation of one query. */
export interface Compiler {
  readonly functions: PathFunctions;
  readonly factories: ClosureFactories;
  /** Compiles a query, see `compile.ts`. A member, not an import: queries contain filters and filters queries. */
  steps(query: Query, terminal: Step): Step;
}

/** Compiles a logical expression. */
export function compilePredicate(expression: LogicalExpression, compiler: Compiler): Predicate {
  const { factories } = compiler;
  switch (expression.type) {
    case 'or':
      return balance(
        predicates(expression.operands, compiler),
        (a, b) => factories.or(a, b),
        never,
      );
    case 'and':
      return balance(
        predicates(expression.operands, compiler),
        (a, b) => factories.and(a, b),
        always,
      );
    case 'not':
      return factories.not(compilePredicate(expression.operand, compiler));
    case 'comparison':
      return compileComparison(expression, compiler);
    case 'query':
      return compileExistence(expression, compiler);
    case 'function': {
      const get = compileFunction(expression, compiler);
      const isNodes = findFunction(expression.name, compiler.functions)?.result === 'NodesType';
      if (isNodes) return (node, run) => (get(node, run) as readonly unknown[]).length > 0;
      return (node, run) => get(node, run) === true;
    }
  }
}

/** The test of a wildcard, and of a conjunction of no operands. */
export const always = (): boolean => true;

/** The test of a disjunction of no operands, and the step of a union of no selectors. */
export const never = (): boolean => false;

function predicates(operands: readonly LogicalExpression[], compiler: Compiler): Predicate[] {
  return operands.map((operand) => compilePredicate(operand, compiler));
}

/** Compiles a test for existence: whether the query selects any node. */
function compileExistence(query: Query, compiler: Compiler): Predicate {
  if (isSingularQuery(query)) {
    return compiler.factories.exists(compileSingular(query, compiler));
  }
  const steps = compiler.steps(query, found);
  const test: Predicate = (node, run) => steps(node, [], run);
  return query.identifier === '@' ? test : atRoot(test);
}

/** Evaluates a closure for the root of the document instead of the node, once per evaluation. */
function atRoot<T>(
  evaluate: (node: unknown, run: Evaluation) => T,
): (node: unknown, run: Evaluation) => T {
  return (_node, run) => run.once(evaluate, () => evaluate(run.root, run));
}

function compileComparison({ operator, left, right }: Comparison, compiler: Compiler): Predicate {
  if (left.type === 'literal' && right.type !== 'literal') {
    return compileComparison(
      { type: 'comparison', operator: mirrored[operator], left: right, right: left },
      compiler,
    );
  }
  const get = compileComparable(left, compiler);
  if (right.type === 'literal') return compileLiteralComparison(get, operator, right, compiler);
  const other = compileComparable(right, compiler);
  return compiler.factories.pair(get, other, comparators[operator]);
}

function compileLiteralComparison(
  get: Getter,
  operator: Comparison['operator'],
  { value }: Literal,
  { factories }: Compiler,
): Predicate {
  if (operator === '==' || operator === '!=') {
    const literal = typeof value === 'string' ? interned(value) : value;
    const equal = factories.equal(get, literal);
    return operator === '==' ? equal : factories.not(equal);
  }
  if (typeof value === 'number') {
    switch (operator) {
      case '<':
        return factories.below(get, value);
      case '<=':
        return factories.atMost(get, value);
      case '>':
        return factories.above(get, value);
      case '>=':
        return factories.atLeast(get, value);
    }
  }
  return factories.pair(get, () => value, comparators[operator]);
}

function compileComparable(comparable: Comparable, compiler: Compiler): Getter {
  switch (comparable.type) {
    case 'literal':
      return () => comparable.value;
    case 'query':
      return compileSingular(comparable, compiler);
    case 'function':
      return compileFunction(comparable, compiler);
  }
}

function compileSingular(query: Query, { factories }: Compiler): Getter {
  const from: Getter = query.identifier === '@' ? self : (_node, run) => run.root;
  return compilePath(lookupPath(query.segments, 0), factories, from);
}

/** Compiles the call of a function. The getter returns what `evaluate` returns: a value, a boolean or a list of values. */
function compileFunction(call: FunctionExpression, compiler: Compiler): Getter {
  const declared = findFunction(call.name, compiler.functions) as PathFunction;
  const getters = call.arguments.map((argument, index) =>
    compileArgument(argument, declared.parameters[index] as PathType, compiler),
  );
  const [first, second, third] = getters;
  // Nearly all functions have one or two arguments: do not allocate a list of them for each node
  if (first !== undefined && second === undefined) {
    return (node, run) => declared.evaluate(first(node, run));
  }
  if (first !== undefined && second !== undefined && third === undefined) {
    return (node, run) => declared.evaluate(first(node, run), second(node, run));
  }
  return (node, run) => declared.evaluate(...getters.map((get) => get(node, run)));
}

function compileArgument(argument: FunctionArgument, type: PathType, compiler: Compiler): Getter {
  if (type === 'ValueType') return compileComparable(argument as Comparable, compiler);
  if (type === 'LogicalType') return compilePredicate(argument as LogicalExpression, compiler);
  if (argument.type === 'function') return compileFunction(argument, compiler);
  return compileNodes(argument as Query, compiler);
}

/** Compiles a query to a getter of the values of all nodes that it selects. */
function compileNodes(query: Query, compiler: Compiler): Getter {
  const steps = compiler.steps(query, collect);
  const select: Getter = (node, run) => {
    const out: unknown[] = [];
    steps(node, out, run);
    return out;
  };
  return query.identifier === '@' ? select : atRoot(select);
}
