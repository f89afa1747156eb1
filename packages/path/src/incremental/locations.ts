/** Where the items of the tree are, in the document and among the results; now, and before the changes at hand. */

import { formatPointer, type Pointer, type Segment } from '../pointer.ts';
import { Branch, Ghost, type Item } from './item.ts';
import {
  addWeight,
  type Entry,
  forEachEntry,
  formerIndexOf,
  indexOf,
  weightBefore,
} from './sequence.ts';

/** The location of an item. O(its length, times log n in arrays). */
export function segmentsOf(item: Item): Segment[] {
  const segments: Segment[] = [];
  for (let at = item; at.branch !== undefined; at = at.branch.owner) {
    const { rule, isArray } = at.branch;
    const isElement = isArray && rule.kind === 'all';
    segments.push(isElement ? indexOf(at) : at.key);
  }
  return segments.reverse();
}

/** The location of an item before the changes at hand. */
export function formerSegmentsOf(item: Item): Segment[] {
  const segments: Segment[] = [];
  for (let at = item; at.branch !== undefined; at = at.branch.owner) {
    const { rule, isArray } = at.branch;
    const isElement = isArray && rule.kind === 'all';
    segments.push(isElement ? formerIndexOf(at.ghost ?? at) : at.formerKey);
  }
  return segments.reverse();
}

/** The location of the result of an item. */
export function pointerOf(item: Item, tail: readonly string[]): Pointer {
  return formatPointer(segmentsOf(item).concat(tail));
}

/** The location of the result of an item before the changes at hand. */
export function formerPointerOf(item: Item, tail: readonly string[]): Pointer {
  return formatPointer(formerSegmentsOf(item).concat(tail));
}

/** How many results come before those of an item. O(depth × log n). */
export function rankOf(item: Item): number {
  let rank = 0;
  for (let at = item; at.branch !== undefined; at = at.branch.owner) {
    rank += weightBefore(at) + weightOfEarlier(at.branch);
  }
  return rank;
}

/** The same before the changes at hand, as long as the weights are those from before. */
export function formerRankOf(item: Item): number {
  let rank = 0;
  for (let at = item; at.branch !== undefined; at = at.branch.owner) {
    rank += weightBefore(at.ghost ?? at) + weightOfEarlier(at.branch);
  }
  return rank;
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

/** Visits the items below an item that have results, in order. A stack, since the depth is the document's. O(results). */
export function forEachResult(start: Item, visit: (item: Item) => void): void {
  const stack = [start];
  for (let item; (item = stack.pop()) !== undefined;) {
    if (item.value !== undefined) visit(item);
    const { branches } = item;
    if (branches === undefined) continue;
    const bottom = stack.length;
    for (const branch of branches) {
      if (branch.weight === 0) continue;
      forEachEntry(branch, (entry) => {
        if (entry.weight > 0) stack.push(entry as Item);
      });
    }
    reverseFrom(stack, bottom);
  }
}

/** Visits all that was below an item before the changes at hand, in the order of then, and the item itself first. */
export function forEachFormer(start: Item, visit: (item: Item) => void): void {
  const stack = [start];
  for (let item; (item = stack.pop()) !== undefined;) {
    visit(item);
    const bottom = stack.length;
    for (const branch of item.branches ?? []) {
      forEachEntry(branch, (entry) => {
        if (entry.was > 0) stack.push(entry instanceof Ghost ? entry.item : (entry as Item));
        else if (!(entry instanceof Ghost)) (entry as Item).mark = 0;
      });
    }
    reverseFrom(stack, bottom);
  }
}

function reverseFrom(list: Item[], start: number): void {
  for (let low = start, high = list.length - 1; low < high; low++, high--) {
    const item = list[low] as Item;
    list[low] = list[high] as Item;
    list[high] = item;
  }
}
