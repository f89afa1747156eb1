import { describe, expect, test } from 'vitest';

import { measureMemory } from '../src/runner/measure-memory.ts';
import type { MemoryCase } from '../src/runner/registry.ts';

const SIZE = 1000;

/**
 * A fake heap: each structure weighs 1,000 bytes for each item until it is released. Structures are released as soon as they are collected,
 * except those that a background compilation holds: they are released `late` readings afterwards.
 */
class FakeHeap {
  built = 0;
  readings = 0;
  #bytes = 0;
  #late: { readonly at: number; readonly bytes: number }[] = [];
  readonly #held: { readonly structure: WeakRef<object>; readonly bytes: number; late: number }[] =
    [];
  readonly settings = {
    collectGarbage: (): void => {
      globalThis.gc!();
      for (const held of this.#held.splice(0)) {
        if (held.structure.deref() !== undefined) this.#held.push(held);
        else this.#late.push({ at: this.readings + held.late, bytes: held.bytes });
      }
      this.#late = this.#late.filter(({ at, bytes }) => {
        if (this.readings < at) return true;
        this.#bytes -= bytes;
        return false;
      });
    },
    usage: (): number => {
      this.readings++;
      return this.#bytes;
    },
  };

  /** @param late by how many readings the structure outlives its collection, for each that is built */
  case(late: (built: number) => number): MemoryCase {
    const make = (items: number) => {
      const built = {};
      const bytes = items * SIZE;
      this.#bytes += bytes;
      this.#held.push({ structure: new WeakRef(built), bytes, late: late(this.built++) });
      return Promise.resolve({ built, check: () => undefined });
    };
    return {
      kind: 'memory',
      name: 'structures',
      items: 10,
      size: undefined,
      contenders: new Map([['ours', make]]),
    };
  }
}

async function weighed(heap: FakeHeap, late: (built: number) => number, rounds = 1) {
  return await measureMemory(heap.case(late), 'ours', { rounds, ...heap.settings });
}

describe('measureMemory', () => {
  test('gives the bytes for each item, once for each round', async () => {
    const heap = new FakeHeap();
    const { bytes, rounds } = await weighed(heap, () => 0, 3);
    expect(bytes.median).toBe(SIZE);
    expect(rounds).toEqual([SIZE, SIZE, SIZE]);
    expect(heap.built).toBe(4);
  });

  test('weighs again where the structure before was still held: one process gave 56 bytes instead of 565', async () => {
    const heap = new FakeHeap();
    const { bytes } = await weighed(heap, (built) => (built === 0 ? 1 : 0));
    expect(bytes.median).toBe(SIZE);
    expect(heap.built).toBe(3);
  });

  test('weighs again where the weighed structure is held on, since it would be missing from the next weighing', async () => {
    const heap = new FakeHeap();
    const { rounds } = await weighed(heap, (built) => (built === 1 ? 2 : 0), 2);
    expect(rounds).toEqual([SIZE, SIZE]);
  });

  test('gives the growth where structures are kept for good', async () => {
    const heap = new FakeHeap();
    const { bytes } = await weighed(heap, () => Number.POSITIVE_INFINITY);
    expect(bytes.median).toBe(SIZE);
    expect(heap.built).toBe(2);
  });
});
