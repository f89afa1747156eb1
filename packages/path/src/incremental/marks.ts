import { type Branch, CLEAN, Ghost, type Item } from './item.ts';
import { type Entry, exchange, forEachEntry, insertAt, settle, take } from './sequence.ts';
import { isStepless } from './stages.ts';

/** What a list of changes did to the tree, kept until the next list so that the order from before can still be read. */
export class Marks {
  /** The marked items by the length of their location, so that they can be gone through from the top; up to `deepest`. */
  readonly byDepth: (Item[] | undefined)[] = [];
  deepest = -1;
  readonly ghosts: Ghost[] = [];
  /** Branches in which items may have another index or another order than before. */
  readonly shifted = new Set<Branch>();
  /** Items that were not in their place before. */
  private readonly arrivals: Item[] = [];

  mark(item: Item, mark: number, depth: number): void {
    if (item.mark === CLEAN) {
      this.byDepth[depth] = appended(this.byDepth[depth], item);
      this.deepest = Math.max(this.deepest, depth);
    }
    item.mark |= mark;
  }

  /** Items of the branch get other indexes. */
  shift(branch: Branch): void {
    this.shifted.add(branch);
    branch.epoch++;
  }

  /** Takes an item out of its place, for good or to be inserted elsewhere. O(log n). */
  lift(item: Item, branch: Branch): void {
    this.shift(branch);
    if (item.was === 0) {
      take(item);
      return;
    }
    const ghost = new Ghost(item);
    exchange(item, ghost);
    item.ghost = ghost;
    this.ghosts.push(ghost);
  }

  /** Takes an item out that is no longer in the document. */
  remove(item: Item, branch: Branch): void {
    this.lift(item, branch);
    item.mark = CLEAN;
    (branch.leavers ??= []).push(item);
    branch.members?.delete(item.key);
  }

  /** Puts an item where it was not before. O(log n). */
  insert(item: Item, branch: Branch, index: number): void {
    this.shift(branch);
    insertAt(branch, index, item);
    this.arrivals.push(item);
  }

  /** Puts an item into another place of the same branch; nothing happens where it stands there already. */
  move(item: Item, branch: Branch, index: number): void {
    this.lift(item, branch);
    this.insert(item, branch, index);
  }

  /** Whether the changes meet nothing of what the query looks at. */
  get isEmpty(): boolean {
    return this.deepest < 0;
  }

  /** Whether an item was taken out of its place and put into another. O(ghosts). */
  get hasMoves(): boolean {
    return this.ghosts.some(({ item }) => item.parent !== undefined);
  }

  /** By branch where items are not, or not any more, as before: what came, and the ghosts of what left. */
  edits(): Map<Branch, Entry[]> {
    const edits = new Map<Branch, Entry[]>();
    for (const branch of this.shifted) edits.set(branch, []);
    for (const entry of new Set<Entry>([...this.ghosts, ...this.arrivals])) {
      const { branch } = entry instanceof Ghost ? entry.item : (entry as Item);
      if (branch !== undefined && entry.parent !== undefined) edits.get(branch)?.push(entry);
    }
    return edits;
  }

  /** Forgets the order from before. Amortised over the changes that made it. */
  clear(): void {
    for (; this.deepest >= 0; this.deepest--) this.byDepth[this.deepest] = undefined;
    if (this.shifted.size === 0) return;
    for (const ghost of this.ghosts) {
      take(ghost);
      ghost.item.ghost = undefined;
    }
    for (const item of this.arrivals) settle(item);
    for (const branch of this.shifted) {
      branch.formerEpoch = branch.epoch;
      branch.formerFrom = branch.from;
      if (!branch.isArray || isStepless(branch.rule)) continue;
      forEachEntry(branch, (entry) => {
        (entry as Item).formerKey = (entry as Item).key;
      });
    }
    this.ghosts.length = 0;
    this.arrivals.length = 0;
    this.shifted.clear();
  }
}

/** A list with one element more. Most lists here have one, and a list that was empty would make room for 17. */
export function appended<T>(list: T[] | undefined, element: T): T[] {
  if (list === undefined) return [element];
  list.push(element);
  return list;
}
