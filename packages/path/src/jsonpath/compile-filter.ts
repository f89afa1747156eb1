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
import type { Deal } from './deal.ts';
import { lookupPath } from './plan.ts';
import { collect, found } from './terminals.ts';

/**
 * Filters to predicates. Comparisons are specialised by what is known before any node is seen: with a
 * primitive literal on one side `==` is one `===`, and an order is one test of the type and one
 * operator. Only two values that are both read are compared in full.
 *
 * Sub-queries that start at `$` give the same for every node, and are worked out once per evaluation.
 *
 * Stable for use inside this package: `Compiler`, `compilePredicate`. The expression must be well-typed,
 * see `types.ts`.
 */

/** What the compilation of one query shares. */
export interface Compiler {
  readonly functions: PathFunctions;
  readonly deal: Deal;
  /** A query as closures, see `compile.ts`. Handed over, so that queries and filters can hold each other. */
  steps(query: Query, terminal: Step): Step;
}

/** The predicate of a logical expression. */
export function compilePredicate(expression: LogicalExpression, compiler: Compiler): Predicate {
  const { deal } = compiler;
  switch (expression.type) {
    case 'or':
      return balance(predicates(expression.operands, compiler), (a, b) => deal.or(a, b), never);
    case 'and':
      return balance(predicates(expression.operands, compiler), (a, b) => deal.and(a, b), always);
    case 'not':
      return deal.not(compilePredicate(expression.operand, compiler));
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

const always: Predicate = () => true;

const never: Predicate = () => false;

function predicates(operands: readonly LogicalExpression[], compiler: Compiler): Predicate[] {
  return operands.map((operand) => compilePredicate(operand, compiler));
}

function compileExistence(query: Query, compiler: Compiler): Predicate {
  if (isSingularQuery(query)) {
    return compiler.deal.exists(compileSingular(query, compiler));
  }
  const steps = compiler.steps(query, found);
  const test: Predicate = (node, run) => steps(node, [], run);
  return query.identifier === '@' ? test : atRoot(test);
}

/** The same from the root of the document, once per evaluation. */
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
  return compiler.deal.pair(get, other, comparators[operator]);
}

function compileLiteralComparison(
  get: Getter,
  operator: Comparison['operator'],
  { value }: Literal,
  { deal }: Compiler,
): Predicate {
  if (operator === '==' || operator === '!=') {
    const literal = typeof value === 'string' ? interned(value) : value;
    const equal = deal.equal(get, literal);
    return operator === '==' ? equal : deal.not(equal);
  }
  if (typeof value === 'number') {
    switch (operator) {
      case '<':
        return deal.below(get, value);
      case '<=':
        return deal.atMost(get, value);
      case '>':
        return deal.above(get, value);
      case '>=':
        return deal.atLeast(get, value);
    }
  }
  return deal.pair(get, () => value, comparators[operator]);
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

function compileSingular(query: Query, { deal }: Compiler): Getter {
  const from: Getter = query.identifier === '@' ? self : (_node, run) => run.root;
  return compilePath(lookupPath(query.segments, 0), deal, from);
}

/** The call of a function: whatever its result is, in the form that the declaration says. */
function compileFunction(call: FunctionExpression, compiler: Compiler): Getter {
  const declared = findFunction(call.name, compiler.functions) as PathFunction;
  const getters = call.arguments.map((argument, index) =>
    compileArgument(argument, declared.parameters[index] as PathType, compiler),
  );
  const [first, second, third] = getters;
  // Nearly all have one or two arguments: no list of them is made for each node
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

/** The values of all nodes of a query. */
function compileNodes(query: Query, compiler: Compiler): Getter {
  const steps = compiler.steps(query, collect);
  const select: Getter = (node, run) => {
    const out: unknown[] = [];
    steps(node, out, run);
    return out;
  };
  return query.identifier === '@' ? select : atRoot(select);
}
