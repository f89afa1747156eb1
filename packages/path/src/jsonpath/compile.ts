import type { Query, Selector } from './ast.ts';
import type { Predicate, Step } from './closures.ts';
import { balance } from './balance.ts';
import { compilePredicate, type Compiler } from './compile-filter.ts';
import { compilePath, walkPath } from './compile-getter.ts';
import type { PathFunctions } from './functions.ts';
import { dealShared, type Deal } from './deal.ts';
import { operationOf, planOf, type Operation } from './plan.ts';
import { collect } from './terminals.ts';

/**
 * The compiler: operations to closures, from the last one to the first, so that each is given what comes
 * behind it. A node runs through the whole chain before its next sibling starts; since every segment
 * only concatenates what it selects for each node of its input, that gives the order which the RFC defines
 * segment by segment, without the nodelists between them.
 *
 * Stable for use inside this package: `createCompiler`, `compileQuery`.
 */

/** Longer chains are cut into stages with a nodelist between them, or the stack could overflow. */
const MAX_STAGE = 64;

/** The compiler for queries and, with `compilePredicate`, for the filters in them. */
export function createCompiler(functions: PathFunctions, deal: Deal): Compiler {
  const compiler: Compiler = {
    functions,
    deal,
    steps: (query, terminal) => compileOperations(planOf(query.segments), terminal, compiler),
  };
  return compiler;
}

/** A whole query, from the root. What leads to its first loop is read once, and needs no closures of its own. */
export function compileQuery(query: Query, terminal: Step, compiler: Compiler): Step {
  const operations = planOf(query.segments);
  const [first] = operations;
  if (first?.type !== 'lookup') return compileOperations(operations, terminal, compiler);
  const rest = compileOperations(operations.slice(1), terminal, compiler);
  return dealShared.lookup(walkPath(first.path), rest);
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
  const { deal } = compiler;
  switch (operation.type) {
    case 'lookup':
      return deal.lookup(compilePath(operation.path, deal), next);
    case 'each': {
      const { selector } = operation;
      const test =
        selector.type === 'filter' ? compilePredicate(selector.expression, compiler) : always;
      return deal.each(test, compilePath(operation.path, deal), next);
    }
    case 'slice':
      return deal.slice(operation.selector, compilePath(operation.path, deal), next);
    case 'union':
      return compileSelectors(operation.selectors, next, compiler);
    case 'descend':
      return deal.descend(compileSelectors(operation.selectors, next, compiler));
  }
}

/** Several selectors, each of which leads to the same next step: a balanced tree of pairs, left to right. */
function compileSelectors(selectors: readonly Selector[], next: Step, compiler: Compiler): Step {
  const steps = selectors.map((selector) =>
    compileOperation(operationOf(selector, []), next, compiler),
  );
  return balance(steps, (first, second) => compiler.deal.both(first, second), nothing);
}

const always: Predicate = () => true;

const nothing: Step = () => false;
