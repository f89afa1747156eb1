/**
 * Lists the moved nodes of a batch: those that stayed and have another location, or another place among their siblings. Or
 * only those of them that lie at or below a *lifted* item, which was moved past others.
 *
 * The items that stayed are found in their present order. Taken in their former order, they had the former indexes that no removed node
 * had, so both are paired. Both walks skip what has no results: the second finds an item that was moved by its ghost, which is given a weight
 * for the time of the walk.
 *
 * Can be called until the next batch begins: then the ghosts, which hold the former order, are removed.
 * O((m + g) × log n), for m results (at and below the lifted items, if only those are asked for) and g items that the batch moved or removed.
 */

import type { AddedNode, MovedNode, RemovedNode } from './delta.ts';
import type { Tree } from './follow.ts';
import type { Item } from './item.ts';
import {
  forEachFormer,
  forEachHolder,
  forEachResult,
  formerKeyOf,
  keyOf,
  Pointers,
} from './locations.ts';
import { addWeight } from './sequence.ts';

/** An item that stayed, with its rank now and before the batch. */
export interface Start {
  readonly item: Item;
  readonly index: number;
  readonly fromIndex: number;
}

/** Returns the moved nodes in the order of `index`. */
export function movedNodes(
  { root, stages: { folds, suffix }, marks }: Tree,
  added: readonly AddedNode[],
  removed: readonly RemovedNode[],
  lifted?: readonly Start[],
): MovedNode[] {
  const starts = lifted ?? [{ item: root, index: 0, fromIndex: 0 }];
  const candidates = new Set<Item>();
  const owners = lifted === undefined ? [...marks.shifted].map(({ owner }) => owner) : [];
  for (const owner of owners) forEachHolder(owner, (item) => candidates.add(item));
  // By item, the index of its first result
  const stayed = new Map<Item, number>();
  const addedIndexes = new Set(added.map(({ index }) => index));
  for (let { item: start, index } of starts) {
    forEachHolder(start, (item) => {
      if (!addedIndexes.has(index)) stayed.set(item, index);
      index += item.weight;
    });
  }
  const inFormerOrder = new Map<Item, number>();
  const removedIndexes = new Set(removed.map(({ index }) => index));
  for (const ghost of marks.ghosts) addWeight(ghost, 1);
  for (let { item: start, fromIndex } of starts) {
    forEachFormer(
      start,
      (item) => {
        if (!stayed.has(item)) return;
        while (removedIndexes.has(fromIndex)) fromIndex++;
        inFormerOrder.set(item, fromIndex);
        fromIndex += item.weight;
      },
      1,
    );
  }
  for (const ghost of marks.ghosts) addWeight(ghost, -1);
  const moved: MovedNode[] = [];
  const pointers = new Pointers(keyOf, suffix);
  const formerPointers = new Pointers(formerKeyOf, suffix);
  for (const [item, former] of inFormerOrder) {
    let index = stayed.get(item) as number;
    let fromIndex = former;
    if (lifted === undefined && !candidates.has(item)) continue;
    const itself = pointers.of(item);
    const before = formerPointers.of(item);
    // A lifted item may be back at its index among others that have moved
    if (lifted === undefined && itself === before && !wasRearranged(item)) continue;
    forEachResult(item, folds, (_, inner) => {
      const pointer = inner === undefined ? itself : pointers.of(item, inner);
      const from = inner === undefined ? before : formerPointers.of(item, inner);
      const { value } = inner ?? item;
      moved.push({ index: index++, pointer, value, fromIndex: fromIndex++, from });
    });
  }
  return moved.sort((a, b) => a.index - b.index);
}

/** Whether a member on the location of an item was moved among its siblings. Its pointer does not show that, as it does for an element. */
function wasRearranged(item: Item): boolean {
  for (let at = item; at.branch !== undefined; at = at.branch.owner) {
    if (at.ghost !== undefined && !at.branch.isArray) return true;
  }
  return false;
}
