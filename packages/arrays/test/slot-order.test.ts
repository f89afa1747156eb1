import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REACH, SlotOrder } from '../src/indirection/slot-order.ts';
import { FLAT, LEAF } from '../src/indirection/slot-table.ts';
import { fuzz, patience } from './fuzz.ts';
import { checkOrder, same } from './layer-invariants.ts';

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const lengths = fc.constantFrom(1, 17, LEAF, FLAT, FLAT + 1, 5 * LEAF, 20 * LEAF + 5);
const edits = fc.array(
  fc.record({ p: part, q: part, count: fc.integer({ min: 1, max: 2 * LEAF }), kind: fc.nat(4) }),
  { maxLength: 25, size: 'max' },
);

test(
  'IND10: the leaves keep their invariants through every edit',
  () => {
    const property = fc.property(lengths, edits, (length, steps) => {
      const order = new SlotOrder(length);
      let slots = [...order.toArray()];
      const free: number[] = [];
      checkOrder(order, slots);
      for (const { p, q, count, kind } of steps) {
        const position = Math.floor(p * slots.length);
        const other = Math.floor(q * slots.length);
        if (kind === 0) {
          const added = Array.from({ length: count }, () => free.pop() ?? order.table.issue());
          order.insert(position, added, count);
          slots = [...slots.slice(0, position), ...added, ...slots.slice(position)];
        } else if (kind === 1) {
          const taken = Math.min(count, slots.length - position, slots.length - 1);
          const removed: number[] = [];
          order.remove(position, taken, removed);
          same(removed, slots.splice(position, taken));
          free.push(...removed);
        } else if (kind === 2) {
          order.swap(position, other);
          const slot = slots[position]!;
          slots[position] = slots[other]!;
          slots[other] = slot;
        } else if (kind === 3) {
          slots.reverse();
          order.assign(Int32Array.from(slots));
        } else {
          const [from, to] = [Math.min(position, other), Math.max(position, other)];
          for (let k = from; k < Math.min(to, from + 2 * REACH); k++) {
            order.remove(k, 1, free);
            order.insert(from, [free.shift()!], 1);
            slots.splice(from, 0, ...slots.splice(k, 1));
          }
        }
        checkOrder(order, slots);
      }
    });
    expect(() => fc.assert(property, fuzz(40))).not.toThrow();
  },
  patience,
);

test('IND10: a leaf moves within its part of the arena until that is full, with insertions at either end or at both', () => {
  const sides: ((k: number) => boolean)[] = [() => true, () => false, (k) => k % 3 === 0];
  for (const length of [1, 40, FLAT - 200, 3 * LEAF, FLAT + 1]) {
    for (const isAtHead of sides) {
      const order = new SlotOrder(length);
      const slots = [...order.toArray()];
      const free: number[] = [];
      for (let k = 0; k < 3 * LEAF; k++) {
        // Also near the head or the end of a leaf in the middle of the list
        const near = k % 5 === 0 ? Math.min(slots.length, LEAF + 3) : k % 7;
        const position = isAtHead(k) ? Math.min(near, slots.length) : slots.length - (k % 2);
        if (k % 11 === 10) {
          const removed: number[] = [];
          order.remove(Math.max(0, position - 1), 1, removed);
          same(removed, slots.splice(Math.max(0, position - 1), 1));
          free.push(...removed);
        } else {
          const slot = free.pop() ?? order.table.issue();
          order.insert(position, [slot], 1);
          slots.splice(position, 0, slot);
        }
        if (k % 97 === 0) checkOrder(order, slots);
      }
      expect(() => checkOrder(order, slots)).not.toThrow();
    }
  }
});

test('IND10: an edit of a million untouched positions writes out few leaves', () => {
  const order = new SlotOrder(1_000_000);
  order.insert(500_000, [order.table.issue()], 1);
  order.swap(3, 999_999);
  expect(order.index?.ids.filter((id) => id >= 0)).toHaveLength(4);
  expect(order.positionOf(700_000)).toBe(700_001);
  expect(order.slotAt(700_001)).toBe(700_000);
});

test('IND10: hints that are outdated by more than REACH are renewed', () => {
  const order = new SlotOrder(FLAT / 2);
  for (let k = 0; k < 5 * REACH; k++) order.insert(0, [order.table.issue()], 1);
  checkOrder(order, [...order.toArray()]);
  expect(order.positionOf(0)).toBe(5 * REACH);
});

test('IND10: a look-up ignores stale integers of the arena outside of the leaf', () => {
  const order = new SlotOrder(5 * LEAF);
  order.swap(0, 1);
  order.swap(LEAF, LEAF + 1);
  const removed: number[] = [];
  order.remove(LEAF + 100, 100, removed);
  order.remove(LEAF - 1, 1, removed);
  order.insert(LEAF, [removed[0]!], 1);
  // The slot was at the end of the first leaf, and is now in the second, further on than its hint says
  for (let k = 0; k < 5; k++) order.insert(LEAF, [order.table.issue()], 1);
  expect(order.positionOf(LEAF - 1)).toBe(LEAF + 5);
  checkOrder(order, [...order.toArray()]);
});

test('IND10: the memory of removed leaves is reused', () => {
  const order = new SlotOrder(20 * LEAF);
  const removed: number[] = [];
  for (let k = 0; k < 50; k++) {
    const added = Array.from({ length: 3000 }, () => order.table.issue());
    for (const slot of added) order.insert(LEAF, [slot], 1);
    order.remove(LEAF, 3000, removed);
    for (const slot of removed) order.table.release(slot);
  }
  expect(Math.max(...(order.index?.ids ?? []))).toBeLessThan(20);
  checkOrder(order, [...order.toArray()]);
});

test('IND10: leaves that have become nearly empty are packed', () => {
  const order = new SlotOrder(20 * LEAF);
  const left: number[] = [];
  for (let k = 0; k < 20; k++) {
    order.remove(k, LEAF - 1, []);
    left.push(k * LEAF + LEAF - 1);
    checkOrder(order, [...order.toArray()]);
  }
  expect([...order.toArray()]).toEqual(left);
  expect(order.index).toBeUndefined();
});
