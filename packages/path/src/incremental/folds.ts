/**
 * Parts of the tree that are not made before something in them changes.
 *
 * `..` looks at every node, and an item with its branches takes some 600 bytes: thirty times as much as the node itself. Yet the items
 * below a container can be made at any time from that container as it was, if its owner promises not to edit what it has handed
 * out. So an item to which `..` is applied next, and whose value has at most `FOLDED` nodes, is *folded*. In place of branches it
 * keeps its value, and the values of the results below, which the rest of the query selects. The sums above it need no more than
 * their number; where they are is worked out when somebody asks.
 *
 *     $..a over {"x": {"a": 1}, "y": {"a": 2, "b": {"a": 3}}}, after a change at /y/a
 *
 *     root ┬ branch a (nothing)
 *          └ branch .. ┬ item /x, folded, 1 result
 *                      └ item /y ┬ branch a ─ item /y/a (result)
 *                                └ branch .. ┬ item /y/a (a leaf)
 *                                            └ item /y/b, folded, 1 result
 *
 * A change that comes to a folded item unfolds it by one level, from the value from before (`unfold` in `build.ts`), so that the tree
 * is at any time what it would be without folding. What no change ever comes to stays folded.
 */

import type { Query } from '../jsonpath/ast.ts';
import type { Evaluation } from '../jsonpath/evaluation.ts';
import { childrenOf, isPlainObject } from '../jsonpath/json.ts';
import type { PathNode } from '../jsonpath/path-node.ts';
import { compile, type CompiledQuery, type CompileOptions } from '../jsonpath/query.ts';
import type { Item } from './item.ts';

/** So many nodes, and no more, are folded. */
const FOLDED = 64;

/** What a folded item keeps. */
export interface Folded {
  readonly container: unknown;
  /** The values of the results below, in order. */
  readonly values: readonly unknown[];
}

/** A result below a folded item that has another value. */
export interface Refolded {
  readonly inner: PathNode;
  /** How many results below the item come before it. */
  readonly rank: number;
  readonly previous: unknown;
}

/** Most of what is folded has no results. */
const NONE: readonly unknown[] = [];

/** Folds items, and knows what the rest of the query selects in them. */
export class Folds {
  /** By level, where the next segment is `..`: the segments from there on. */
  readonly #rests: readonly (CompiledQuery | undefined)[];
  /** Whether there is but one way for the query to a location, so that results with the same location are the same. */
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
   * Folds what is below an item, if it is little enough, and gives the number of results there. O(`FOLDED`), and what the rest of the
   * query looks at.
   *
   * @param descent how many levels `..` has descended to get there
   */
  fold(item: Item, value: unknown, descent: number, run: Evaluation): number | undefined {
    const rest = this.#rests[levelOf(item)];
    if (rest === undefined || descent + FOLDED > run.maxDepth || !isSmall(value)) return undefined;
    const values = rest.select(value, run);
    item.folded = { container: value, values: values.length === 0 ? NONE : values };
    return values.length;
  }

  /**
   * Folds an item anew over another value, so that a document that is fetched again and put in does not unfold everything. Only where
   * the results have the same locations in both values and no members have changed places, which a delta would have to tell.
   * O(`FOLDED`), and what the rest of the query looks at.
   *
   * @returns the results that are another value now
   */
  refold(item: Item, value: unknown, run: Evaluation): Refolded[] | undefined {
    const before = item.folded;
    if (before === undefined || !this.#isUnambiguous) return undefined;
    const former = before.values.length === 0 ? [] : this.nodes(item);
    if (former.length > 0 && !isInOrder(before.container, value)) return undefined;
    if (this.fold(item, value, 0, run) !== former.length) {
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

  /** The nodes below a folded item, in order, with their locations from there. */
  nodes(item: Item): readonly PathNode[] {
    return this.#rests[levelOf(item)]?.nodes(item.folded?.container) ?? [];
  }
}

function levelOf(item: Item): number {
  return item.branch?.rule.level ?? 0;
}

/** Whether a value has at most `FOLDED` nodes, itself included. */
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

/** Whether the members that two values share stand in the same order in both, at all levels. */
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
