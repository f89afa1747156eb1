/**
 * Lists the moved nodes of a batch: those that stayed and have another location, or another place among their siblings.
 *
 * The items that stayed are found in their present order. Taken in their former order, they had the former indexes that no removed node
 * had, so both are paired. Both walks skip what has no results: the second finds an item that was moved by its ghost, which is given a weight
 * for the time of the walk.
 *
 * Can be called until the next batch begins: then the ghosts, which hold the former order, are removed.
 * O((m + g) × log n), for m results and g items that the batch moved or removed.
 */

import type { AddedNode, MovedNode, RemovedNode } from './delta.ts';
import type { Item } from './item.ts';
import {
  forEachFormer,
  forEachHolder,
  forEachResult,
  formerKeyOf,
  keyOf,
  Pointers,
} from './locations.ts';
import type { Marks } from './marks.ts';
import { addWeight } from './sequence.ts';
import type { Stages } from './stages.ts';

/** Returns the moved nodes in the order of `index`. */
export function movedNodes(
  root: Item,
  { folds, suffix }: Stages,
  marks: Marks,
  added: readonly AddedNode[],
  removed: readonly RemovedNode[],
): MovedNode[] {
  const candidates = new Set<Item>();
  for (const branch of marks.shifted) {
    forEachHolder(branch.owner, (item) => candidates.add(item));
  }
  // By item, the index of its first result
  const stayed = new Map<Item, number>();
  const addedIndexes = new Set(added.map(({ index }) => index));
  let place = 0;
  forEachHolder(root, (item) => {
    if (!addedIndexes.has(place)) stayed.set(item, place);
    place += item.weight;
  });
  const inFormerOrder: Item[] = [];
  for (const ghost of marks.ghosts) addWeight(ghost, 1);
  forEachFormer(root, (item) => void (stayed.has(item) && inFormerOrder.push(item)), 1);
  for (const ghost of marks.ghosts) addWeight(ghost, -1);
  const removedIndexes = new Set(removed.map(({ index }) => index));
  const moved: MovedNode[] = [];
  const pointers = new Pointers(keyOf, suffix);
  const formerPointers = new Pointers(formerKeyOf, suffix);
  let former = 0;
  for (const item of inFormerOrder) {
    while (removedIndexes.has(former)) former++;
    let index = stayed.get(item) as number;
    let fromIndex = former;
    former += item.weight;
    if (!candidates.has(item)) continue;
    const itself = pointers.of(item);
    const before = formerPointers.of(item);
    if (itself === before && !wasRearranged(item)) continue;
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
