/**
 * Folding: parts of the tree that are not built until something in them changes.
 *
 * `..` looks at every node of the document, and an item with its branches takes some 600 bytes, thirty times as much as the node itself.
 * But the items below a container can be built at any time from the container as it was, provided that its owner never edits what it
 * has handed out (`DocumentReader.isPersistent`). So an item to which `..` applies next, and whose value has at most `FOLDED` nodes,
 * is *folded*: in place of branches it keeps its value, and the values of the results below, which a compiled query for the
 * remaining segments selects. Its weight is their number, which is all that the sums above need. The locations of the results are
 * computed when they are read.
 *
 *     $..a over {"x": {"a": 1}, "y": {"a": 2, "b": {"a": 3}}}, after a change at /y/a
 *
 *     root ┬ branch a ─ item /a (no such member)
 *          └ branch .. ┬ item /x, folded, 1 result
 *                      └ item /y ┬ branch a ─ item /y/a (result)
 *                                └ branch .. ┬ item /y/a (a leaf)
 *                                            └ item /y/b, folded, 1 result
 *
 * When the first pass follows a change into a folded item, it unfolds the item by one level, from the old value (`unfold` in `build.ts`);
 * the children are folded in turn. So wherever a change is made, the tree is what it would be without folding, and ghosts, marks, weights and
 * deltas need no special case. An item that no change ever reaches stays folded.
 */

import type { Query } from '../jsonpath/ast.ts';
import type { Evaluation } from '../jsonpath/evaluation.ts';
import { childrenOf, isPlainObject } from '../jsonpath/json.ts';
import type { PathNode } from '../jsonpath/path-node.ts';
import { compile, type CompiledQuery, type CompileOptions } from '../jsonpath/query.ts';
import { type Item, levelOf } from './item.ts';

/** The largest number of nodes that are folded, the container itself included. */
const FOLDED = 64;

/** What a folded item keeps in place of branches. */
export interface Folded {
  readonly container: unknown;
  /** The values of the results below, in order. */
  readonly values: readonly unknown[];
}

/** A result below a folded item whose value was changed by `refold`. */
export interface Refolded {
  readonly inner: PathNode;
  /** Its index among the results below the item. */
  readonly rank: number;
  readonly previous: unknown;
}

/** The shared list of values for folded items without results: most have none. */
const NONE: readonly unknown[] = [];

/** Folds items, and evaluates the remaining segments of the query in them. */
export class Folds {
  /** By level, where the next segment is `..`: a query for the segments from there on. */
  readonly #rests: readonly (CompiledQuery | undefined)[];
  /** Whether the query reaches each location in one way only, so that results of equal locations are the same node. */
  readonly #isUnambiguous: boolean;

  constructor(query: Query, options: CompileOptions) {
    const { segments } = query;
    this.#rests = segments.map(({ type }, level) =>
      type === 'descendant'
        ? compile({ ...query, segments: segments.slice(level) }, options)
        : undefined,
    );
    this.#isUnambiguous =
      segments.every(({ selectors }) => selectors.length === 1) &&
      segments.filter(({ type }) => type === 'descendant').length === 1;
  }

  /**
   * Folds an item over its value if that is small enough, and returns the number of results below; otherwise returns `undefined`.
   * O(`FOLDED`), plus the nodes that the remaining segments look at.
   *
   * @param descent how many levels the descent has gone down to reach the item; near `maxDepth` nothing is folded, so that the limit is
   *   enforced exactly
   */
  fold(item: Item, value: unknown, descent: number, evaluation: Evaluation): number | undefined {
    const rest = this.#rests[levelOf(item)];
    if (rest === undefined || descent + FOLDED > evaluation.maxDepth || !isSmall(value))
      return undefined;
    const values = rest.select(value, evaluation);
    item.folded = { container: value, values: values.length === 0 ? NONE : values };
    return values.length;
  }

  /**
   * Folds a folded item over its new value, so that a document that is fetched again and replaces the old one does not unfold everything.
   * That is possible only where the results have the same locations in both values and no members have changed places, since everything
   * else would have to be reported in the delta. O(`FOLDED`), plus the nodes that the remaining segments look at.
   *
   * @returns the results that have another value now; `undefined`, and the item as it was, where it must be unfolded
   */
  refold(item: Item, value: unknown, evaluation: Evaluation): Refolded[] | undefined {
    const before = item.folded;
    if (before === undefined || !this.#isUnambiguous) return undefined;
    const former = before.values.length === 0 ? [] : this.nodes(item);
    if (former.length > 0 && !isInOrder(before.container, value)) return undefined;
    if (this.fold(item, value, 0, evaluation) !== former.length) {
      item.folded = before;
      return undefined;
    }
    const nodes = former.length === 0 ? [] : this.nodes(item);
    const changed: Refolded[] = [];
    for (const [rank, inner] of nodes.entries()) {
      const other = former[rank] as PathNode;
      if (inner.pointer !== other.pointer) {
        item.folded = before;
        return undefined;
      }
      if (!Object.is(inner.value, other.value)) {
        changed.push({ inner, rank, previous: other.value });
      }
    }
    return changed;
  }

  /** Evaluates the results below a folded item: nodes in order, with pointers relative to the item. Costs as much as `fold`. */
  nodes(item: Item): readonly PathNode[] {
    return this.#rests[levelOf(item)]?.nodes(item.folded?.container) ?? [];
  }
}

/** Whether a value has at most `FOLDED` nodes, itself included. O(`FOLDED`), plus O(members) for an object that is too wide. */
function isSmall(start: unknown): boolean {
  const open = [start];
  let nodes = 1;
  for (let value; (value = open.pop()) !== undefined;) {
    const children = childrenOf(value);
    nodes += children.length;
    if (nodes > FOLDED) return false;
    for (const child of children) if (typeof child === 'object') open.push(child);
  }
  return true;
}

/** Whether the members that two values have in common stand in the same order in both, at all levels. */
function isInOrder(before: unknown, after: unknown): boolean {
  const open = [before, after];
  while (open.length > 0) {
    const [a, b] = open.splice(-2);
    if (a === b) continue;
    if (Array.isArray(a) && Array.isArray(b)) {
      for (const [index, element] of a.entries()) open.push(element, b[index]);
    } else if (isPlainObject(a) && isPlainObject(b)) {
      const names = Object.keys(a).filter((name) => Object.hasOwn(b, name));
      const others = Object.keys(b).filter((name) => Object.hasOwn(a, name));
      if (names.some((name, at) => name !== others[at])) return false;
      for (const name of names) open.push(a[name], b[name]);
    }
  }
  return true;
}
