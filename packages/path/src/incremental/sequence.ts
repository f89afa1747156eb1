/**
 * A sequence: the entries of one branch in order, as a counted B+-tree.
 *
 * Every entry carries three numbers, and every block carries their sums over the entries below it:
 *
 * | sum | counts | answers |
 * | --- | --- | --- |
 * | `now` | entries that exist now | the index of an entry, and the entry at an index |
 * | `was` | entries that existed before the current batch of changes | the index that an entry had |
 * | `weight` | results at and below the entries | how many results precede an entry |
 *
 * No position is stored, so an insertion in front of 100,000 entries updates one block per level. An entry that is removed leaves a
 * *ghost* in its place (`now` 0, `was` 1, and the weight of the entry), and an entry that is inserted has `was` 0. So while a batch is
 * applied, both the order before it and the order after it can be read. Ghosts are removed when the next batch begins.
 *
 *     The entries a … e in blocks of three, after b was removed and x was inserted behind d; (now, was, weight):
 *
 *     root (5, 5, 3) ┬ block (2, 3, 2) ─ a (1, 1, 1)   ghost of b (0, 1, 1)   c (1, 1, 0)
 *                    └ block (3, 2, 1) ─ d (1, 1, 0)   x (1, 0, 0)   e (1, 1, 1)
 *
 *     index of d now: 2, before: 3; index of e now: 2 + 2, before: 3 + 1; results that precede e: 2 + 0
 *
 * A block holds at most `WIDTH` entries. A block that overflows is split in halves; one that becomes empty is unlinked; blocks are never
 * merged. A block must gain `WIDTH / 2` entries between two splits, so each further level takes 16 times as many insertions as the one
 * below it. Hence every operation is O(log n), where n counts all entries that were ever inserted, with a scan of at most `WIDTH` entries
 * per level. The root block keeps its identity, since the owner holds it: it splits by moving its entries down one level.
 */

/** The maximal number of entries in a block: 2 to the power of `BITS`. */
const WIDTH = 32;
const BITS = 5;

/** The shared initial list of blocks that are not filled yet. */
const NONE: never[] = [];

/** A member of a sequence: an item, a ghost, or a block. */
export class Entry {
  /** The block that holds it; `undefined` for a root block, and for an entry that is in no sequence. */
  parent: Block | undefined = undefined;
  now = 1;
  was = 1;
  weight = 0;
}

/** An inner node of the B+-tree: entries, or blocks of the level below, with the sums over them. */
export class Block extends Entry {
  /** At most `WIDTH` entries, or blocks that all have the same height. */
  items: Entry[] = NONE;
  /**
   * Copies of `now` and `weight` of each item. A search that read the items themselves would take a cache miss for each one that it
   * passes, since they are scattered in memory.
   */
  nows: number[] = NONE;
  weights: number[] = NONE;
  /** The number of block levels below this one; 0 where `items` are entries. */
  level = 0;
  /** In a root: whether all blocks are as `fill` made them, full except for the last of each level. Then an index tells the way. */
  isEven = true;

  constructor() {
    super();
    this.now = 0;
    this.was = 0;
  }
}

/** Fills a root block, which loses what it held. If weights are set later, `weigh` adds them up. O(n). */
export function fill(root: Block, entries: readonly Entry[]): void {
  root.now = root.was = root.weight = root.level = 0;
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
  root.isEven = root.now === entries.length;
}

/** Recomputes the weights of a block and all blocks below it from the weights of their entries, and returns the total. O(n). */
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

/** Returns the entry that is now at the index. O(log n). */
export function entryAt(root: Block, index: number): Entry | undefined {
  if (index < 0 || index >= root.now) return undefined;
  let block = root;
  let rest = index;
  for (;;) {
    const { items, nows, level } = block;
    let at = 0;
    if (root.isEven) at = (index >> (level * BITS)) & (WIDTH - 1);
    // Without ghosts every entry of a lowest block counts 1; a higher block must add up the counts of its blocks
    else if (level === 0 && block.now === items.length) at = rest;
    else for (let size; rest >= (size = nows[at] as number); at++) rest -= size;
    const found = items[at];
    if (level === 0) return found;
    block = found as Block;
  }
}

/** Adds to the weight of an entry, or of a block, and returns the weights in front of it in its block. */
export function addRanked(entry: Entry, block: Block, weight: number): number {
  const { items, weights } = block;
  const place = items.indexOf(entry);
  let before = 0;
  // From the nearer end
  if (place > WIDTH / 2) {
    before = block.weight;
    for (let at = items.length - 1; at >= place; at--) before -= weights[at] as number;
  } else {
    for (let at = 0; at < place; at++) before += weights[at] as number;
  }
  entry.weight += weight;
  weights[place] = entry.weight;
  return before;
}

/** Returns the current index of an entry: the number of entries that now precede it. O(log n). */
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

/** Returns the index that an entry had before the current batch. O(log n). */
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

/** Returns the number of results at and below the entries that precede an entry, ghosts included. O(log n). */
export function weightBefore(entry: Entry): number {
  let weight = 0;
  for (let child = entry; child.parent !== undefined; child = child.parent) {
    const { items, weights } = child.parent;
    const place = items.indexOf(child);
    for (let at = 0; at < place; at++) weight += weights[at] as number;
  }
  return weight;
}

/** Inserts an entry of weight 0 in front of the one that is now at the index, or at the end, as one that did not exist before. O(log n). */
export function insertAt(root: Block, index: number, entry: Entry): void {
  let block = root;
  let rest = index;
  let at = 0;
  for (;;) {
    const { items, nows } = block;
    for (at = 0; at < items.length; at++) {
      const size = nows[at] as number;
      // The block of the entry at the index takes the new one; the last block takes what is appended
      if (rest < size || (block.level > 0 && at === items.length - 1)) break;
      rest -= size;
    }
    if (block.level === 0) break;
    block = items[at] as Block;
  }
  entry.was = 0;
  insertItem(block, at, entry);
}

/** Replaces an entry that existed before by a fresh ghost, which takes over its place and its weight. O(log n). */
export function exchange(entry: Entry, ghost: Entry): void {
  const block = entry.parent as Block;
  ghost.parent = block;
  ghost.weight = entry.weight;
  block.items[block.items.indexOf(entry)] = ghost;
  entry.parent = undefined;
  entry.weight = 0;
  add(ghost, -1, 0, 0);
}

/** Removes an entry whose weight is 0, without leaving a ghost. O(log n). */
export function detach(entry: Entry): void {
  const block = entry.parent as Block;
  add(entry, -entry.now, -entry.was, 0);
  entry.parent = undefined;
  removeItem(block, entry);
}

/** Makes an entry that was inserted by the last batch count as existing before the next one. O(log n). */
export function settle(entry: Entry): void {
  if (entry.was === 0) add(entry, 0, 1, 0);
}

/** Adds to the weight of an entry and of all blocks above it, and returns the root block. O(log n). */
export function addWeight(entry: Entry, weight: number): Entry {
  return add(entry, 0, 0, weight);
}

/** Visits in order the entries whose weight is at least `least`, ghosts included. O(visited entries × log n). */
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

/** Adds to the three sums of an entry and of all blocks above it, and returns the root block. */
function add(entry: Entry, now: number, was: number, weight: number): Entry {
  for (let item = entry; ;) {
    item.now += now;
    item.was += was;
    item.weight += weight;
    const { parent } = item;
    if (parent === undefined) {
      if (now !== 0 && item instanceof Block) item.isEven = false;
      return item;
    }
    const place = parent.items.indexOf(item);
    parent.nows[place] = item.now;
    parent.weights[place] = item.weight;
    item = parent;
  }
}

/** Inserts an entry of weight 0 that did not exist before into a block of level 0, and splits the blocks that overflow. */
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
 * Splits a block that overflows. Returns the block above, which may overflow in turn, or `undefined` for a root.
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
