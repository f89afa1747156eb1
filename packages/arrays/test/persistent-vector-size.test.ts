/** Vectors around every size at which the tree grows in height, and the cost of operations there. */

import assert from 'node:assert/strict';
import { test } from 'vitest';
import { PersistentVector } from '../src/index.ts';
import { type Node, nodesOf } from '../src/vector/node.ts';
import { checkVector } from './invariants.ts';
import { same } from './layer-invariants.ts';

/** The sizes of a full tail, and of a full tail with a full tree of two, three and four levels. */
const GROWS = [32, 32 + 32 ** 2, 32 + 32 ** 3, 32 + 32 ** 4];

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

const ways: Record<string, (n: number) => PersistentVector<number>> = {
  from: (n) => PersistentVector.from(range(n)),
  push(n) {
    let vector = PersistentVector.empty<number>();
    for (let i = 0; i < n; i++) vector = vector.push(i);
    return vector;
  },
  withMutations: (n) =>
    PersistentVector.empty<number>().withMutations((transient) => {
      for (let i = 0; i < n; i++) transient.push(i);
    }),
  concat(n) {
    const cut = Math.floor(n / 3);
    return PersistentVector.from(range(cut)).concat(range(n).slice(cut));
  },
  slice: (n) => PersistentVector.from([...range(19).fill(-1), ...range(n), -1]).slice(19, n + 19),
};

for (const [way, make] of Object.entries(ways)) {
  for (const grows of GROWS) {
    test(`VEC3: ${grows} elements made by ${way}, one fewer and one more`, () => {
      checkEdits(make(grows - 1));
      if (grows > 40_000) return;
      checkEdits(make(grows));
      checkEdits(make(grows + 1));
    });
  }
}

/** Reads and edits a vector of the numbers from 0 on, across the size at which its tree grows. */
function checkEdits(vector: PersistentVector<number>): void {
  const n = vector.length;
  checkVector(vector);
  same(vector.toArray(), range(n));
  for (let i = 0; i < n; i += 1 + (i >> 6)) assert.equal(vector.get(i), i);
  assert.equal(vector.get(n - 1), n - 1);
  assert.equal(vector.get(n), undefined);

  let longer = vector;
  for (let i = 0; i < 70; i++) {
    longer = longer.push(n + i);
    assert.equal(longer.get(0), 0);
    assert.equal(longer.get(n - 1), n - 1);
    assert.equal(longer.get(n + i), n + i);
    if (i < 3) checkVector(longer);
  }
  same(longer.toArray(), range(n + 70));
  let shorter = longer;
  for (let i = 0; i < 100; i++) shorter = shorter.pop();
  checkVector(shorter);
  assert.equal(shorter.length, n - 30);
  assert.equal(shorter.at(-1), shorter.length > 0 ? n - 31 : undefined);

  const middle = n >> 1;
  const changed = vector
    .set(0, -1)
    .set(middle, -2)
    .set(n - 1, -3);
  assert.deepEqual([changed.get(0), changed.get(middle), changed.at(-1)], [-1, -2, -3]);
  const inserted = vector.insert(middle, -1).remove(1).insert(0, -5, -6);
  checkVector(inserted);
  const wanted = range(n);
  wanted.splice(middle, 0, -1);
  wanted.splice(1, 1);
  wanted.unshift(-5, -6);
  same(inserted.toArray(), wanted);
  same(vector.toArray(), range(n));
}

/** Returns every node and leaf of a tree. */
function nodes<T>({ tree: { root, shift }, tail }: PersistentVector<T>): Set<unknown> {
  const found = new Set<unknown>([tail]);
  const visit = (node: Node<T>, height: number): void => {
    found.add(node);
    if (height > 0) for (const below of nodesOf(node)) visit(below, height - 5);
  };
  visit(root, shift);
  return found;
}

/** Returns how many nodes a vector has that none of some others has. */
function copied<T>(vector: PersistentVector<T>, ...others: PersistentVector<T>[]): number {
  const fresh = nodes(vector);
  for (const other of others) for (const node of nodes(other)) fresh.delete(node);
  return fresh.size;
}

test('VEC13: operations on a million elements copy only a few nodes', () => {
  const n = 1_000_000;
  const a = PersistentVector.from(range(n));
  const b = PersistentVector.from(range(n));
  const both = a.concat(b);
  assert.ok(copied(both, a, b) <= 12, `concat ${copied(both, a, b)}`);
  for (const at of [0, 1, 31, 32, 33, n >> 1, n - 33, n - 1]) {
    const [inserted, removed] = [a.insert(at, -1), a.remove(at)];
    assert.ok(copied(inserted, a) <= 9, `insert at ${at}: ${copied(inserted, a)}`);
    assert.ok(copied(removed, a) <= 9, `remove at ${at}: ${copied(removed, a)}`);
    assert.ok(copied(a.set(at, -1), a) <= 4);
    const part = both.slice(at, at + n);
    assert.ok(copied(part, both) <= 8, `slice from ${at}: ${copied(part, both)}`);
  }
  assert.ok(copied(a.slice(n >> 2, n - (n >> 2)), a) <= 2);
  assert.ok(copied(a.push(1), a) <= 4);
  assert.ok(copied(a.slice(5, 40), a) <= 2);
});
