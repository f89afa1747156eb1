/**
 * Positions of items: their location in the document, and their rank in the nodelist; now, and before the current batch ("former").
 *
 * A location is read upwards, one `keyOf` per level. A rank is the sum, over the item and each item above it, of the weights in front of it
 * in its branch and of the weights of the earlier branches of the same owner. Where many items are asked for, `Pointers`, `Ranks` and
 * `Gains` share the work on the containers that the items have in common; item by item, d results that lie in one another would cost O(d²).
 */

import type { PathNode } from '../jsonpath/path-node.ts';
import { escapeSegment, type Pointer, type Segment } from '../pointer.ts';
import type { Folds } from './folds.ts';
import { Branch, CLEAN, Ghost, type Item } from './item.ts';
import {
  addRanked,
  addWeight,
  Block,
  type Entry,
  forEachEntry,
  formerIndexOf,
  indexOf,
  weightBefore,
} from './sequence.ts';
import { stepOf } from './stages.ts';
import { reverseFrom } from '../reverse-from.ts';

/** Returns the last segment of the location of an item. O(1), or O(log n) if its array was shifted since the last call. */
export function keyOf(item: Item): Segment {
  const { branch } = item;
  if (branch !== undefined && branch.isUnbroken && branch.epoch !== item.epoch) {
    item.key = branch.from + indexOf(item);
    item.epoch = branch.epoch;
  }
  return item.key;
}

/** Returns the last segment of the location that an item had before the current batch. O(log n). */
export function formerKeyOf(item: Item): Segment {
  const branch = item.branch as Branch;
  if (!branch.isArray || branch.epoch === branch.formerEpoch) return keyOf(item);
  return branch.formerFrom + formerIndexOf(item.ghost ?? item) * stepOf(branch.rule);
}

/** Returns the location of an item. O(its length), times log n in arrays that were shifted. */
export function segmentsOf(item: Item): Segment[] {
  let { depth } = item;
  // oxlint-disable-next-line unicorn/no-new-array -- allocated at its final length
  const segments = new Array<Segment>(depth);
  for (let at = item; at.branch !== undefined; at = at.branch.owner) segments[--depth] = keyOf(at);
  return segments;
}

/**
 * Formats the pointers of many results. The pointers of the items above them are cached, so that each result of a document of 10,000
 * levels does not cost 10,000 levels.
 */
export class Pointers {
  readonly #key: (item: Item) => Segment;
  readonly #suffix: Pointer;
  /** The pointers of items above results. Created with the second call, since most deltas have one result. */
  #known: Map<Item, Pointer> | undefined;
  #isFirst = true;

  /**
   * @param key `keyOf` or `formerKeyOf`
   * @param suffix the tail of the query, which leads from an item of the last level to its result
   */
  constructor(key: (item: Item) => Segment, suffix: Pointer) {
    this.#key = key;
    this.#suffix = suffix;
  }

  /**
   * Returns the pointer of a result.
   *
   * @param inner the node below the item that is the result, where the item is folded
   */
  of(result: Item, inner?: PathNode): Pointer {
    const end = inner === undefined ? this.#suffix : inner.pointer;
    if (this.#isFirst) {
      this.#isFirst = false;
      return pointerOf(result, this.#key, end);
    }
    const known = (this.#known ??= new Map());
    const chain: Item[] = [];
    let pointer: Pointer | undefined;
    for (let item = result; item.branch !== undefined; item = item.branch.owner) {
      pointer = known.get(item);
      if (pointer !== undefined) break;
      chain.push(item);
    }
    pointer ??= '';
    for (let at = chain.length - 1; at >= 0; at--) {
      const item = chain[at] as Item;
      pointer += formatStep(this.#key(item));
      if (at > 0) known.set(item, pointer);
    }
    return pointer + end;
  }
}

/** Formats the pointer of a single result: its item, by `keyOf` or `formerKeyOf`, and what follows behind that. */
export function pointerOf(item: Item, key: (item: Item) => Segment, end: Pointer): Pointer {
  let pointer = end;
  for (let at = item; at.branch !== undefined; at = at.branch.owner) {
    const { leading } = at.branch.rule;
    if (leading !== undefined) return leading + pointer;
    pointer = formatStep(key(at)) + pointer;
  }
  return pointer;
}

function formatStep(segment: Segment): Pointer {
  return `/${escapeSegment(segment)}`;
}

/** Computes the ranks of many items: the number of results that precede those of an item. Caches the ranks of the items above them. */
export class Ranks {
  readonly #isFormer: boolean;
  /** The ranks of items that were asked for, and of those above them. Created with the second call, as in `Pointers`. */
  #known: Map<Item, number> | undefined;
  #isFirst = true;

  /** @param isFormer whether to compute ranks before the current batch; valid until `Renewal.finish` updates the weights */
  constructor(isFormer: boolean) {
    this.#isFormer = isFormer;
  }

  /** Returns the rank of an item. O(items above it whose rank is not cached × log n). */
  of(item: Item): number {
    const known = this.#isFirst ? undefined : (this.#known ??= new Map());
    this.#isFirst = false;
    let rank = 0;
    let at = item;
    if (known === undefined) {
      for (; at.branch !== undefined; at = at.branch.owner) rank += this.#among(at);
      return rank;
    }
    const chain: Item[] = [];
    for (; at.branch !== undefined && !known.has(at); at = at.branch.owner) chain.push(at);
    rank = known.get(at) ?? 0;
    for (const below of chain.reverse()) known.set(below, (rank += this.#among(below)));
    return rank;
  }

  /** Returns the number of results of its owner that precede an item. */
  #among(item: Item): number {
    const entry = this.#isFormer ? (item.ghost ?? item) : item;
    return weightBefore(entry) + weightOfEarlier(item.branch as Branch);
  }
}

/** Returns the number of results in the branches of the same owner that precede a branch. */
function weightOfEarlier(branch: Branch): number {
  let weight = 0;
  for (const earlier of branch.owner.branches ?? []) {
    if (earlier === branch) break;
    weight += earlier.weight;
  }
  return weight;
}

/**
 * Adds to the weight of an entry and of all items above it, up to the root or to the branch or item at which a part of the tree was cut off.
 * O(depth × log n).
 */
export function addResults(entry: Entry, count: number): void {
  for (let at = entry; ;) {
    const top = addWeight(at, count);
    if (!(top instanceof Branch) || top.isDropped) return;
    at = top.owner;
  }
}

/**
 * Does what `addResults` does for an item, and returns its rank. In one climb, since both go up the same way. The item must be in
 * its place, and no part of the tree above it cut off. O(depth × log n).
 */
export function addResultsRanked(start: Item, count: number): number {
  let rank = 0;
  let item = start;
  for (let { branch } = item; branch !== undefined; { branch } = item) {
    let entry: Entry = item;
    for (let { parent } = entry; parent !== undefined; { parent } = entry) {
      rank += addRanked(entry, parent, count);
      entry = parent;
    }
    branch.weight += count;
    rank += weightOfEarlier(branch);
    item = branch.owner;
  }
  item.weight += count;
  return rank;
}

/**
 * Does what `addResults` does for many entries at once: collects the counts by depth, then adds them from the deepest level upwards, so
 * that each item passes on the sum of all counts below it once. O(distinct items at and above the entries × log n).
 */
export class Gains {
  /** By depth: the counts that are still to be added, to each entry there. */
  readonly #levels: (Map<Entry, number> | undefined)[] = [];

  /** Collects a count for an item or its ghost. */
  add(entry: Entry, count: number): void {
    const { depth } = entry instanceof Ghost ? entry.item : (entry as Item);
    const level = (this.#levels[depth] ??= new Map());
    level.set(entry, (level.get(entry) ?? 0) + count);
  }

  /** Adds all collected counts. */
  settle(): void {
    for (let depth = this.#levels.length - 1; depth >= 0; depth--) {
      for (const [entry, count] of this.#levels[depth] ?? []) {
        const top = count === 0 ? undefined : addWeight(entry, count);
        if (top instanceof Branch && !top.isDropped) this.add(top.owner, count);
      }
    }
  }
}

/**
 * Finds the result at an index of the nodelist: returns its item and, for a folded item, the index among the results below it as `rest`.
 * O(depth × log n).
 */
export function resultAt(
  root: Item,
  index: number,
): { readonly item: Item; readonly rest: number } | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= root.weight) return undefined;
  let item = root;
  let rest = index;
  while (item.branches !== undefined) {
    let found: Entry = item;
    for (found of item.branches) {
      if (rest < found.weight) break;
      rest -= found.weight;
    }
    while (found instanceof Block) {
      const { items, weights } = found;
      let at = 0;
      for (let weight; rest >= (weight = weights[at] as number); at++) rest -= weight;
      found = items[at] as Entry;
    }
    item = found as Item;
  }
  return { item, rest };
}

/**
 * Visits the results at and below an item, in order. For the results of a folded item, `visit` also receives the node.
 * O(items at and above the results × log n).
 */
export function forEachResult(
  start: Item,
  folds: Folds | undefined,
  visit: (item: Item, inner?: PathNode) => void,
): void {
  if (start.branches === undefined && start.folded === undefined) {
    if (start.value !== undefined) visit(start);
    return;
  }
  forEachHolder(start, (item) => {
    if (item.folded === undefined) visit(item);
    else for (const inner of folds?.nodes(item) ?? []) visit(item, inner);
  });
}

/**
 * Visits the holders at and below an item, in order: items that are a result, or are folded. Skips subtrees without results. Iterative,
 * since the depth is that of the document. Costs as much as `forEachResult`.
 */
export function forEachHolder(start: Item, visit: (item: Item) => void): void {
  const stack = [start];
  for (let item; (item = stack.pop()) !== undefined;) {
    if (item.value !== undefined || item.folded !== undefined) visit(item);
    const { branches } = item;
    if (branches === undefined) continue;
    const bottom = stack.length;
    for (const branch of branches)
      forEachEntry(branch, (entry) => void stack.push(entry as Item), 1);
    reverseFrom(stack, bottom);
  }
}

/**
 * Visits the item and all items that were below it before the current batch, in the order before it, each before those below it. Clears
 * the marks of items that the batch inserted there. O(items); with `least`, skips entries and blocks of a smaller weight.
 */
export function forEachFormer(start: Item, visit: (item: Item) => void, least = 0): void {
  const stack = [start];
  const push = (entry: Entry): void => {
    if (entry instanceof Ghost) stack.push(entry.item);
    else if (entry.was > 0) stack.push(entry as Item);
    else (entry as Item).mark = CLEAN;
  };
  for (let item; (item = stack.pop()) !== undefined;) {
    visit(item);
    const bottom = stack.length;
    const { branches } = item;
    if (branches === undefined) continue;
    for (const branch of branches) forEachEntry(branch, push, least);
    reverseFrom(stack, bottom);
  }
}
