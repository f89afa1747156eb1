import type { Query, Selector } from './ast.ts';
import type { Step } from './closures.ts';
import { balance } from './balance.ts';
import { always, compilePredicate, never, type Compiler } from './compile-filter.ts';
import { compilePath, walkPath } from './compile-getter.ts';
import type { PathFunctions } from './functions.ts';
import { sharedFactories, type ClosureFactories } from './closure-factories.ts';
import { operationOf, planOf, type Operation } from './plan.ts';
import { collect } from './terminals.ts';

/**
 * Compiles the operations of a plan to a chain of closures, from the last to the first, since each closure is given the next one.
 *
 * The RFC defines evaluation segment by segment: a segment maps a nodelist to the concatenation of what it selects for each
 * node. The chain is depth-first instead: a node runs through all remaining operations before its next sibling starts. Concatenation
 * is associative, so the results come in the same order, and no nodelists are built between the segments.
 *
 * Stable for use inside this package: `createCompiler`, `compileQuery`.
 */

/**
 * Longer chains are cut into stages with a nodelist between them: in a single chain they could overflow the stack. A union of
 * thousands of names takes a dozen frames for its one operation, and the sub-queries of filters nest. The price: even where the
 * first result is enough, all stages but the last run to their end.
 */
const MAX_STAGE = 64;

/** Returns the context for compiling a query and, with `compilePredicate`, the filters in it. */
export function createCompiler(functions: PathFunctions, factories: ClosureFactories): Compiler {
  const compiler: Compiler = {
    functions,
    factories,
    steps: (query, terminal) => compileOperations(planOf(query.segments), terminal, compiler),
  };
  return compiler;
}

/** Compiles a query that starts at the root. The path to its first loop is read once, which is not worth closures per key. */
export function compileQuery(query: Query, terminal: Step, compiler: Compiler): Step {
  const operations = planOf(query.segments);
  const [first] = operations;
  if (first?.type !== 'lookup') return compileOperations(operations, terminal, compiler);
  const rest = compileOperations(operations.slice(1), terminal, compiler);
  return sharedFactories.lookup(walkPath(first.path), rest);
}

function compileOperations(
  operations: readonly Operation[],
  terminal: Step,
  compiler: Compiler,
): Step {
  const stages: Step[] = [];
  for (let start = 0; start < operations.length; start += MAX_STAGE) {
    const end = Math.min(start + MAX_STAGE, operations.length);
    let next = end === operations.length ? terminal : collect;
    for (let at = end - 1; at >= start; at--) {
      next = compileOperation(operations[at] as Operation, next, compiler);
    }
    stages.push(next);
  }
  const [first = terminal] = stages;
  return stages.length > 1 ? inStages(stages) : first;
}

/** Runs stages one after the other. All but the last collect their nodes. */
function inStages(stages: readonly Step[]): Step {
  return (node, out, run) => {
    let nodes: unknown[] = [node];
    for (const stage of stages.slice(0, -1)) {
      const selected: unknown[] = [];
      for (const input of nodes) stage(input, selected, run);
      nodes = selected;
    }
    const last = stages.at(-1) as Step;
    return nodes.some((input) => last(input, out, run));
  };
}

function compileOperation(operation: Operation, next: Step, compiler: Compiler): Step {
  const { factories } = compiler;
  switch (operation.type) {
    case 'lookup':
      return factories.lookup(compilePath(operation.path, factories), next);
    case 'each': {
      const { selector } = operation;
      const test =
        selector.type === 'filter' ? compilePredicate(selector.expression, compiler) : always;
      return factories.each(test, compilePath(operation.path, factories), next);
    }
    case 'slice':
      return factories.slice(operation.selector, compilePath(operation.path, factories), next);
    case 'union':
      return compileSelectors(operation.selectors, next, compiler);
    case 'descend':
      return factories.descend(compileSelectors(operation.selectors, next, compiler));
  }
}

/** Compiles selectors that are applied to the same node, from left to right, each followed by the same next step. */
function compileSelectors(selectors: readonly Selector[], next: Step, compiler: Compiler): Step {
  const steps = selectors.map((selector) =>
    compileOperation(operationOf(selector, []), next, compiler),
  );
  return balance(steps, (first, second) => compiler.factories.both(first, second), never);
}
