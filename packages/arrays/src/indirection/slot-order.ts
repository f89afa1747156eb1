/**
 * A sequence of slots that is edited anywhere and read in both directions.
 *
 * Idea. The sequence is cut into leaves of at most LEAF slots. An edit moves memory in one leaf only; a Fenwick tree
 * over the leaves' lengths (`position-counts.ts`) leads from a position to its leaf, and the leaf met last is
 * remembered, since edits and reads come in runs. A leaf that overflows is cut in halves; when leaves have become so
 * empty that there are four times as many as needed, all are packed anew. Both are paid by the edits before them.
 *
 * One leaf alone may grow to FLAT slots: that is the plain array which small lists are. It is the same code without
 * the descent.
 *
 * First edits are cheap. A sequence starts as slots 0, 1, 2, …: its leaves are *untouched*, they have no array, and the
 * slot is computed. Only a leaf that is edited gets an array of its own, so the first edit of a million positions
 * allocates a thousand small leaves and one array instead of a million integers.
 *
 * The way back. For each slot the table knows its leaf, exactly, and its place in it, as a hint: an edit does not visit
 * the slots behind it in the leaf, so their places are off by one more with each edit. A look-up searches from the
 * hint in both directions, at most REACH steps, and writes down what it found; beyond that it renews the hints of
 * the whole leaf. A renewal of LEAF hints is thus paid by more than REACH edits of that leaf: LEAF / REACH, some 32
 * writes per edit at the very worst, and nothing for lists that are never asked in this direction.
 *
 * Invariants (test/order-invariants.ts):
 * - The lengths of the leaves add up to `length`; no leaf is empty; `rank` is the index of a leaf in `leaves`.
 * - A single leaf holds at most FLAT slots, one of several at most LEAF. There are at most 4 × length / LEAF + 4 leaves.
 * - An untouched leaf has id k + 1 and holds the slots from k × LEAF on, in order.
 * - The id of the leaf of each slot in the table is right; a hint is anything.
 *
 * Costs measured on this package's own benchmarks stand in plans/arrays-indirection.md, with the choice of LEAF, FLAT
 * and REACH.
 */

import { PositionCounts } from './position-counts.ts';
import { SlotTable } from './slot-table.ts';

/** Slots in a leaf. */
export const LEAF = 1024;

/** Slots in a leaf that is the only one. */
export const FLAT = 4096;

/** How far a look-up searches around an outdated hint. */
export const REACH = 32;

/** What a new leaf is filled to: room for edits before it is cut again. */
const FILL = (LEAF * 3) / 4;

/** A piece of the sequence. */
export class Leaf {
  readonly id: number;
  rank = 0;
  count: number;
  /** The slots, from 0 to `count - 1`; undefined while the leaf is untouched. */
  slots: Int32Array | undefined;

  constructor(id: number, count: number, slots: Int32Array | undefined) {
    this.id = id;
    this.count = count;
    this.slots = slots;
  }
}

/** The sequence; n positions. Reads O(log(n / LEAF)), edits O(LEAF + log(n / LEAF)), `assign` and `toArray` O(n). */
export class SlotOrder {
  readonly table: SlotTable;
  length: number;
  leaves: Leaf[] = [];
  /** Leaves by id; ids start at 1, retired ones are used again. */
  #byId: (Leaf | undefined)[] = [undefined];
  #retired: number[] = [];
  #counts = new PositionCounts();
  /** The leaf met last and the position of its first slot. */
  #leaf: Leaf;
  #start = 0;

  /** The slots from 0 to `length - 1` in order; `length` is not 0. */
  constructor(length: number) {
    this.table = new SlotTable(length);
    this.length = length;
    const most = length > FLAT ? LEAF : FLAT;
    for (let base = 0; base < length; base += most) {
      this.leaves.push(this.#add(Math.min(most, length - base), undefined));
    }
    this.#leaf = this.leaves[0]!;
    if (length <= FLAT) this.#own(this.#leaf);
    this.#renumber();
  }

  /** The slot at a position that exists. */
  slotAt(position: number): number {
    const place = this.#locate(position);
    const { slots, id } = this.#leaf;
    return slots === undefined ? firstOf(id) + place : slots[place]!;
  }

  /** The position of a slot that is in use. */
  positionOf(slot: number): number {
    const id = this.table.leafOf(slot);
    const leaf = this.#byId[id === 0 ? Math.floor(slot / LEAF) + 1 : id]!;
    const start = leaf === this.#leaf ? this.#start : this.#counts.before(leaf.rank);
    return start + (id === 0 ? slot - firstOf(leaf.id) : this.#placeOf(slot, leaf));
  }

  /** Puts the first `count` of `added` before `position`; the slots are not in the sequence yet. */
  insert(position: number, added: readonly number[], count: number): void {
    const place = position === 0 ? this.#locate(0) : this.#locate(position - 1) + 1;
    const leaf = this.#leaf;
    const total = leaf.count + count;
    this.length += count;
    let slots = this.#own(leaf);
    if (total > (this.leaves.length === 1 ? FLAT : LEAF)) {
      const merged = new Int32Array(total);
      merged.set(slots.subarray(0, place));
      for (let k = 0; k < count; k++) merged[place + k] = added[k]!;
      merged.set(slots.subarray(place, leaf.count), place + count);
      this.#replace(leaf.rank, 1, merged);
      return;
    }
    if (total > slots.length) {
      const grown = new Int32Array(Math.min(FLAT, total * 2));
      grown.set(slots);
      leaf.slots = slots = grown;
    }
    slots.copyWithin(place + count, place, leaf.count);
    for (let k = 0; k < count; k++) {
      slots[place + k] = added[k]!;
      this.table.settle(added[k]!, leaf.id, place + k);
    }
    leaf.count = total;
    this.#counts.add(leaf.rank, count);
  }

  /**
   * Takes `count` positions out and writes their slots to `removed`; they stay in use in the table. A sequence that
   * has become empty is not to be used again.
   */
  remove(position: number, count: number, removed: number[]): void {
    const place = this.#locate(position);
    const first = this.#leaf.rank;
    let emptied = false;
    for (let k = 0, rank = first, from = place; k < count; rank++, from = 0) {
      const leaf = this.leaves[rank]!;
      const taken = Math.min(count - k, leaf.count - from);
      const slots = taken === leaf.count ? leaf.slots : this.#own(leaf);
      for (const end = k + taken; k < end; k++) {
        const at = from + taken - (end - k);
        removed[k] = slots === undefined ? firstOf(leaf.id) + at : slots[at]!;
      }
      if (slots !== undefined) slots.copyWithin(from, from + taken, leaf.count);
      leaf.count -= taken;
      if (leaf.count === 0) emptied = true;
      else if (!emptied) this.#counts.add(rank, -taken);
    }
    this.length -= count;
    if (this.length === 0) return;
    if (this.leaves.length > 4 + (4 * this.length) / LEAF) this.assign(this.toArray());
    else if (emptied) this.#dropEmpty();
  }

  /** Exchanges the slots of two positions. */
  swap(a: number, b: number): void {
    // Both leaves get their arrays before a home is written: an array that is made later would write it back.
    const placeA = this.#locate(a);
    const leafA = this.#leaf;
    const slotsA = this.#own(leafA);
    const placeB = this.#locate(b);
    const slotsB = this.#own(this.#leaf);
    const slot = slotsA[placeA]!;
    slotsA[placeA] = slotsB[placeB]!;
    slotsB[placeB] = slot;
    this.table.settle(slotsA[placeA], leafA.id, placeA);
    this.table.settle(slot, this.#leaf.id, placeB);
  }

  /** Replaces the whole sequence. */
  assign(slots: Int32Array): void {
    this.length = slots.length;
    this.#replace(0, this.leaves.length, slots);
  }

  /** All slots in order. */
  toArray(): Int32Array {
    const all = new Int32Array(this.length);
    let start = 0;
    for (const { id, count, slots } of this.leaves) {
      if (slots === undefined) for (let k = 0; k < count; k++) all[start + k] = firstOf(id) + k;
      else all.set(slots.subarray(0, count), start);
      start += count;
    }
    return all;
  }

  /** Makes the leaf of a position the one met last and returns the place in it. */
  #locate(position: number): number {
    const place = position - this.#start;
    if (place >= 0 && place < this.#leaf.count) return place;
    this.#leaf = this.leaves[this.#counts.find(position)]!;
    this.#start = position - this.#counts.rest;
    return this.#counts.rest;
  }

  #placeOf(slot: number, leaf: Leaf): number {
    const slots = leaf.slots!;
    const hint = Math.min(this.table.hintOf(slot), leaf.count - 1);
    for (let step = 0; step <= REACH; step++) {
      const up = hint + step;
      const place = up < leaf.count && slots[up] === slot ? up : hint - step;
      if (place >= 0 && slots[place] === slot) {
        if (step > 0) this.table.settle(slot, leaf.id, place);
        return place;
      }
    }
    this.#settleAll(leaf, slots);
    return this.table.hintOf(slot);
  }

  /** The array of a leaf, which an untouched one gets now. */
  #own(leaf: Leaf): Int32Array {
    if (leaf.slots === undefined) {
      const slots = new Int32Array(this.leaves.length > 1 ? LEAF : Math.max(16, leaf.count));
      const first = firstOf(leaf.id);
      for (let k = 0; k < leaf.count; k++) slots[k] = first + k;
      this.#settleAll(leaf, slots);
      leaf.slots = slots;
    }
    return leaf.slots;
  }

  #settleAll(leaf: Leaf, slots: Int32Array): void {
    for (let k = 0; k < leaf.count; k++) this.table.settle(slots[k]!, leaf.id, k);
  }

  /** Puts new leaves with these slots in the place of `count` leaves. */
  #replace(rank: number, count: number, slots: Int32Array): void {
    const { leaves } = this;
    for (let k = rank; k < rank + count; k++) this.#retire(leaves[k]!);
    const alone = count === leaves.length && slots.length <= FLAT;
    const pieces = alone ? 1 : Math.ceil(slots.length / FILL);
    const added: Leaf[] = [];
    for (let k = 0, from = 0; k < pieces; k++) {
      const to = Math.floor((slots.length * (k + 1)) / pieces);
      const own = new Int32Array(alone ? Math.max(16, slots.length) : LEAF);
      own.set(slots.subarray(from, to));
      const leaf = this.#add(to - from, own);
      this.#settleAll(leaf, own);
      added.push(leaf);
      from = to;
    }
    this.leaves = [...leaves.slice(0, rank), ...added, ...leaves.slice(rank + count)];
    this.#renumber();
  }

  #dropEmpty(): void {
    const kept: Leaf[] = [];
    for (const leaf of this.leaves) {
      if (leaf.count > 0) kept.push(leaf);
      else this.#retire(leaf);
    }
    this.leaves = kept;
    this.#renumber();
  }

  #add(count: number, slots: Int32Array | undefined): Leaf {
    const id = this.#retired.pop() ?? this.#byId.length;
    return (this.#byId[id] = new Leaf(id, count, slots));
  }

  #retire(leaf: Leaf): void {
    this.#byId[leaf.id] = undefined;
    this.#retired.push(leaf.id);
  }

  /** After leaves came or went. */
  #renumber(): void {
    for (let rank = 0; rank < this.leaves.length; rank++) this.leaves[rank]!.rank = rank;
    this.#counts.rebuild(this.leaves);
    this.#leaf = this.leaves[0]!;
    this.#start = 0;
  }
}

/** The first slot of the untouched leaf with this id. */
function firstOf(id: number): number {
  return (id - 1) * LEAF;
}
