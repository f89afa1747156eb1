/** What vectors keep alive, observed through weak references. */

import assert from 'node:assert/strict';
import { test } from 'vitest';
import { PersistentVector } from '../src/index.ts';

interface Box {
  readonly index: number;
}

/** Makes boxes to be elements, and counts how many of them are alive after a collection. */
function boxes(n: number): { take: () => Box[]; alive: () => Promise<number> } {
  const refs: WeakRef<Box>[] = [];
  const take = () =>
    Array.from({ length: n }, (_, index) => {
      const box = { index };
      refs.push(new WeakRef(box));
      return box;
    });
  const alive = async () => {
    // A target whose reference was read stays alive until the job ends
    await new Promise((resolve) => setTimeout(resolve, 0));
    global.gc!();
    return refs.filter((ref) => ref.deref() !== undefined).length;
  };
  return { take, alive };
}

test('VEC11: a popped vector keeps at most the elements of its own leaf', async () => {
  const { take, alive } = boxes(5000);
  let vector = PersistentVector.from(take());
  for (let i = 0; i < 3000; i++) vector = vector.pop();
  const left = await alive();
  assert.ok(left >= 2000 && left <= 2000 + 31, `${left}`);
  vector = vector.push({ index: -1 });
  assert.equal(await alive(), 2000);
  assert.equal(vector.length, 2001);
});

test('VEC11: an old vector keeps at most 1,023 elements of newer ones', async () => {
  const { take, alive } = boxes(100_000);
  const old = (() => {
    let vector = PersistentVector.empty<Box>();
    let kept = vector;
    for (const box of take()) {
      vector = vector.push(box);
      if (vector.length === 1100) kept = vector;
    }
    return kept;
  })();
  const left = await alive();
  assert.ok(left >= 1100 && left <= 1100 + 1023, `${left}`);
  assert.equal(old.length, 1100);
});

const parts = [
  [10, 90_000],
  [40_000, 30_000],
  [50_000, 2000],
  [65_530, 12],
  [7, 1],
  [32_000, 1500],
] as const;
for (const [from, size] of parts) {
  test(`VEC11: a slice of ${size} keeps at most as many to its left, and to its right`, async () => {
    const { take, alive } = boxes(100_000);
    const part = PersistentVector.from(take()).slice(from, from + size);
    const left = await alive();
    assert.ok(left >= size && left <= 3 * size, `${left} for ${size}`);
    assert.equal(part.get(0)!.index, from);
  });
}

test('VEC11: popping a slice frees the elements that its offset had skipped', async () => {
  const { take, alive } = boxes(60_000);
  let part = PersistentVector.from(take()).slice(20_000);
  while (part.length > 100) part = part.pop();
  const left = await alive();
  assert.ok(left <= 2 * 100 + 32, `${left}`);
  assert.equal(part.get(0)!.index, 20_000);
});

test('VEC11: removed and overwritten elements are not kept alive', async () => {
  const { take, alive } = boxes(10_000);
  let vector = PersistentVector.from(take()).remove(100, 9000);
  assert.ok((await alive()) <= 1000 + 31);
  vector = vector.remove(0).set(500, { index: -1 });
  assert.ok((await alive()) <= 998 + 31);
  assert.equal(vector.length, 999);
});

test('VEC11: elements removed from the tail, or right after an insert, are not kept alive', async () => {
  const { take, alive } = boxes(40);
  const vector = PersistentVector.from(take())
    .remove(39)
    .remove(38)
    .insert(5, { index: -1 })
    .remove(5);
  assert.equal(await alive(), 38);
  assert.equal(vector.length, 38);
});

test('VEC11: a transient does not keep leaves alive that it once wrote to and no longer has', async () => {
  const { take, alive } = boxes(60_000);
  const transient = PersistentVector.from(Array.from({ length: 2000 }, (_, index) => ({ index })))
    .asTransient()
    .set(0, { index: -1 });
  // In a function of its own, so that the list of all boxes is not kept alive by the frame of the test
  const write = (): void => {
    for (const box of take()) {
      transient
        .push(box)
        .remove(0)
        .set(transient.length - 1, box)
        .set(1000, box);
    }
  };
  write();
  const left = await alive();
  assert.ok(left <= 3 * 2000 + 2 * 64 * 32, `${left}`);
  assert.equal(transient.length, 2000);
});

test('VEC11: a transient that is edited and written in turn does not keep what the edits removed', async () => {
  const { take, alive } = boxes(20_000);
  const transient = PersistentVector.from(take()).asTransient();
  const write = (): void => {
    const box = transient.get(0);
    if (box === undefined) return;
    for (let i = 0; i < 600; i++) transient.remove(10_000).set(10_000, box).set(10_001, box);
  };
  write();
  const left = await alive();
  // It was 19,997: the set of nodes that it owns held the leaves that each `remove` had replaced
  assert.ok(left <= 19_400, `${left}`);
  assert.equal(transient.length, 19_400);
});
