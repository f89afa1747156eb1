/** Builds items and branches for a value of the document: in the first evaluation, and for what is added or passes a filter later. */

import type { Evaluation } from '../jsonpath/evaluation.ts';
import { isPlainObject, memberOf } from '../jsonpath/json.ts';
import { refuseCycle } from '../jsonpath/cycles.ts';
import { sliceRange } from '../jsonpath/slice.ts';
import { Branch, Item, levelOf } from './item.ts';
import { rememberMembers } from './members.ts';
import { fill, weigh } from './sequence.ts';
import type { Stages } from './stages.ts';

interface Task {
  readonly item: Item;
  readonly value: unknown;
  /** How many levels the descent (`..`) has gone down to reach the item. */
  readonly descent: number;
}

/**
 * Folds an item over its value, or builds its branches and all that is below them. Returns the number of results below the item;
 * its own weight is left to the caller. Iterative, since the depth is that of the document. O(nodes that the query looks at).
 */
export function build(start: Item, value: unknown, stages: Stages, evaluation: Evaluation): number {
  if (!isContainer(value)) return 0;
  return stages.folds?.fold(start, value, 0, evaluation) ?? make(start, value, stages, evaluation);
}

/** Builds the branches of a folded item. The items in them are folded in turn where they can be. */
export function unfold(item: Item, stages: Stages, evaluation: Evaluation): void {
  const { folded } = item;
  item.folded = undefined;
  make(item, folded?.container, stages, evaluation);
}

function make(start: Item, startValue: unknown, stages: Stages, evaluation: Evaluation): number {
  const open: Task[] = [{ item: start, value: startValue, descent: 0 }];
  const built: Item[] = [];
  // What `meet` keeps, by level. `open` is a stack, so the descents of one level never interleave and can share a list
  const met: unknown[][] = [];
  for (let task; (task = open.pop()) !== undefined;) {
    const { item, value, descent } = task;
    if (!isContainer(value)) continue;
    if (descent > 0) refuseCycle(value, descent, (met[levelOf(item)] ??= []));
    const folded =
      item === start ? undefined : stages.folds?.fold(item, value, descent, evaluation);
    if (folded === undefined) {
      expand(task, value, stages, evaluation, open);
      built.push(item);
    } else {
      item.weight = folded;
    }
  }
  let results = 0;
  // An item is built after all items above it, so in reverse order the weights below an item are known before its own is summed
  for (let at = built.length - 1; at >= 0; at--) {
    const item = built[at] as Item;
    results = 0;
    for (const branch of item.branches ?? []) results += weigh(branch);
    if (item !== start) item.weight = results;
  }
  return results;
}

/** Returns the result that the tail (the names at the end of the query) leads to from the value of an item, or `undefined`. */
export function followTail(value: unknown, tail: readonly string[]): unknown {
  let result = value;
  for (let at = 0; at < tail.length && result !== undefined; at++) {
    result = memberOf(result, tail[at] as string);
  }
  return result;
}

/** Whether a value is a container of the same kind as the one that the branch was made from: array or object. */
export function isOfKind(branch: Branch, value: unknown): boolean {
  return branch.isArray ? Array.isArray(value) : isPlainObject(value);
}

type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isPlainObject(value);
}

/** Builds the branches of one item and the items in them, and pushes those that have a next segment onto `open`. */
function expand(
  { item, descent }: Task,
  container: Container,
  { levels, tail }: Stages,
  evaluation: Evaluation,
  open: Task[],
): void {
  const isArray = Array.isArray(container);
  const rules = levels[levelOf(item)] ?? [];
  item.branches = rules.map((rule) => {
    // As in a full evaluation, the node at which `..` begins counts as its first level
    if (rule.selector === undefined) evaluation.enter(descent + 1);
    const branch = new Branch(item, rule, isArray);
    const children: Item[] = [];
    const visit = (key: string | number, value: unknown): void => {
      const child = new Item(branch, key);
      children.push(child);
      if (value === undefined || rule.test?.(value, evaluation) === false) return;
      if (rule.level < levels.length) {
        const isDeeper = rule.selector === undefined;
        open.push({ item: child, value, descent: isDeeper ? descent + 1 : 0 });
        return;
      }
      child.value = followTail(value, tail);
      if (child.value !== undefined) child.weight = 1;
    };
    if (rule.reads.absolute.length > 0) rule.branches.add(branch);
    if (rule.kind === 'name') {
      if (!isArray) visit(rule.name, memberOf(container, rule.name));
    } else if (isArray) {
      const { from, count, step } = sliceRange(rule.slice, container.length);
      branch.length = container.length;
      branch.from = branch.formerFrom = from;
      evaluation.visit(count);
      for (let nth = 0; nth < count; nth++) visit(from + nth * step, container[from + nth * step]);
    } else if (rule.kind === 'all') {
      const names = Object.keys(container);
      evaluation.visit(names.length);
      const object = container as Readonly<Record<string, unknown>>;
      for (const name of names) visit(name, object[name]);
    }
    evaluation.keep(children.length);
    fill(branch, children);
    if (rule.kind === 'all') rememberMembers(branch, children);
    return branch;
  });
}
