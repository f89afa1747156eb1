/** The invariants of the data structures of this package, checked after every operation. */

import { expect } from 'vitest';
import { Block, type Entry } from '../src/incremental/sequence.ts';

/** Checks a sequence from its root block down, and returns its entries in order, ghosts included. */
export function checkSequence(root: Block): Entry[] {
  expect(root.parent).toBeUndefined();
  return checkBlock(root);
}

function checkBlock(block: Block): Entry[] {
  const { items, nows, weights, level } = block;
  expect(items.length).toBeLessThanOrEqual(32);
  expect(nows).toEqual(items.map(({ now }) => now));
  expect(weights).toEqual(items.map(({ weight }) => weight));
  for (const key of ['now', 'was', 'weight'] as const) {
    expect(block[key]).toBe(items.reduce((sum, item) => sum + item[key], 0));
  }
  const entries: Entry[] = [];
  for (const item of items) {
    expect(item.parent).toBe(block);
    expect(item instanceof Block).toBe(level > 0);
    if (!(item instanceof Block)) {
      entries.push(item);
      continue;
    }
    expect(item.level).toBe(level - 1);
    expect(item.items.length).toBeGreaterThan(0);
    entries.push(...checkBlock(item));
  }
  return entries;
}
