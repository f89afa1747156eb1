/**
 * A sequence of slots that can be edited anywhere, and read in both directions: position to slot, and slot to position.
 *
 * Idea. The sequence is cut into *leaves* of at most LEAF slots. An edit moves memory in one leaf only, and there the
 * shorter side, so that an edit at the head of a leaf is as cheap as one at its end. A Fenwick tree over the sizes of
 * the leaves (`leaf-index.ts`) finds the leaf of a position. The *current leaf*, which was accessed last, is
 * remembered, since edits and reads come in runs. A leaf that overflows is cut into pieces. When the leaves have become
 * so empty that there are four times as many as needed, all are packed anew. The edits before have paid for both.
 *
 * Up to FLAT slots there is only one leaf, which is no more than a plain typed array, and no tree.
 *
 * The arena. All leaves live in one typed array. Leaf `id` has the LEAF integers from `id * LEAF` on, and lies anywhere
 * between them: its *margin* is the free space before its first slot. Ids are in no particular order. If the side that
 * an edit moves has no room left, the leaf is moved to the middle of its part, which is paid by the edits that used up
 * the room. After edits in the second and third of three leaves:
 *
 *     rank     0         1          2              the sequence; the tree sums the sizes
 *     id       ~0        1          0              ids in the order in which the leaves were first edited
 *     size     1,024     1,000      900
 *
 *     arena    [ ··[ 900 slots ]···· | ·[ 1,000 slots ]· ]
 *              0                     LEAF                2 * LEAF
 *
 * A read touches the tree, which stays in the first-level cache, and one cache line of the arena. Leaves that are
 * objects with an array each touch three more lines, which made reads twice as slow at a million positions.
 *
 * Untouched leaves. A sequence starts as the slots 0, 1, 2, …. A leaf that was never edited (id `~number`) has no
 * memory in the arena, because the slot at a place can be computed. So the first edit of a million positions lists a
 * thousand leaves and writes one.
 *
 * Slot to position. For each slot the table knows its leaf, exactly, and where in the leaf's part of the arena it is,
 * as a hint. An edit does not visit the slots that it moves, so each edit puts their hints off by one more. A look-up
 * searches from the hint in both directions, at most REACH steps, and stores what it found. If the slot is further
 * away, the look-up renews all hints of the leaf. More than REACH edits of this leaf have paid for that: LEAF / REACH,
 * some 32 writes per edit at the very worst (128 if there is only one leaf), and nothing for lists that are never read
 * in this direction.
 *
 * Invariants (test/layer-invariants.ts):
 * - The sizes of the leaves add up to `length`, which is not 0; no leaf is empty.
 * - An only leaf has id 0, at most FLAT slots and no index; one of several has at most LEAF slots.
 * - A leaf stays in its part of the arena: its margin and its slots together are at most LEAF, or FLAT for an only
 *   leaf.
 * - There are at most 4 × length / LEAF + 1 leaves.
 * - The untouched leaf with number `k` holds the slots from `k * LEAF` on, in order.
 * - The leaf that the table has for a slot is right; the hint may be anything.
 *
 * How LEAF, FLAT and REACH were chosen, with measurements, is in plans/arrays-indirection.md.
 */

import { LeafIndex } from './leaf-index.ts';
import { countTo, enlarged, FLAT, hintOf, LEAF, leafOf, SlotTable } from './slot-table.ts';

/** How far a look-up searches on either side of an outdated hint. */
export const REACH = 32;

/** The most slots in a new leaf, which leaves room for insertions before it has to be cut again. */
const FILL = (LEAF * 3) / 4;

/**
 * The sequence. With n positions: reads O(log(n / LEAF)), edits O(LEAF + log(n / LEAF)), `assign` and `toArray` O(n).
 */
export class SlotOrder {
  readonly table: SlotTable;
  length = 0;
  /** Undefined while there is only one leaf. */
  index: LeafIndex | undefined = undefined;
  #arena: Int32Array = NONE;
  /** The ids from here on were never issued. */
  #issued = 0;
  /** The ids of leaves that are gone, to be issued again. */
  #retired: number[] = [];
  /** Indexed by id: how many integers are free before the leaf in its part of the arena. */
  #margins: number[] = [];

  // The current leaf: its rank, id (complement of its number while untouched), first position and size
  #rank = 0;
  #id = 0;
  #start = 0;
  #size = 0;

  /** Creates the sequence of the slots 0 to `length - 1`. `length` is not 0. */
  constructor(length: number) {
    this.table = new SlotTable(length);
    this.length = length;
    if (length <= FLAT) {
      this.#issued = 1;
      this.#margins.push(0);
      this.#size = length;
      this.#arena = enlarged(countTo(length), length);
      return;
    }
    const ids: number[] = [];
    const sizes: number[] = [];
    for (let first = 0; first < length; first += LEAF) {
      ids.push(~ids.length);
      sizes.push(Math.min(LEAF, length - first));
    }
    this.index = new LeafIndex(ids, sizes);
    this.#enter(0, 0);
  }

  /** Returns the slot at a position, which must exist. */
  slotAt(position: number): number {
    const place = this.#locate(position);
    const id = this.#id;
    return id < 0 ? ~id * LEAF + place : this.#arena[this.#firstOf(id) + place]!;
  }

  /** Returns the position of a slot, or -1 if the slot is not in use. */
  positionOf(slot: number): number {
    const { index } = this;
    const home = this.table.homeOf(slot);
    if (home < 0) return -1;
    if (index === undefined) {
      return this.#placeOf(slot, 0, home === 0 ? slot : hintOf(home), this.length);
    }
    const id = leafOf(home);
    if (id < 0) return index.before(index.rankOf(~Math.floor(slot / LEAF))) + (slot % LEAF);
    const rank = index.rankOf(id);
    return index.before(rank) + this.#placeOf(slot, id, hintOf(home), index.sizes[rank]!);
  }

  /** Inserts the first `count` slots of `added`, which are not in the sequence yet, before `position`. */
  insert(position: number, added: readonly number[], count: number): void {
    const place = position === 0 ? this.#locate(0) : this.#locate(position - 1) + 1;
    const size = this.#size;
    this.length += count;
    if (size + count > (this.index === undefined ? FLAT : LEAF)) {
      this.#overflow(place, added, count);
      return;
    }
    const id = this.#own();
    if (this.index === undefined) this.#reserve(size + count);
    else this.index.resize(this.#rank, count);
    const gap = this.#open(id, place, count);
    for (let k = 0; k < count; k++) {
      this.#arena[gap + k] = added[k]!;
      this.table.settle(added[k]!, id, gap + k - id * LEAF);
    }
    this.#size += count;
  }

  /**
   * Removes `count` positions and writes their slots to `removed`. In the table, the slots stay in use. A sequence that
   * has become empty must not be used again.
   */
  remove(position: number, count: number, removed: number[]): void {
    const { index } = this;
    let place = this.#locate(position);
    let emptied = 0;
    for (let done = 0; done < count; place = 0) {
      if (done > 0) this.#enter(this.#rank + 1, this.#start + this.#size);
      const size = this.#size;
      const taken = Math.min(count - done, size - place);
      // A leaf that is removed as a whole need not be written out first
      if (taken < size) this.#own();
      const id = this.#id;
      const first = id < 0 ? ~id * LEAF : this.#firstOf(id);
      const from = first + place;
      for (let k = from; k < from + taken; k++) removed[done++] = id < 0 ? k : this.#arena[k]!;
      if (taken < size && place < size - place - taken) {
        shift(this.#arena, first + taken, first, from);
        this.#margins[id]! += taken;
      } else if (taken < size) {
        shift(this.#arena, from, from + taken, first + size);
      }
      this.#size -= taken;
      index?.resize(this.#rank, -taken);
      if (taken === size) {
        if (id >= 0) this.#retired.push(id);
        emptied++;
      }
    }
    this.length -= count;
    if (index === undefined || this.length === 0) return;
    if (emptied > 0) {
      // The emptied leaves are adjacent. The current leaf is the last of them, or the one behind them
      const end = this.#size > 0 ? this.#rank : this.#rank + 1;
      index.replace(end - emptied, emptied, [], []);
      this.#enter(0, 0);
    }
    this.#tidy(index);
  }

  /** Exchanges the slots of two positions. */
  swap(a: number, b: number): void {
    // Both leaves are written out before a home is changed, since `#own` writes the homes of a whole leaf
    const placeA = this.#locate(a);
    const idA = this.#own();
    const placeB = this.#locate(b);
    const idB = this.#own();
    const atA = this.#firstOf(idA) + placeA;
    const atB = this.#firstOf(idB) + placeB;
    const arena = this.#arena;
    const slotA = arena[atA]!;
    const slotB = arena[atB]!;
    arena[atA] = slotB;
    arena[atB] = slotA;
    this.table.settle(slotB, idA, atA - idA * LEAF);
    this.table.settle(slotA, idB, atB - idB * LEAF);
  }

  /** Replaces the whole sequence by one that is not empty. */
  assign(slots: Int32Array): void {
    this.length = this.#size = slots.length;
    this.#retired = [];
    this.#margins = [];
    this.#rank = this.#id = this.#start = this.#issued = 0;
    this.#arena = NONE;
    this.index = undefined;
    if (slots.length <= FLAT) {
      this.#write(slots, this.#issued++, 0);
    } else {
      const ids: number[] = [];
      this.#reserve(Math.ceil(slots.length / FILL) * LEAF);
      this.index = new LeafIndex(ids, this.#cut(slots, ids));
      this.#enter(0, 0);
    }
  }

  /** Returns all slots in order. */
  toArray(): Int32Array {
    const { index } = this;
    if (index === undefined) {
      const first = this.#firstOf(0);
      return this.#arena.slice(first, first + this.length);
    }
    const all = new Int32Array(this.length);
    let start = 0;
    for (const [rank, id] of index.ids.entries()) {
      const size = index.sizes[rank]!;
      this.#copy(id, 0, size, all, start);
      start += size;
    }
    return all;
  }

  /** Copies the slots of a leaf from the place `from` up to `to` into `target`, starting at `at`. */
  #copy(id: number, from: number, to: number, target: Int32Array, at: number): void {
    if (id < 0) for (let k = from; k < to; k++) target[at + k - from] = ~id * LEAF + k;
    else target.set(this.#arena.subarray(this.#firstOf(id) + from, this.#firstOf(id) + to), at);
  }

  /** Returns where in the arena the slots of a leaf begin. */
  #firstOf(id: number): number {
    return id * LEAF + this.#margins[id]!;
  }

  /**
   * Opens a gap for `count` slots before a place of the current leaf, and returns where in the arena the gap is. Moves
   * the shorter side:
   *
   *     ··[ a b c d e f ]··        a gap before c, near the head        ·[ a b · c d e f ]··
   *     ··[ a b c d e f ]··        a gap before f, near the end         ··[ a b c d e · f ]·
   */
  #open(id: number, place: number, count: number): number {
    const arena = this.#arena;
    const size = this.#size;
    const room = this.index === undefined ? Math.min(arena.length, FLAT) : LEAF;
    const isNearHead = place < size - place;
    let margin = this.#margins[id]!;
    if (isNearHead ? margin < count : margin + size + count > room) {
      const first = id * LEAF + margin;
      margin = ((room - size - count) >> 1) + (isNearHead ? count : 0);
      shift(arena, id * LEAF + margin, first, first + size);
    }
    const first = id * LEAF + margin;
    if (isNearHead) shift(arena, first - count, first, first + place);
    else shift(arena, first + place + count, first + place, first + size);
    if (isNearHead) margin -= count;
    this.#margins[id] = margin;
    return id * LEAF + margin + place;
  }

  /** Makes the leaf of a position the current one, and returns the place in it. */
  #locate(position: number): number {
    const place = position - this.#start;
    if (place >= 0 && place < this.#size) return place;
    const rank = this.index!.find(position);
    const { rest } = this.index!;
    this.#enter(rank, position - rest);
    return rest;
  }

  /** Makes the leaf at `rank`, which begins with the position `start`, the current one. */
  #enter(rank: number, start: number): void {
    this.#rank = rank;
    this.#start = start;
    this.#id = this.index!.ids[rank]!;
    this.#size = this.index!.sizes[rank]!;
  }

  /** Writes out the current leaf if it is untouched, and returns its id. */
  #own(): number {
    if (this.#id < 0) {
      const from = ~this.#id * LEAF;
      const id = this.#issue();
      this.#margins[id] = 0;
      for (let k = 0; k < this.#size; k++) this.#arena[id * LEAF + k] = from + k;
      this.#settle(id, this.#size);
      this.index!.touch(this.#rank, id);
      this.#id = id;
    }
    return this.#id;
  }

  /** Returns the place of a slot in its leaf, which is searched around the hint `where`. */
  #placeOf(slot: number, id: number, where: number, size: number): number {
    const arena = this.#arena;
    const first = this.#firstOf(id);
    const hint = Math.max(first, Math.min(id * LEAF + where, first + size - 1));
    for (let step = 0; step <= REACH; step++) {
      const up = hint + step;
      const at = up < first + size && arena[up] === slot ? up : hint - step;
      if (at >= first && arena[at] === slot) {
        if (step > 0) this.table.settle(slot, id, at - id * LEAF);
        return at - first;
      }
    }
    this.#settle(id, size);
    return hintOf(this.table.homeOf(slot)) - this.#margins[id]!;
  }

  /** Renews the homes of the slots of a leaf. */
  #settle(id: number, size: number): void {
    const margin = this.#margins[id]!;
    for (let where = margin; where < margin + size; where++) {
      this.table.settle(this.#arena[id * LEAF + where]!, id, where);
    }
  }

  /** Writes a leaf, and the homes of its slots. */
  #write(slots: Int32Array, id: number, margin: number): void {
    this.#margins[id] = margin;
    this.#reserve(id * LEAF + margin + slots.length);
    this.#arena.set(slots, this.#firstOf(id));
    this.#settle(id, slots.length);
  }

  /** Distributes slots over new leaves, whose ids it appends to `ids` and whose sizes it returns. */
  #cut(slots: Int32Array, ids: number[]): number[] {
    const pieces = Math.ceil(slots.length / FILL);
    const sizes: number[] = [];
    for (let k = 0, from = 0; k < pieces; k++) {
      const to = Math.floor((slots.length * (k + 1)) / pieces);
      const id = this.#issue();
      this.#write(slots.subarray(from, to), id, (LEAF - (to - from)) >> 1);
      ids.push(id);
      sizes.push(to - from);
      from = to;
    }
    return sizes;
  }

  /** Inserts slots for which the current leaf has no room, by cutting the leaf and the slots into new leaves. */
  #overflow(place: number, added: readonly number[], count: number): void {
    const id = this.#id;
    const slots = new Int32Array(this.#size + count);
    this.#copy(id, 0, place, slots, 0);
    for (let k = 0; k < count; k++) slots[place + k] = added[k]!;
    this.#copy(id, place, this.#size, slots, place + count);
    if (this.index === undefined) {
      this.assign(slots);
      return;
    }
    if (id >= 0) this.#retired.push(id);
    const ids: number[] = [];
    const sizes = this.#cut(slots, ids);
    this.index.replace(this.#rank, 1, ids, sizes);
    this.#enter(0, 0);
    this.#tidy(this.index);
  }

  /** Packs all leaves anew if there are too many for what they hold, or if only one is left. */
  #tidy({ ids }: LeafIndex): void {
    if (ids.length === 1 || (ids.length - 1) * LEAF > 4 * this.length) this.assign(this.toArray());
  }

  /** Issues an id, with room in the arena. */
  #issue(): number {
    const id = this.#retired.pop() ?? this.#issued++;
    this.#reserve((id + 1) * LEAF);
    return id;
  }

  /** Makes the arena at least `room` integers long. */
  #reserve(room: number): void {
    if (room > this.#arena.length) this.#arena = enlarged(this.#arena, room);
  }
}

const NONE = /* @__PURE__ */ new Int32Array(0);

/** Moves `arena[from … end - 1]` to `to`. For up to 40 integers a loop is faster than the call of `copyWithin`. */
function shift(arena: Int32Array, to: number, from: number, end: number): void {
  if (end - from > 40) arena.copyWithin(to, from, end);
  else if (to < from) for (let k = from; k < end; k++) arena[k + to - from] = arena[k]!;
  else for (let k = end - 1; k >= from; k--) arena[k + to - from] = arena[k]!;
}
