/** Long chains of concats and slices. `FUZZ_RUNS=1000000` makes chains of a million. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PersistentVector } from '../src/index.ts';
import { fuzz } from './fuzz.ts';
import { checkVector } from './invariants.ts';

const patience = 3_600_000;

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** The greatest height that the balance invariant allows. `checkVector` asserts the invariant itself. */
function checkHeight<T>({ tree: { shift, size } }: PersistentVector<T>): void {
  const most = Math.max(1, Math.floor(Math.log(Math.max(1, size)) / Math.log(16)));
  assert.ok(shift / 5 <= most, `height ${shift / 5} of ${size} elements`);
}

/** A chain of pseudorandom edits, chosen by a seed, on a vector that stays below 100,000 elements. */
function chain(seed: number, length: number): void {
  let state = seed;
  const random = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * n);
  };
  let vector = PersistentVector.from(range(random(5000)));
  for (let step = 1; step <= length; step++) {
    const n = vector.length;
    const at = random(n + 1);
    const kind = random(6);
    if (n > 100_000 || kind === 0)
      vector = vector.slice(at >> random(8), n - ((n - at) >> random(8)));
    else if (kind === 1) vector = vector.slice(at).concat(vector.slice(0, at));
    else if (kind === 2) vector = vector.concat(vector.slice(at, at + 1 + random(n)));
    else if (kind === 3)
      vector = vector.slice(at, at + random(40)).concat(vector, range(random(3)));
    else if (kind === 4) vector = vector.slice(0, at).concat(vector.slice(at + random(70)));
    else vector = vector.concat(range(random(50)));
    checkHeight(vector);
    if (step % 64 === 0) checkVector(vector);
  }
  checkVector(vector);
}

test(
  'VEC4: the height stays bounded after many random concats and slices',
  () => {
    const { numRuns, ...seed } = fuzz(20_000);
    const property = fc.property(fc.integer(), (start) => chain(start, Math.ceil(numRuns / 10)));
    expect(() => fc.assert(property, { numRuns: 10, ...seed, endOnFailure: true })).not.toThrow();
  },
  patience,
);

test('VEC4: one-element vectors joined from either side result in full nodes', () => {
  let appended = PersistentVector.empty<number>();
  let prepended = PersistentVector.empty<number>();
  let middle = PersistentVector.from([0, 1]);
  for (let i = 0; i < 20_000; i++) {
    appended = appended.concat(PersistentVector.of(i));
    prepended = PersistentVector.of(i).concat(prepended);
    middle = middle.insert(1 + (i >> 1), i);
    checkHeight(appended);
    checkHeight(prepended);
    checkHeight(middle);
  }
  for (const vector of [appended, prepended, middle]) {
    checkVector(vector);
    assert.ok(vector.tree.shift <= 15);
  }
  assert.deepEqual(appended.toArray(), range(20_000));
  assert.deepEqual(prepended.toArray(), range(20_000).toReversed());
});

test('VEC4: the tree of a queue that is pushed to and sliced does not grow', () => {
  let queue = PersistentVector.from(range(3000));
  for (let i = 0; i < 50_000; i++) {
    queue = queue.push(3000 + i).slice(1);
    if (i % 1000 === 0) checkVector(queue);
  }
  checkVector(queue);
  assert.deepEqual(
    queue.toArray(),
    range(3000).map((i) => i + 50_000),
  );
  assert.ok(queue.tree.shift <= 10 && queue.tree.offset <= 3000);
});

test('VEC4: removing elements one by one, anywhere, keeps the balance invariant until none is left', () => {
  for (const place of [0, 0.4, 0.999]) {
    let vector = PersistentVector.from(range(2500)).concat(range(2500));
    while (vector.length > 0) {
      vector = vector.remove(Math.floor(place * vector.length));
      checkHeight(vector);
      if (vector.length % 50 === 0) checkVector(vector);
    }
    assert.equal(vector.get(0), undefined);
    assert.deepEqual(vector.push(1, 2).toArray(), [1, 2]);
  }
});
