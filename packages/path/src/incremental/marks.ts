import { type Branch, CLEAN, Ghost, type Item } from './item.ts';
import { detach, type Entry, exchange, fill, forEachEntry, insertAt, settle } from './sequence.ts';
import { itemsOf } from './members.ts';

/**
 * The log of what the current batch of changes did to the tree: marked items, ghosts, arrivals, shifted branches. All structural edits
 * go through it. It is kept until the next batch begins, so that the order before the batch can be read until then.
 */
export class Marks {
  /** The marked items by the length of their location, from the root down to `deepest`. */
  readonly byDepth: (Item[] | undefined)[] = [];
  /** The smallest and the largest index of `byDepth` in use; `deepest` is -1 where no item is marked. */
  top = 0;
  deepest = -1;
  readonly ghosts: Ghost[] = [];
  /** The branches in which items may have another index or another order than before the batch. */
  readonly shifted = new Set<Branch>();
  /** The items that the batch inserted, or moved to another place. */
  private readonly arrivals: Item[] = [];

  /** Adds marks to an item. */
  mark(item: Item, mark: number): void {
    if (item.mark === CLEAN) {
      const { depth } = item;
      this.byDepth[depth] = appended(this.byDepth[depth], item);
      if (this.isEmpty || depth < this.top) this.top = depth;
      if (depth > this.deepest) this.deepest = depth;
    }
    item.mark |= mark;
  }

  /** Records that items of the branch get other indexes. Call it with every edit that renumbers. */
  shift(branch: Branch): void {
    this.shifted.add(branch);
    branch.epoch++;
  }

  /** Takes an item out of its place, for good or to insert it elsewhere; leaves a ghost if it existed before the batch. O(log n). */
  private lift(item: Item, branch: Branch): void {
    this.shift(branch);
    if (item.was === 0) {
      detach(item);
      return;
    }
    const ghost = new Ghost(item);
    exchange(item, ghost);
    item.ghost = ghost;
    this.ghosts.push(ghost);
  }

  /** Removes the item of an element or member that left the container, or a range; its results are dropped in the second pass. O(log n). */
  remove(item: Item, branch: Branch): void {
    this.lift(item, branch);
    item.mark = CLEAN;
    (branch.leavers ??= []).push(item);
    branch.members?.delete(item.key);
  }

  /** Inserts an item as an arrival. O(log n). */
  insert(item: Item, branch: Branch, index: number): void {
    this.shift(branch);
    insertAt(branch, index, item);
    this.arrivals.push(item);
  }

  /** Moves an item to another index of the same branch. O(log n). */
  move(item: Item, branch: Branch, index: number): void {
    this.lift(item, branch);
    this.insert(item, branch, index);
  }

  /** Puts all items of a branch in another order, behind the ghosts of those that existed before the batch. O(n). */
  reorder(branch: Branch, items: readonly Item[]): void {
    this.shift(branch);
    branch.isReordered = true;
    const entries: Entry[] = [];
    forEachEntry(branch, (entry) => {
      if (entry.now === 0) entries.push(entry);
      else if (entry.was > 0) {
        const item = entry as Item;
        const ghost = new Ghost(item);
        ghost.now = 0;
        ghost.weight = item.weight;
        item.was = item.weight = 0;
        item.ghost = ghost;
        this.ghosts.push(ghost);
        entries.push(ghost);
      }
    });
    for (const item of items) entries.push(item);
    fill(branch, entries);
  }

  /** The marked item, if it is the only one, and no item was inserted, moved or removed. */
  get only(): Item | undefined {
    if (this.shifted.size > 0 || this.top !== this.deepest) return undefined;
    const [item, second] = this.byDepth[this.top] ?? [];
    return second === undefined ? item : undefined;
  }

  /** Whether the batch concerns no item. */
  get isEmpty(): boolean {
    return this.deepest < 0;
  }

  /** Whether an item that existed before was moved to another place. O(ghosts). */
  get hasMoves(): boolean {
    return this.ghosts.some(({ item }) => item.parent !== undefined);
  }

  /** Returns the entries at which the order of each shifted branch was edited: its arrivals, and the ghosts in it. */
  edits(): Map<Branch, Entry[]> {
    const edits = new Map<Branch, Entry[]>();
    for (const branch of this.shifted) edits.set(branch, []);
    for (const entry of new Set<Entry>([...this.ghosts, ...this.arrivals])) {
      const { branch } = entry instanceof Ghost ? entry.item : (entry as Item);
      if (branch !== undefined && entry.parent !== undefined) edits.get(branch)?.push(entry);
    }
    return edits;
  }

  /** Forgets the order before the last batch. The cost is amortized over the edits that it made. */
  clear(): void {
    for (; this.deepest >= 0; this.deepest--) this.byDepth[this.deepest] = undefined;
    if (this.shifted.size === 0) return;
    for (const ghost of this.ghosts) {
      const { item } = ghost;
      if (item.branch?.isReordered !== true) detach(ghost);
      item.ghost = undefined;
    }
    for (const item of this.arrivals) settle(item);
    for (const branch of this.shifted) {
      if (branch.isReordered) {
        const items = itemsOf(branch);
        for (const item of items) item.was = 1;
        fill(branch, items);
        branch.isReordered = false;
      }
      branch.formerEpoch = branch.epoch;
      branch.formerFrom = branch.from;
    }
    this.ghosts.length = 0;
    this.arrivals.length = 0;
    this.shifted.clear();
  }
}

/**
 * Appends to a list, and creates it with the first element. Most lists here have one element, and V8 reserves 17 places for the
 * first `push` to an empty array.
 */
export function appended<T>(list: T[] | undefined, element: T): T[] {
  if (list === undefined) return [element];
  list.push(element);
  return list;
}
