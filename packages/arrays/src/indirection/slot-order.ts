/**
 * A sequence of slots that is edited anywhere and read in both directions.
 *
 * Idea. The sequence is cut into leaves of at most LEAF slots. An edit moves memory in one leaf only, and there the
 * shorter side, so that the head of a leaf is as cheap as its end; a Fenwick tree
 * over the sizes of the leaves (`leaf-index.ts`) leads from a position to its leaf, and the leaf met last is
 * remembered, since edits and reads come in runs. A leaf that overflows is cut in halves; when leaves have become so
 * empty that there are four times as many as needed, all are packed anew. Both are paid by the edits before them.
 *
 * Up to FLAT slots there is one leaf, which is the plain array that small lists are, and no tree.
 *
 * All leaves live in one arena: leaf `id` has the LEAF integers from `id * LEAF` on, in no order of ids, and lies anywhere
 * between them: the *margin* is what is free before its first slot. Where one side has no room for an edit and the other has,
 * the leaf is moved to the middle, which is paid by the edits that used the room up. A read
 * touches the tree, which stays in the first cache, and one line of the arena; leaves that are objects with an array
 * each cost three more lines, which at a million positions made reads twice as slow.
 *
 * First edits are cheap. A sequence starts as the slots 0, 1, 2, …: its leaves are *untouched*, nothing is written in
 * the arena, and the slot at a place is computed. So the first edit of a million positions lists a thousand leaves and
 * writes one.
 *
 * The way back. For each slot the table knows its leaf, exactly, and where in the part of the leaf it is, as a hint: an edit
 * does not visit the slots that it moves, so their hints are off by one more with each edit. A look-up searches from the
 * hint in both directions, at most REACH steps, and writes down what it found; beyond that it renews the hints of
 * the whole leaf. A renewal is thus paid by more than REACH edits of that leaf: LEAF / REACH, some 32 writes per edit at
 * the very worst (128 where there is one leaf), and nothing for lists that are never asked in this direction.
 *
 * Invariants (test/layer-invariants.ts):
 * - The sizes of the leaves add up to `length`, which is not 0; no leaf is empty.
 * - One leaf has id 0, at most FLAT slots and no index; one of several has at most LEAF slots.
 * - A leaf does not leave its part of the arena: its margin and its slots together are no more than LEAF, or FLAT for one.
 * - There are at most 4 × length / LEAF + 1 leaves.
 * - Untouched leaf number `k` holds the slots from `k * LEAF` on, in order.
 * - The leaf that the table knows for a slot is right; the hint is anything.
 *
 * The choice of LEAF, FLAT and REACH, with what was measured, stands in plans/arrays-indirection.md.
 */

import { LeafIndex } from './leaf-index.ts';
import { countTo, enlarged, FLAT, hintOf, LEAF, leafOf, SlotTable } from './slot-table.ts';

/** How far a look-up searches around an outdated hint. */
export const REACH = 32;

/** What a new leaf is filled to: room for edits before it is cut again. */
const FILL = (LEAF * 3) / 4;

/** The sequence; n positions. Reads O(log(n / LEAF)), edits O(LEAF + log(n / LEAF)), `assign` and `toArray` O(n). */
export class SlotOrder {
  readonly table: SlotTable;
  length = 0;
  /** Undefined while there is one leaf. */
  index: LeafIndex | undefined = undefined;
  #arena: Int32Array = NONE;
  /** Ids from here on have no part in the arena yet. */
  #issued = 0;
  /** Ids that leaves gave back. */
  #retired: number[] = [];
  /** By id, how much of its part of the arena is free before the leaf. */
  #margins: number[] = [];

  // The leaf met last: its rank, id (complement while untouched), first position and size.
  #rank = 0;
  #id = 0;
  #start = 0;
  #size = 0;

  /** The slots from 0 to `length - 1` in order; `length` is not 0. */
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

  /** The slot at a position that exists. */
  slotAt(position: number): number {
    const place = this.#locate(position);
    const id = this.#id;
    return id < 0 ? ~id * LEAF + place : this.#arena[this.#firstOf(id) + place]!;
  }

  /** The position of a slot; -1 when it is not in use. */
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

  /** Puts the first `count` of `added` before `position`; the slots are not in the sequence yet. */
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
   * Takes `count` positions out and writes their slots to `removed`; they stay in use in the table. A sequence that
   * has become empty is not to be used again.
   */
  remove(position: number, count: number, removed: number[]): void {
    const { index } = this;
    let place = this.#locate(position);
    let emptied = 0;
    for (let done = 0; done < count; place = 0) {
      if (done > 0) this.#enter(this.#rank + 1, this.#start + this.#size);
      const size = this.#size;
      const taken = Math.min(count - done, size - place);
      // A leaf that goes as a whole needs no array first.
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
      // They follow each other; the last leaf met is one of them, or the one behind them.
      const end = this.#size > 0 ? this.#rank : this.#rank + 1;
      index.replace(end - emptied, emptied, [], []);
      this.#enter(0, 0);
    }
    this.#tidy(index);
  }

  /** Exchanges the slots of two positions. */
  swap(a: number, b: number): void {
    // Both leaves are written before a home is: the homes of a leaf that is written later would be set back.
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

  /** Replaces the whole sequence, by one that is not empty. */
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

  /** All slots in order. */
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

  /** Copies the slots of a leaf from one place up to another. */
  #copy(id: number, from: number, to: number, target: Int32Array, at: number): void {
    if (id < 0) for (let k = from; k < to; k++) target[at + k - from] = ~id * LEAF + k;
    else target.set(this.#arena.subarray(this.#firstOf(id) + from, this.#firstOf(id) + to), at);
  }

  /** Where in the arena a leaf begins. */
  #firstOf(id: number): number {
    return id * LEAF + this.#margins[id]!;
  }

  /** Opens a gap before a place of the leaf met last, by moving the shorter side; returns where in the arena it is. */
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

  /** Makes the leaf of a position the one met last and returns the place in it. */
  #locate(position: number): number {
    const place = position - this.#start;
    if (place >= 0 && place < this.#size) return place;
    const rank = this.index!.find(position);
    const { rest } = this.index!;
    this.#enter(rank, position - rest);
    return rest;
  }

  #enter(rank: number, start: number): void {
    this.#rank = rank;
    this.#start = start;
    this.#id = this.index!.ids[rank]!;
    this.#size = this.index!.sizes[rank]!;
  }

  /** Writes out the leaf met last if it is untouched, and returns its id. */
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

  /** Makes several leaves of the one met last and of what has no room in it. */
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

  /** Packs the leaves when there are too many for what they hold, and when one is left. */
  #tidy({ ids }: LeafIndex): void {
    if (ids.length === 1 || (ids.length - 1) * LEAF > 4 * this.length) this.assign(this.toArray());
  }

  /** An id with room in the arena. */
  #issue(): number {
    const id = this.#retired.pop() ?? this.#issued++;
    this.#reserve((id + 1) * LEAF);
    return id;
  }

  #reserve(room: number): void {
    if (room > this.#arena.length) this.#arena = enlarged(this.#arena, room);
  }
}

const NONE = /* @__PURE__ */ new Int32Array(0);

/** Moves `arena[from … end - 1]` to `to`; for a few, a loop is faster than the call. */
function shift(arena: Int32Array, to: number, from: number, end: number): void {
  if (end - from > 40) arena.copyWithin(to, from, end);
  else if (to < from) for (let k = from; k < end; k++) arena[k + to - from] = arena[k]!;
  else for (let k = end - 1; k >= from; k--) arena[k + to - from] = arena[k]!;
}
