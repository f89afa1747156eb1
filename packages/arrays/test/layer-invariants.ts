import assert from 'node:assert/strict';
import type { IndirectionLayer } from '../src/indirection-layer.ts';
import { FLAT, LEAF, type SlotOrder } from '../src/indirection/slot-order.ts';

/** As `deepEqual`, in a loop: it is called for a million numbers after every step. */
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

/** Both directions, in an order that jumps between far places. */
function checkMapping(mapping: Mapping, slots: readonly number[]): void {
  for (let k = 0, position = 0; k < slots.length; k++) {
    const slot = slots[position]!;
    if (mapping.physical(position) !== slot || mapping.logical(slot) !== position) {
      assert.deepEqual([mapping.physical(position), mapping.logical(slot)], [slot, position]);
    }
    position = k % 2 === 0 ? slots.length - 1 - (k >>> 1) : (k + 1) >>> 1;
  }
}

/** What must hold of a layer whatever was done to it; `slots` is what a plain array says about the mapping. */
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

/** The invariants that `slot-order.ts` opens with. */
export function checkOrder(order: SlotOrder, slots: readonly number[]): void {
  const { leaves } = order;
  assert.equal(order.length, slots.length);
  assert.equal(
    leaves.reduce((sum, leaf) => sum + leaf.count, 0),
    order.length,
  );
  assert(leaves.length <= 4 + (4 * order.length) / LEAF);
  assert.equal(new Set(leaves.map((leaf) => leaf.id)).size, leaves.length);
  for (const [rank, { rank: found, id, count, slots: own }] of leaves.entries()) {
    assert.equal(found, rank);
    assert(count > 0 && count <= (leaves.length === 1 ? FLAT : LEAF));
    assert(own === undefined || own.length >= count);
    if (own === undefined) {
      const first = (id - 1) * LEAF;
      for (let slot = first; slot < first + count; slot++) {
        assert.equal(order.table.leafOf(slot), 0);
      }
    } else {
      for (const slot of own.subarray(0, count)) assert.equal(order.table.leafOf(slot), id);
    }
  }
  same(order.toArray(), slots);
  checkMapping(
    {
      physical: (position) => order.slotAt(position),
      logical: (slot) => order.positionOf(slot),
    },
    slots,
  );
}
