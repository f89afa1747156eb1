import { expect, test } from 'vitest';
import {
  addRanked,
  addWeight,
  Block,
  detach,
  Entry,
  entryAt,
  exchange,
  fill,
  forEachEntry,
  formerIndexOf,
  indexOf,
  insertAt,
  settle,
  weigh,
  weightBefore,
} from '../src/incremental/sequence.ts';
import { checkSequence } from './invariants.ts';
import { randomFrom } from './random-documents.ts';

function filled(count: number): { root: Block; entries: Entry[] } {
  const root = new Block();
  const entries = Array.from({ length: count }, () => new Entry());
  fill(root, entries);
  return { root, entries };
}

test('IQ5: a sequence of any size finds entries by index and indexes by entry, past every change of its height', () => {
  for (const size of [0, 1, 31, 32, 33, 1023, 1024, 1025, 33_000]) {
    const { root, entries } = filled(size);
    expect(checkSequence(root)).toEqual(entries);
    for (const index of [0, 1, size >> 1, size - 2, size - 1]) {
      const entry = entries[index];
      expect(entryAt(root, index)).toBe(entry);
      if (entry !== undefined)
        expect([indexOf(entry), formerIndexOf(entry)]).toEqual([index, index]);
    }
    expect([entryAt(root, -1), entryAt(root, size)]).toEqual([undefined, undefined]);
  }
});

test('IQ5: forty thousand insertions at the head leave a tree of logarithmic height', () => {
  const { root } = filled(0);
  const entries: Entry[] = [];
  for (let count = 0; count < 40_000; count++) {
    const entry = new Entry();
    entries.push(entry);
    insertAt(root, 0, entry);
  }
  expect(checkSequence(root).length).toBe(40_000);
  expect(root.level).toBeLessThanOrEqual(4);
  expect(entryAt(root, 39_999)).toBe(entries[0]);
  for (const entry of entries.slice(10)) detach(entry);
  expect(checkSequence(root).length).toBe(10);
});

test('IQ5: a visit to the entries with weight skips blocks without weight', () => {
  const { root, entries } = filled(33_000);
  for (const at of [7, 20_000, 20_001]) addWeight(entries[at]!, 1);
  const light = [...root.items] as Block[];
  // Every entry was visited: 2 ms for one result among 100,000 elements
  while (light.length > 0) {
    const block = light.pop()!;
    if (block.level > 0) light.push(...(block.items as Block[]));
    if (block.weight === 0)
      Object.defineProperty(block, 'items', { get: () => expect.unreachable() });
  }
  const seen: Entry[] = [];
  forEachEntry(root, (entry) => seen.push(entry), 1);
  expect(seen).toEqual([entries[7], entries[20_000], entries[20_001]]);
});

test('IQ5: after any operations a sequence agrees with two plain lists, the present order and the former order', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = randomFrom(seed);
    const { root, entries } = filled(random(200));
    for (const entry of entries) entry.weight = random(3);
    weigh(root);
    for (let round = 0; round < 4; round++) {
      const before = [...entries];
      const ghosts: Entry[] = [];
      const arrivals: Entry[] = [];
      const place = new Map(before.map((entry) => [entry, entry]));
      for (let step = random(120); step > 0; step--) {
        const index = random(entries.length + 1);
        const entry = entries[index];
        if (entry !== undefined && random(2) === 0) {
          entries.splice(index, 1);
          if (entry.was === 0) {
            addWeight(entry, -entry.weight);
            detach(entry);
          } else {
            const ghost = new Entry();
            exchange(entry, ghost);
            place.set(entry, ghost);
            ghosts.push(ghost);
          }
        } else {
          const arrival = new Entry();
          insertAt(root, index, arrival);
          addWeight(arrival, random(3));
          entries.splice(index, 0, arrival);
          arrivals.push(arrival);
        }
      }
      const all = checkSequence(root);
      expect(all.filter(({ now }) => now > 0)).toEqual(entries);
      for (const [index, entry] of entries.entries()) {
        expect([seed, entryAt(root, index) === entry, indexOf(entry)]).toEqual([seed, true, index]);
      }
      for (const [index, entry] of before.entries()) {
        expect(formerIndexOf(place.get(entry) as Entry)).toBe(index);
      }
      let weight = 0;
      forEachEntry(root, (entry) => {
        expect(weightBefore(entry)).toBe(weight);
        weight += entry.weight;
      });
      for (const ghost of ghosts) {
        addWeight(ghost, -ghost.weight);
        detach(ghost);
      }
      for (const arrival of arrivals) settle(arrival);
      expect(checkSequence(root)).toEqual(entries);
      expect([root.now, root.was]).toEqual([entries.length, entries.length]);
    }
  }
});

test('IQ5: weights are added and the results in front are counted in one climb', () => {
  for (const size of [1, 32, 33, 1025, 33_000]) {
    const { root, entries } = filled(size);
    for (const entry of entries) entry.weight = 1;
    weigh(root);
    const random = randomFrom(size);
    for (let step = 0; step < 40; step++) {
      // An insertion, after which the blocks are no longer full
      if (step === 20) {
        entries.unshift(new Entry());
        insertAt(root, 0, entries[0]!);
      }
      const index = random(entries.length);
      const entry = entries[index]!;
      const before = weightBefore(entry);
      const count = random(3);
      let found = 0;
      let at: Entry = entry;
      for (; at.parent !== undefined; at = at.parent) found += addRanked(at, at.parent, count);
      at.weight += count;
      expect([size, step, found]).toEqual([size, step, before]);
    }
    checkSequence(root);
  }
});

test('IQ5: blocks that a sort has left nearly empty are not taken for full ones', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const random = randomFrom(seed);
    const { root, entries } = filled(600 + random(1500));
    const move = (entry: Entry, index: number): Entry => {
      const ghost = new Entry();
      exchange(entry, ghost);
      insertAt(root, index, entry);
      return ghost;
    };
    const settleAll = (ghosts: readonly Entry[], arrivals: readonly Entry[]): void => {
      for (const ghost of ghosts) detach(ghost);
      for (const arrival of arrivals) settle(arrival);
    };
    const keys = new Map(entries.map((entry) => [entry, random(1000)]));
    const sorted = entries.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
    const ghosts: Entry[] = [];
    for (const [index, entry] of sorted.entries()) {
      if (entryAt(root, index) !== entry) ghosts.push(move(entry, index));
    }
    settleAll(ghosts, sorted);
    for (let step = 0; step < 20; step++) {
      const [entry] = sorted.splice(random(sorted.length), 1) as [Entry];
      const index = random(sorted.length + 1);
      sorted.splice(index, 0, entry);
      const ghost = move(entry, index);
      const wrong = sorted.filter((each, at) => entryAt(root, at) !== each || indexOf(each) !== at);
      expect([seed, step, wrong.length]).toEqual([seed, step, 0]);
      settleAll([ghost], [entry]);
    }
    expect(checkSequence(root)).toEqual(sorted);
  }
});

test('IQ5: with ghosts in a block a negative index finds nothing, and a higher block with as many entries as blocks is counted right', () => {
  const { root, entries } = filled(64);
  const leave = (from: number, to: number): void => {
    for (const entry of entries.slice(from, to)) exchange(entry, new Entry());
  };
  leave(1, 2);
  expect([entryAt(root, -1), entryAt(root, 0)]).toEqual([undefined, entries[0]]);
  // Ghosts replace all entries of the first of two blocks, and all but two of the second
  leave(0, 1);
  leave(2, 62);
  expect([root.items.length, root.now]).toEqual([2, 2]);
  for (const [index, entry] of entries.slice(62).entries())
    expect([indexOf(entry), entryAt(root, index) === entry]).toEqual([index, true]);
});
