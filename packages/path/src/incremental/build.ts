/** Builds the tree of items for a value of the document: the first evaluation, and that of what is added later. */

import type { Evaluation } from '../jsonpath/evaluation.ts';
import { isPlainObject, memberOf } from '../jsonpath/json.ts';
import { refuseCycle } from '../jsonpath/cycles.ts';
import { sliceRange } from '../jsonpath/slice.ts';
import { Branch, Item } from './item.ts';
import { rememberMembers } from './members.ts';
import { fill, weigh } from './sequence.ts';
import type { Stages } from './stages.ts';

interface Task {
  readonly item: Item;
  readonly value: unknown;
  /** How many levels `..` has descended to get there. */
  readonly descent: number;
}

/**
 * Builds what is below an item, and gives the number of results there; the weight of the item itself is left to the caller.
 * Loops, since the depth is the document's. O(nodes that the query looks at).
 */
export function build(start: Item, value: unknown, stages: Stages, run: Evaluation): number {
  if (!isContainer(value)) return 0;
  return stages.folds?.fold(start, value, 0, run) ?? make(start, value, stages, run);
}

/** Makes the branches of a folded item; the items in them are folded in turn. */
export function unfold(item: Item, stages: Stages, run: Evaluation): void {
  const { folded } = item;
  item.folded = undefined;
  make(item, folded?.container, stages, run);
}

function make(start: Item, startValue: unknown, stages: Stages, run: Evaluation): number {
  const open: Task[] = [{ item: start, value: startValue, descent: 0 }];
  const built: Item[] = [];
  // By level: below an item of a level all others of that level belong to the same descent
  const marks: unknown[][] = [];
  for (let task; (task = open.pop()) !== undefined;) {
    const { item, value, descent } = task;
    if (!isContainer(value)) continue;
    if (descent > 0) refuseCycle(value, descent, (marks[item.branch?.rule.level ?? 0] ??= []));
    const folded = item === start ? undefined : stages.folds?.fold(item, value, descent, run);
    if (folded === undefined) {
      expand(task, value, stages, run, open);
      built.push(item);
    } else {
      item.weight = folded;
    }
  }
  let results = 0;
  // What was built later is further down, so that going back every weight below is known
  for (let at = built.length - 1; at >= 0; at--) {
    const item = built[at] as Item;
    results = 0;
    for (const branch of item.branches ?? []) results += weigh(branch);
    if (item !== start) item.weight = results;
  }
  return results;
}

/** What the names at the end of the query lead to. */
export function behindTail(value: unknown, tail: readonly string[]): unknown {
  let result = value;
  for (let at = 0; at < tail.length && result !== undefined; at++) {
    result = memberOf(result, tail[at] as string);
  }
  return result;
}

/** Whether a branch could have been made from the value: an array where it was an array, an object where it was one. */
export function isOfKind(branch: Branch, value: unknown): boolean {
  return branch.isArray ? Array.isArray(value) : isPlainObject(value);
}

type Container = readonly unknown[] | Readonly<Record<string, unknown>>;

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isPlainObject(value);
}

function expand(
  { item, descent }: Task,
  container: Container,
  { levels, tail }: Stages,
  run: Evaluation,
  open: Task[],
): void {
  const isArray = Array.isArray(container);
  const rules = levels[item.branch?.rule.level ?? 0] ?? [];
  item.branches = rules.map((rule) => {
    // As in an evaluation, the levels of `..` begin with that from which it descends
    if (rule.selector === undefined) run.enter(descent + 1);
    const branch = new Branch(item, rule, isArray);
    const children: Item[] = [];
    const visit = (key: string | number, value: unknown): void => {
      const child = new Item(branch, key);
      children.push(child);
      if (value === undefined || rule.test?.(value, run) === false) return;
      if (rule.level < levels.length) {
        const isDeeper = rule.selector === undefined;
        open.push({ item: child, value, descent: isDeeper ? descent + 1 : 0 });
        return;
      }
      child.value = behindTail(value, tail);
      if (child.value !== undefined) child.weight = 1;
    };
    if (rule.reads.absolute.length > 0) rule.branches.add(branch);
    if (rule.kind === 'name') {
      if (!isArray) visit(rule.name, memberOf(container, rule.name));
    } else if (rule.kind === 'range') {
      if (isArray) forEachOfRange(branch, container, run, visit);
    } else if (isArray) {
      run.visit(container.length);
      for (const [index, value] of container.entries()) visit(index, value);
    } else {
      const names = Object.keys(container);
      run.visit(names.length);
      const object = container as Readonly<Record<string, unknown>>;
      for (const name of names) visit(name, object[name]);
    }
    run.keep(children.length);
    branch.length = isArray ? container.length : 0;
    fill(branch, children);
    if (rule.kind === 'all') rememberMembers(branch, children);
    return branch;
  });
}

function forEachOfRange(
  branch: Branch,
  array: readonly unknown[],
  run: Evaluation,
  visit: (index: number, value: unknown) => void,
): void {
  const { from, count, step } = sliceRange(branch.rule.slice, array.length);
  branch.from = branch.formerFrom = from;
  run.visit(count);
  for (let nth = 0; nth < count; nth++) visit(from + nth * step, array[from + nth * step]);
}
