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

/** How many entries a block holds at most. */
const WIDTH = 32;

/** Stands in blocks that are not filled yet. */
const NONE: never[] = [];

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
  items: Entry[] = NONE;
  /**
   * `now` and `weight` of the items, once more: a search would otherwise touch every item that it passes, which are spread
   * over the memory.
   */
  nows: number[] = NONE;
  weights: number[] = NONE;
  /** How many levels of blocks are below. */
  level = 0;

  constructor() {
    super();
    this.now = 0;
    this.was = 0;
  }
}

/** Fills a new root block. The entries exist now and before; their weights are added later by `weigh`. O(n). */
export function fill(root: Block, entries: readonly Entry[]): void {
  let items = entries;
  while (items.length > WIDTH) {
    const blocks: Block[] = [];
    for (let start = 0; start < items.length; start += WIDTH) {
      blocks.push(blockOf(root.level, items.slice(start, start + WIDTH)));
    }
    items = blocks;
    root.level++;
  }
  adopt(root, items.slice());
}

/** Adds up the weights below a block, after the weights of its entries were set. O(n). */
export function weigh(block: Block): number {
  let total = 0;
  for (const [at, item] of block.items.entries()) {
    const weight = block.level > 0 ? weigh(item as Block) : item.weight;
    block.weights[at] = weight;
    total += weight;
  }
  block.weight = total;
  return total;
}

/** The entry that is now at the index. O(log n). */
export function entryAt(root: Block, index: number): Entry | undefined {
  if (index < 0 || index >= root.now) return undefined;
  let block = root;
  let rest = index;
  for (;;) {
    const { items, nows, level } = block;
    let at = 0;
    // Where no ghosts are, every entry counts one; a block above counts those of its blocks
    if (level === 0 && block.now === items.length) at = rest;
    else for (let size; rest >= (size = nows[at] as number); at++) rest -= size;
    const found = items[at];
    if (level === 0) return found;
    block = found as Block;
  }
}

/** How many entries are before it now. O(log n). */
export function indexOf(entry: Entry): number {
  let index = 0;
  for (let child = entry; child.parent !== undefined; child = child.parent) {
    const { items, nows, now, level } = child.parent;
    const place = items.indexOf(child);
    if (level === 0 && now === items.length) index += place;
    else for (let at = 0; at < place; at++) index += nows[at] as number;
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
    const { items, weights } = child.parent;
    const place = items.indexOf(child);
    for (let at = 0; at < place; at++) weight += weights[at] as number;
  }
  return weight;
}

/** Puts a new entry in front of the one that is now at the index, or at the end. It was not there before. O(log n). */
export function insertAt(root: Block, index: number, entry: Entry): void {
  let block = root;
  let rest = index;
  let at = 0;
  for (;;) {
    const { items, nows } = block;
    for (at = 0; at < items.length; at++) {
      const size = nows[at] as number;
      // In front of an entry goes into its block; behind the last one into the last block
      if (rest < size || (block.level > 0 && at === items.length - 1)) break;
      rest -= size;
    }
    if (block.level === 0) break;
    block = items[at] as Block;
  }
  entry.was = 0;
  insertItem(block, at, entry);
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
  add(ghost, -1, 0, 0);
}

/** Takes an entry out that weighs nothing; nothing is left. O(log n). */
export function take(entry: Entry): void {
  const block = entry.parent as Block;
  add(entry, -entry.now, -entry.was, 0);
  entry.parent = undefined;
  removeItem(block, entry);
}

/** From now on the entry counts as having been there before. O(log n). */
export function settle(entry: Entry): void {
  if (entry.was === 0) add(entry, 0, 1, 0);
}

/** Adds to the weight of an entry and of all blocks above it; gives the root block. O(log n). */
export function addWeight(entry: Entry, weight: number): Entry {
  return add(entry, 0, 0, weight);
}

/** Visits the entries that weigh at least so much in order, ghosts included. O(these × log n). */
export function forEachEntry(block: Block, visit: (entry: Entry) => void, least = 0): void {
  for (const item of block.items) {
    if (item.weight < least) continue;
    if (block.level > 0) forEachEntry(item as Block, visit, least);
    else visit(item);
  }
}

function adopt(block: Block, items: Entry[]): void {
  block.items = items;
  block.nows = items.map(({ now }) => now);
  block.weights = items.map(({ weight }) => weight);
  for (const item of items) {
    item.parent = block;
    block.now += item.now;
    block.was += item.was;
    block.weight += item.weight;
  }
}

/** Adds to the sums of an entry and of all blocks above it; gives the root block. */
function add(entry: Entry, now: number, was: number, weight: number): Entry {
  for (let item = entry; ;) {
    item.now += now;
    item.was += was;
    item.weight += weight;
    const { parent } = item;
    if (parent === undefined) return item;
    const place = parent.items.indexOf(item);
    parent.nows[place] = item.now;
    parent.weights[place] = item.weight;
    item = parent;
  }
}

/** Puts a new entry, which was not there before and weighs nothing, into a block of the lowest level. */
function insertItem(block: Block, at: number, entry: Entry): void {
  spliceItem(block, at, entry);
  entry.now = 0;
  add(entry, 1, 0, 0);
  for (let full: Block | undefined = block; full !== undefined && full.items.length > WIDTH;) {
    full = split(full);
  }
}

function spliceItem(block: Block, at: number, item: Entry): void {
  item.parent = block;
  block.items.splice(at, 0, item);
  block.nows.splice(at, 0, item.now);
  block.weights.splice(at, 0, item.weight);
}

/**
 * Splits a block that is too full, and gives the one above, which may have become too full by that.
 *
 *     parent [… block …]            parent [… block right …]       root [a b c d]      root [left right]
 *       block [a b c d]      ->       block [a b]  right [c d]                    ->     left [a b]  right [c d]
 */
function split(block: Block): Block | undefined {
  const { parent, level } = block;
  const middle = block.items.length >> 1;
  const right = blockOf(level, block.items.slice(middle));
  const items = block.items.slice(0, middle);
  block.now = 0;
  block.was = 0;
  block.weight = 0;
  if (parent === undefined) {
    block.level = level + 1;
    adopt(block, [blockOf(level, items), right]);
    return undefined;
  }
  adopt(block, items);
  const place = parent.items.indexOf(block);
  parent.nows[place] = block.now;
  parent.weights[place] = block.weight;
  spliceItem(parent, place + 1, right);
  return parent;
}

function blockOf(level: number, items: Entry[]): Block {
  const block = new Block();
  block.level = level;
  adopt(block, items);
  return block;
}

function removeItem(block: Block, item: Entry): void {
  const place = block.items.indexOf(item);
  block.items.splice(place, 1);
  block.nows.splice(place, 1);
  block.weights.splice(place, 1);
  if (block.items.length > 0) return;
  if (block.parent === undefined) block.level = 0;
  else removeItem(block.parent, block);
}
