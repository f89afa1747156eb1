import assert from 'node:assert/strict';
import type { IndirectionLayer } from '../src/indirection-layer.ts';
import type { LeafIndex } from '../src/indirection/leaf-index.ts';
import type { SlotOrder } from '../src/indirection/slot-order.ts';
import { FLAT, hintOf, LEAF, leafOf } from '../src/indirection/slot-table.ts';

/** As `deepEqual`, but faster: it compares a million numbers after every step. */
export function same(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  assert.equal(found.length, wanted.length);
  for (let k = 0; k < wanted.length; k++) {
    if (found[k] !== wanted[k]) assert.equal(found[k], wanted[k], `at ${k}`);
  }
}

interface Mapping {
  physical(position: number): number;
  logical(slot: number): number;
}

/** Checks both directions of a mapping, in an order that jumps between both ends. */
function checkMapping(mapping: Mapping, slots: readonly number[]): void {
  for (let k = 0, position = 0; k < slots.length; k++) {
    const slot = slots[position]!;
    if (mapping.physical(position) !== slot || mapping.logical(slot) !== position) {
      assert.deepEqual([mapping.physical(position), mapping.logical(slot)], [slot, position]);
    }
    position = k % 2 === 0 ? slots.length - 1 - (k >>> 1) : (k + 1) >>> 1;
  }
}

/**
 * Checks what must hold for a layer after any edits. `slots` is the mapping that a plain array has after the same
 * edits.
 */
export function checkLayer(layer: IndirectionLayer, slots: readonly number[], most: number): void {
  assert.equal(layer.length, slots.length);
  assert.equal(layer.capacity, most);
  same(layer.slots(), slots);
  checkMapping(layer, slots);
  const used = new Uint8Array(layer.capacity);
  for (const slot of slots) {
    assert(slot < layer.capacity && used[slot] === 0, `slot ${slot} is not used twice`);
    used[slot] = 1;
  }
  for (let slot = 0; slot < used.length; slot++) {
    if (used[slot] === 0) assert.equal(layer.logical(slot), -1);
  }
  assert.equal(layer.logical(layer.capacity), -1);
  if (layer.representation === 'identity') same(slots, [...slots.keys()]);
  if (layer.representation === 'flat') assert(slots.length <= FLAT);
}

/** Checks the invariants that `slot-order.ts` opens with. */
export function checkOrder(order: SlotOrder, slots: readonly number[]): void {
  assert.equal(order.length, slots.length);
  if (order.index === undefined) {
    assert(order.length > 0 && order.length <= FLAT);
  } else {
    checkLeaves(order, order.index, slots);
  }
  same(order.toArray(), slots);
  checkMapping(
    {
      physical: (position) => order.slotAt(position),
      logical: (slot) => order.positionOf(slot),
    },
    slots,
  );
  // Every slot has just been looked up, so that its hint is right, except at the ends of a leaf, where a hint may be
  // outside
  const { index } = order;
  if (index === undefined) return checkMargin(order, slots, FLAT);
  let start = 0;
  for (const [rank, id] of index.ids.entries()) {
    const end = start + index.sizes[rank]!;
    if (id >= 0) checkMargin(order, slots.slice(start, end), LEAF);
    start = end;
  }
}

/** Checks that the slots of a leaf lie side by side within its part of the arena. */
function checkMargin({ table }: SlotOrder, slots: readonly number[], room: number): void {
  const where = slots.map((slot) => {
    const home = table.homeOf(slot);
    return home === 0 ? slot : hintOf(home);
  });
  if (where.length < 3) return;
  const margin = where[1]! - 1;
  assert(margin >= 0 && margin + slots.length <= room);
  for (let place = 1; place < where.length - 1; place++) assert.equal(where[place], margin + place);
}

function checkLeaves({ table }: SlotOrder, index: LeafIndex, slots: readonly number[]): void {
  const { ids, sizes } = index;
  assert(ids.length > 1 && ids.length <= 1 + (4 * slots.length) / LEAF);
  assert.equal(new Set(ids).size, ids.length);
  let start = 0;
  for (const [rank, id] of ids.entries()) {
    const size = sizes[rank]!;
    assert(size > 0 && size <= LEAF);
    assert.equal(index.before(rank), start);
    assert.deepEqual([index.find(start), index.rest], [rank, 0]);
    assert.deepEqual([index.find(start + size - 1), index.rest], [rank, size - 1]);
    assert.equal(index.rankOf(id), rank);
    for (let place = 0; place < size; place++) {
      const slot = slots[start + place]!;
      assert.equal(leafOf(table.homeOf(slot)), id < 0 ? -1 : id);
      assert(id >= 0 || slot === ~id * LEAF + place);
    }
    start += size;
  }
  assert.equal(start, slots.length);
}
