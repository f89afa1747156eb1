import type { Selector, SliceSelector } from './ast.ts';
import type { Getter, Predicate, Step } from './closures.ts';
import { compilePredicate, type Compiler } from './compile-filter.ts';
import { compilePath } from './compile-getter.ts';
import type { PathFunctions } from './functions.ts';
import type { Deal } from './lanes.ts';
import { operationOf, planOf, type Operation } from './plan.ts';
import { sliceBounds } from './slice.ts';

/**
 * The compiler: operations to closures, from the last one to the first, so that each is given what comes
 * behind it. A node runs through the whole chain before its next sibling starts; since every segment
 * only concatenates what it selects for each node of its input, that gives the order which the RFC defines
 * segment by segment, without the nodelists between them.
 *
 * Stable for use inside this package: `createCompiler`.
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

/** Adds the value of each node. */
export const collect: Step = (node, out) => {
  out.push(node);
  return false;
};

/** Adds the value of the first node, and ends. */
export const collectFirst: Step = (node, out) => {
  out.push(node);
  return true;
};

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
      return deal('lookup').lookup(compilePath(operation.path, deal), next);
    case 'each': {
      const { selector } = operation;
      const test =
        selector.type === 'filter' ? compilePredicate(selector.expression, compiler) : always;
      return deal('each').each(test, compilePath(operation.path, deal), next);
    }
    case 'slice':
      return slice(operation.selector, compilePath(operation.path, deal), next);
    case 'union':
      return compileSelectors(operation.selectors, next, compiler);
    case 'descend':
      return deal('descend').descend(compileSelectors(operation.selectors, next, compiler));
  }
}

/** Several selectors, each of which leads to the same next step. */
function compileSelectors(selectors: readonly Selector[], next: Step, compiler: Compiler): Step {
  const steps = selectors.map((selector) =>
    compileOperation(operationOf(selector, []), next, compiler),
  );
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  return (node, out, run) => steps.some((step) => step(node, out, run));
}

const always: Predicate = () => true;

function slice(selector: SliceSelector, get: Getter, next: Step): Step {
  return (node, out, run) => {
    if (!Array.isArray(node)) return false;
    const { from, until, step } = sliceBounds(selector, node.length);
    for (let at = from; step > 0 ? at < until : at > until; at += step) {
      run.visit(1);
      const value = get(node[at], run);
      if (value !== undefined && next(value, out, run)) return true;
    }
    return false;
  };
}
