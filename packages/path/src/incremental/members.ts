/**
 * The items of an object by their names. Most objects have few members, and then a search among the items is as fast as a Map,
 * which takes more memory than they do.
 */

import type { Branch, Item } from './item.ts';
import { forEachEntry } from './sequence.ts';

/** Above this number of members a branch keeps a Map. */
const FEW = 8;

/** The items of a branch that are in the document, in order. O(n). */
export function itemsOf(branch: Branch): Item[] {
  const items: Item[] = [];
  forEachEntry(branch, (entry) => {
    if (entry.now > 0) items.push(entry as Item);
  });
  return items;
}

/** The item of a member. O(1). */
export function memberItem(branch: Branch, name: string): Item | undefined {
  const { members, level, items } = branch;
  if (members !== undefined) return members.get(name);
  if (level > 0) return itemsOf(branch).find(({ key }) => key === name);
  for (const entry of items) {
    if (entry.now > 0 && (entry as Item).key === name) return entry as Item;
  }
  return undefined;
}

/** To be called when items of members were inserted. O(inserted), O(n) when the branch becomes wide. */
export function rememberMembers(branch: Branch, inserted: readonly Item[]): void {
  if (branch.isArray || (branch.members === undefined && branch.now <= FEW)) return;
  const items = branch.members === undefined ? itemsOf(branch) : inserted;
  const members = (branch.members ??= new Map());
  for (const item of items) members.set(item.key, item);
}
