/** Where the items of the tree are, in the document and among the results; now, and before the changes at hand. */

import type { PathNode } from '../jsonpath/path-node.ts';
import { escapeSegment, type Pointer, type Segment } from '../pointer.ts';
import type { Folds } from './folds.ts';
import { Branch, Ghost, type Item } from './item.ts';
import {
  addWeight,
  Block,
  type Entry,
  forEachEntry,
  formerIndexOf,
  indexOf,
  weightBefore,
} from './sequence.ts';
import { isStepless } from './stages.ts';
import { reverseFrom } from '../reverse-from.ts';

/** What leads from its container to an item. In arrays that were shifted since it was asked last O(log n), otherwise O(1). */
export function keyOf(item: Item): Segment {
  const { branch } = item;
  if (branch !== undefined && branch.isUnbroken && branch.epoch !== item.epoch) {
    item.key = branch.from + indexOf(item);
    item.epoch = branch.epoch;
  }
  return item.key;
}

/** What led from its container to an item before the changes at hand. */
export function formerKeyOf(item: Item): Segment {
  const { branch } = item;
  if (branch === undefined || !branch.isArray || !isStepless(branch.rule)) return item.formerKey;
  if (branch.epoch === branch.formerEpoch) return keyOf(item);
  return branch.formerFrom + formerIndexOf(item.ghost ?? item);
}

/** The location of an item. O(its length, times log n in arrays). */
export function segmentsOf(item: Item): Segment[] {
  let depth = depthOf(item);
  // oxlint-disable-next-line unicorn/no-new-array -- of that length at once
  const segments = new Array<Segment>(depth);
  for (let at = item; at.branch !== undefined; at = at.branch.owner) segments[--depth] = keyOf(at);
  return segments;
}

/** The length of the location of an item. O(that). */
export function depthOf(item: Item): number {
  let depth = 0;
  for (let at = item; at.branch !== undefined; at = at.branch.owner) depth++;
  return depth;
}

/** The lengths of the locations of many items: where they lie in one another each level is counted once. */
export class Depths {
  readonly #known = new Map<Item, number>();

  of(item: Item): number {
    const known = this.#known;
    const chain: Item[] = [];
    let at = item;
    for (; at.branch !== undefined && !known.has(at); at = at.branch.owner) chain.push(at);
    let depth = known.get(at) ?? 0;
    for (let place = chain.length; place-- > 0;) known.set(chain[place] as Item, ++depth);
    return depth;
  }
}

/**
 * The pointers of results, one after the other: what their locations have in common is written once, so that all
 * results of a document of 10,000 levels do not cost 10,000 levels each.
 */
export class Pointers {
  readonly #key: (item: Item) => Segment;
  readonly #suffix: Pointer;
  /** What leads to containers of more than one result; not made for a single one. */
  #known: Map<Item, Pointer> | undefined;
  #isFirst = true;

  /** @param key `keyOf` or `formerKeyOf` */
  constructor(key: (item: Item) => Segment, suffix: Pointer) {
    this.#key = key;
    this.#suffix = suffix;
  }

  /** @param inner where the item is folded, one of the nodes below it */
  of(result: Item, inner?: PathNode): Pointer {
    const end = inner === undefined ? this.#suffix : inner.pointer;
    if (this.#isFirst) {
      this.#isFirst = false;
      let single = end;
      for (let item = result; item.branch !== undefined; item = item.branch.owner) {
        single = this.#step(item) + single;
      }
      return single;
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
      pointer += this.#step(item);
      if (at > 0) known.set(item, pointer);
    }
    return pointer + end;
  }

  #step(item: Item): Pointer {
    return `/${escapeSegment(this.#key(item))}`;
  }
}

/**
 * How many results come before those of an item. What comes before the containers of those that were asked for is remembered, so
 * that items that lie below each other do not cost their depth each.
 */
export class Ranks {
  readonly #isFormer: boolean;
  /** By item; not made for a single one. */
  #known: Map<Item, number> | undefined;
  #isFirst = true;

  /** @param isFormer before the changes at hand, as long as the weights are those from before */
  constructor(isFormer: boolean) {
    this.#isFormer = isFormer;
  }

  /** O(containers up to one that is known × log n). */
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

  /** How many come before it in its container. */
  #among(item: Item): number {
    const entry = this.#isFormer ? (item.ghost ?? item) : item;
    return weightBefore(entry) + weightOfEarlier(item.branch as Branch);
  }
}

function weightOfEarlier(branch: Branch): number {
  let weight = 0;
  for (const earlier of branch.owner.branches ?? []) {
    if (earlier === branch) break;
    weight += earlier.weight;
  }
  return weight;
}

/** Adds to the number of results below an entry, up to the root or to where the tree was cut off. */
export function addResults(entry: Entry, count: number): void {
  for (let at = entry; ;) {
    const top = addWeight(at, count);
    if (!(top instanceof Branch) || top.isDropped) return;
    at = top.owner;
  }
}

/**
 * The same for many entries at once. They are gathered first and then settled from the lowest level upwards, so that an item hands up
 * the sum of what comes from below in one go. One by one, entries that lie in one another would cost their depth each.
 * O(items above them × log n).
 */
export class Gains {
  readonly #depths = new Depths();
  readonly #levels: (Map<Entry, number> | undefined)[] = [];

  add(entry: Entry, count: number): void {
    this.#note(
      this.#depths.of(entry instanceof Ghost ? entry.item : (entry as Item)),
      entry,
      count,
    );
  }

  settle(): void {
    for (let depth = this.#levels.length - 1; depth >= 0; depth--) {
      for (const [entry, count] of this.#levels[depth] ?? []) {
        const top = count === 0 ? undefined : addWeight(entry, count);
        if (top instanceof Branch && !top.isDropped) this.#note(depth - 1, top.owner, count);
      }
    }
  }

  #note(depth: number, entry: Entry, count: number): void {
    const level = (this.#levels[depth] ??= new Map());
    level.set(entry, (level.get(entry) ?? 0) + count);
  }
}

/**
 * The item with the result at an index of the nodelist; where it is folded, which of the results below it that is. O(depth × log n).
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

/** Visits the results below an item, in order; with a node below the item where that is folded. O(results). */
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
 * Visits, in order, the items below an item that are a result or are folded over results. With a stack of its own, since the depth is
 * that of the document. O(results).
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

/** Visits all that was below an item before the changes at hand, in the order of then, and the item itself first. */
export function forEachFormer(start: Item, visit: (item: Item) => void): void {
  if (start.branches === undefined) {
    visit(start);
    return;
  }
  const stack = [start];
  for (let item; (item = stack.pop()) !== undefined;) {
    visit(item);
    const bottom = stack.length;
    const { branches } = item;
    if (branches === undefined) continue;
    for (const branch of branches) {
      forEachEntry(branch, (entry) => {
        if (entry.was > 0) stack.push(entry instanceof Ghost ? entry.item : (entry as Item));
        else if (!(entry instanceof Ghost)) (entry as Item).mark = 0;
      });
    }
    reverseFrom(stack, bottom);
  }
}
