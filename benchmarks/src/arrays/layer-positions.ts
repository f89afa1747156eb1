/** Lists that map positions to slots, behind one interface, and the check that each passes before it is measured. */
import assert from 'node:assert/strict';

import { IndirectionLayer } from '@data-map/arrays';

export interface Positions {
  readonly length: number;
  physical(position: number): number;
  logical(slot: number): number;
  /** Inserts at a position and returns the slot of the new element. */
  allocate(position: number): number;
  /** Removes a position and returns its slot. */
  deallocate(position: number): number;
  move(from: number, to: number): void;
  sort(compare: (a: number, b: number) => number): unknown;
  reverse(): void;
}

/** A plain array: edits splice it, and the position of a slot is found by `indexOf`. */
class SplicedArray implements Positions {
  readonly #slots: number[];
  readonly #free: number[] = [];
  #issued: number;

  constructor(length: number) {
    this.#slots = Array.from({ length }, (_, slot) => slot);
    this.#issued = length;
  }

  get length(): number {
    return this.#slots.length;
  }

  physical(position: number): number {
    return this.#slots[position]!;
  }

  logical(slot: number): number {
    return this.#slots.indexOf(slot);
  }

  allocate(position: number): number {
    const slot = this.#free.pop() ?? this.#issued++;
    this.#slots.splice(position, 0, slot);
    return slot;
  }

  deallocate(position: number): number {
    const [slot] = this.#slots.splice(position, 1);
    this.#free.push(slot!);
    return slot!;
  }

  move(from: number, to: number): void {
    const [slot] = this.#slots.splice(from, 1);
    this.#slots.splice(to, 0, slot!);
  }

  sort(compare: (a: number, b: number) => number): void {
    this.#slots.sort(compare);
  }

  reverse(): void {
    this.#slots.reverse();
  }
}

/** The same with a typed array of integers, moved by `copyWithin`. */
class Memmove implements Positions {
  #slots: Uint32Array;
  readonly #free: number[] = [];
  #issued: number;
  length: number;

  constructor(length: number) {
    this.#slots = new Uint32Array(length + 16);
    for (let slot = 0; slot < length; slot++) this.#slots[slot] = slot;
    this.#issued = length;
    this.length = length;
  }

  physical(position: number): number {
    return this.#slots[position]!;
  }

  logical(slot: number): number {
    return this.#slots.indexOf(slot);
  }

  allocate(position: number): number {
    const slot = this.#free.pop() ?? this.#issued++;
    this.#put(position, slot);
    return slot;
  }

  deallocate(position: number): number {
    const slot = this.#take(position);
    this.#free.push(slot);
    return slot;
  }

  move(from: number, to: number): void {
    this.#put(to, this.#take(from));
  }

  sort(compare: (a: number, b: number) => number): void {
    this.#slots.subarray(0, this.length).sort(compare);
  }

  reverse(): void {
    this.#slots.subarray(0, this.length).reverse();
  }

  #put(position: number, slot: number): void {
    if (this.length === this.#slots.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.#slots);
      this.#slots = grown;
    }
    this.#slots.copyWithin(position + 1, position, this.length++);
    this.#slots[position] = slot;
  }

  #take(position: number): number {
    const slot = this.#slots[position]!;
    this.#slots.copyWithin(position, position + 1, this.length--);
    return slot;
  }
}

/**
 * The implementation that the founding plan started from: a spliced array, a map from slots to positions that every edit rewrites from its position on, and a
 * scan from 0 for a free slot.
 */
class SetScan implements Positions {
  readonly #slots: number[];
  readonly #positions = new Map<number, number>();

  constructor(length: number) {
    this.#slots = Array.from({ length }, (_, slot) => slot);
    this.#renumber(0);
  }

  get length(): number {
    return this.#slots.length;
  }

  physical(position: number): number {
    return this.#slots[position]!;
  }

  logical(slot: number): number {
    return this.#positions.get(slot) ?? -1;
  }

  allocate(position: number): number {
    let slot = 0;
    while (this.#positions.has(slot)) slot++;
    this.#slots.splice(position, 0, slot);
    this.#renumber(position);
    return slot;
  }

  deallocate(position: number): number {
    const [slot] = this.#slots.splice(position, 1);
    this.#positions.delete(slot!);
    this.#renumber(position);
    return slot!;
  }

  move(from: number, to: number): void {
    const [slot] = this.#slots.splice(from, 1);
    this.#slots.splice(to, 0, slot!);
    this.#renumber(Math.min(from, to));
  }

  sort(compare: (a: number, b: number) => number): void {
    this.#slots.sort(compare);
    this.#renumber(0);
  }

  reverse(): void {
    this.#slots.reverse();
    this.#renumber(0);
  }

  #renumber(from: number): void {
    const slots = this.#slots;
    for (let position = from; position < slots.length; position++) {
      this.#positions.set(slots[position]!, position);
    }
  }
}

type Make = (length: number) => Positions;

/** The contenders, ours first. */
export const contenders: Readonly<Record<string, Make>> = {
  'data-map': (length) => new IndirectionLayer(length),
  'Array.splice': (length) => new SplicedArray(length),
  'Uint32Array memmove': (length) => new Memmove(length),
  'set scan': (length) => new SetScan(length),
};

/** Applies every kind of edit to a small list, and compares both directions with a plain array after each. */
export function checkPositions(make: Make): void {
  const list = make(40);
  let slots = Array.from({ length: 40 }, (_, slot) => slot);
  const agree = (): void => {
    assert.equal(list.length, slots.length);
    for (const [position, slot] of slots.entries()) {
      assert.deepEqual([list.physical(position), list.logical(slot)], [slot, position]);
    }
  };
  for (let k = 0; k < 60; k++) {
    slots.splice(k % slots.length, 0, list.allocate(k % slots.length));
    agree();
    slots.splice((k * 3) % slots.length, 0, ...slots.splice(7, 1));
    list.move(7, (k * 3) % list.length);
    agree();
    assert.equal(list.deallocate((k * 5) % list.length), slots[(k * 5) % slots.length]);
    slots = slots.filter((_, position) => position !== (k * 5) % slots.length);
    agree();
  }
  assert(Math.max(...slots) <= 40);
  list.sort((a, b) => (a % 7) - (b % 7));
  slots.sort((a, b) => (a % 7) - (b % 7));
  agree();
  list.reverse();
  slots.reverse();
  agree();
}

/** Pseudo-random numbers below `most`, the same in each run. */
export function scattered(count: number, most: number): number[] {
  let seed = 12_345;
  return Array.from({ length: count }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * most);
  });
}
