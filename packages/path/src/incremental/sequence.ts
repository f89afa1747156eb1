/**
 * The children of a tracked container, in order: a counted B+-tree.
 *
 * Every entry and every block carries three sums over what is below it:
 *
 * | sum | counts | answers |
 * | --- | --- | --- |
 * | `now` | entries that exist now | at which index is it, what is at that index |
 * | `was` | entries that existed before the changes at hand | at which index was it |
 * | `weight` | results below the entries | how many results come before it |
 *
 * Positions are therefore never stored: an insertion in front of 100,000 entries touches one block per level. An entry that is taken
 * out leaves a ghost in its place (`now` is 0, `was` and `weight` stay), so that while a list of changes is followed the order
 * before and the order after can both be read. Ghosts are removed when the next list begins.
 *
 * Blocks hold up to `WIDTH` entries and split in halves; a block that becomes empty is unlinked, others are not merged. So the
 * height is bounded by the largest size that the sequence ever had: O(log n) for every operation, with a scan of up to `WIDTH` per
 * level. The root block never changes its identity, since it is what the owner holds: it splits by moving its entries down.
 */

/** A power of two, found by measuring: 16 and 64 are slower for a change in 100,000 entries. */
const WIDTH = 32;

/** What stands in a sequence. */
export class Entry {
  /** The block that holds it; `undefined` for a root block, and outside of any sequence. */
  parent: Block | undefined = undefined;
  now = 1;
  was = 1;
  weight = 0;
}

/** Entries, or smaller blocks, with the sums over them. */
export class Block extends Entry {
  /** Not longer than `WIDTH`, all of the same height. */
  items: Entry[] = [];
  /** How many levels of blocks are below. */
  level = 0;

  constructor() {
    super();
    this.now = 0;
    this.was = 0;
  }
}

/** Fills an empty root block. The entries exist now and before; their weights are added later by `weigh`. O(n). */
export function fill(root: Block, entries: readonly Entry[]): void {
  let items = entries;
  while (items.length > WIDTH) {
    const blocks: Block[] = [];
    for (let start = 0; start < items.length; start += WIDTH) {
      const block = new Block();
      block.level = root.level;
      adopt(block, items.slice(start, start + WIDTH));
      blocks.push(block);
    }
    items = blocks;
    root.level++;
  }
  adopt(root, items.slice());
}

/** Adds up the weights below a block, after the weights of its entries were set. O(n). */
export function weigh(block: Block): number {
  let weight = 0;
  for (const item of block.items) {
    weight += block.level > 0 ? weigh(item as Block) : item.weight;
  }
  block.weight = weight;
  return weight;
}

/** The entry that is now at the index. O(log n). */
export function entryAt(root: Block, index: number): Entry | undefined {
  if (index < 0 || index >= root.now) return undefined;
  let block = root;
  let rest = index;
  for (;;) {
    const { items } = block;
    let at = 0;
    for (let size; at < items.length && rest >= (size = (items[at] as Entry).now); at++) {
      rest -= size;
    }
    const found = items[at];
    if (block.level === 0) return found;
    block = found as Block;
  }
}

/** How many entries are before it now. O(log n). */
export function indexOf(entry: Entry): number {
  let index = 0;
  for (let child = entry; child.parent !== undefined; child = child.parent) {
    for (const item of child.parent.items) {
      if (item === child) break;
      index += item.now;
    }
  }
  return index;
}

/** How many entries were before it, before the changes at hand. O(log n). */
export function formerIndexOf(entry: Entry): number {
  let index = 0;
  for (let child = entry; child.parent !== undefined; child = child.parent) {
    for (const item of child.parent.items) {
      if (item === child) break;
      index += item.was;
    }
  }
  return index;
}

/** How many results are below the entries before it. O(log n). */
export function weightBefore(entry: Entry): number {
  let weight = 0;
  for (let child = entry; child.parent !== undefined; child = child.parent) {
    for (const item of child.parent.items) {
      if (item === child) break;
      weight += item.weight;
    }
  }
  return weight;
}

/** Puts a new entry in front of the one that is now at the index, or at the end. It was not there before. O(log n). */
export function insertAt(root: Block, index: number, entry: Entry): void {
  let block = root;
  let rest = index;
  let at = 0;
  for (;;) {
    const { items } = block;
    for (at = 0; at < items.length; at++) {
      const size = (items[at] as Entry).now;
      // In front of an entry goes into its block; behind the last one into the last block
      if (rest < size || (block.level > 0 && at === items.length - 1)) break;
      rest -= size;
    }
    if (block.level === 0) break;
    block = items[at] as Block;
  }
  entry.now = 1;
  entry.was = 0;
  place(block, at, entry);
}

/** Takes an entry out and leaves a ghost that stands where it stood and weighs what it weighed. O(log n). */
export function exchange(entry: Entry, ghost: Entry): void {
  const block = entry.parent as Block;
  ghost.parent = block;
  ghost.now = 1;
  ghost.was = entry.was;
  ghost.weight = entry.weight;
  block.items[block.items.indexOf(entry)] = ghost;
  entry.parent = undefined;
  entry.weight = 0;
  add(ghost, -1, 0);
}

/** Takes an entry out that weighs nothing; nothing is left. O(log n). */
export function take(entry: Entry): void {
  const block = entry.parent as Block;
  add(entry, -entry.now, -entry.was);
  entry.parent = undefined;
  removeItem(block, entry);
}

/** From now on the entry counts as having been there before. O(log n). */
export function settle(entry: Entry): void {
  if (entry.was === 0 && entry.parent !== undefined) add(entry, 0, 1);
}

/** Adds to the weight of an entry and of all blocks above it; gives the root block. O(log n). */
export function addWeight(entry: Entry, weight: number): Entry {
  let top = entry;
  top.weight += weight;
  while (top.parent !== undefined) {
    top = top.parent;
    top.weight += weight;
  }
  return top;
}

/** Visits the entries in order, ghosts included. O(n). */
export function forEachEntry(block: Block, visit: (entry: Entry) => void): void {
  for (const item of block.items) {
    if (block.level > 0) forEachEntry(item as Block, visit);
    else visit(item);
  }
}

function adopt(block: Block, items: Entry[]): void {
  block.items = items;
  for (const item of items) {
    item.parent = block;
    block.now += item.now;
    block.was += item.was;
    block.weight += item.weight;
  }
}

function add(entry: Entry, now: number, was: number): void {
  for (let item: Entry | undefined = entry; item !== undefined; item = item.parent) {
    item.now += now;
    item.was += was;
  }
}

function place(block: Block, at: number, entry: Entry): void {
  entry.parent = block;
  block.items.splice(at, 0, entry);
  for (let above: Block | undefined = block; above !== undefined; above = above.parent) {
    above.now += entry.now;
    above.was += entry.was;
    above.weight += entry.weight;
  }
  for (let full: Block | undefined = block; full !== undefined && full.items.length > WIDTH;) {
    full = split(full);
  }
}

/**
 * Splits a block that is too full, and gives the one above, which may have become too full by that.
 *
 *     parent [… block …]            parent [… block right …]       root [a b c d]      root [left right]
 *       block [a b c d]      ->       block [a b]  right [c d]                    ->     left [a b]  right [c d]
 */
function split(block: Block): Block | undefined {
  const { parent } = block;
  const middle = block.items.length >> 1;
  const right = halfOf(block, block.items.slice(middle));
  const left = block.items.slice(0, middle);
  if (parent === undefined) {
    const under = halfOf(block, left);
    block.level++;
    block.items = [under, right];
    under.parent = block;
    right.parent = block;
    return undefined;
  }
  block.items = left;
  block.now -= right.now;
  block.was -= right.was;
  block.weight -= right.weight;
  right.parent = parent;
  parent.items.splice(parent.items.indexOf(block) + 1, 0, right);
  return parent;
}

function halfOf(block: Block, items: Entry[]): Block {
  const half = new Block();
  half.level = block.level;
  adopt(half, items);
  return half;
}

function removeItem(block: Block, item: Entry): void {
  block.items.splice(block.items.indexOf(item), 1);
  const { parent } = block;
  if (block.items.length > 0) return;
  if (parent === undefined) block.level = 0;
  else removeItem(parent, block);
}
