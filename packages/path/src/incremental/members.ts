/**
 * Finds the item of a member by its name. A branch keeps a Map for that only above `FEW` members: most objects have fewer, where a
 * linear search is as fast and the Map would take more memory than the items.
 */

import type { Branch, Item } from './item.ts';
import { forEachEntry } from './sequence.ts';

/** The largest number of members that are searched without a Map. */
const FEW = 8;

/** Returns the items that a branch holds now, in order, without ghosts. O(n). */
export function itemsOf(branch: Branch): Item[] {
  const items: Item[] = [];
  forEachEntry(branch, (entry) => {
    if (entry.now > 0) items.push(entry as Item);
  });
  return items;
}

/** Returns the item of a member, or `undefined`. O(1). */
export function memberItem(branch: Branch, name: string): Item | undefined {
  const { members, items } = branch;
  if (members !== undefined) return members.get(name);
  // Without a Map there are at most `FEW` members and as many ghosts, so that the root block holds them all
  for (const entry of items) {
    if (entry.now > 0 && (entry as Item).key === name) return entry as Item;
  }
  return undefined;
}

/** Adds items that were inserted into a branch to its Map. O(inserted); O(n) once, when the branch grows beyond `FEW` members. */
export function rememberMembers(branch: Branch, inserted: readonly Item[]): void {
  if (branch.isArray || (branch.members === undefined && branch.now <= FEW)) return;
  const items = branch.members === undefined ? itemsOf(branch) : inserted;
  const members = (branch.members ??= new Map());
  for (const item of items) members.set(item.key, item);
}
