/** Every operation of a vector as a step of a random test, beside the same operation on a plain array. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PersistentVector } from '../src/persistent-vector.ts';
import { same } from './layer-invariants.ts';
import { checkVector } from './vector-invariants.ts';

/** A vector and what it holds. */
export interface Version {
  readonly vector: PersistentVector<number>;
  readonly values: readonly number[];
}

/** Makes a version of one or two others. */
export interface Step {
  readonly text: string;
  run(version: Version, other: Version): Version;
}

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const few = fc.array(fc.nat(999), { maxLength: 5 });
const many = fc.integer({ min: 0, max: 100 }).map((n) => Array.from({ length: n }, (_, i) => -i));
const added = fc.oneof({ weight: 3, arbitrary: few }, { weight: 1, arbitrary: many });

function step(text: string, run: Step['run']): Step {
  return { text, run };
}

/** An index from 0 to `most`, both ends often. */
function place(p: number, most: number): number {
  if (p < 0.1) return 0;
  return p > 0.9 ? most : Math.floor(p * (most + 1));
}

const push = added.map((items) =>
  step(`push ${items.length}`, ({ vector, values }) => ({
    vector:
      items.length % 2 === 0 ? vector.push(...items) : items.reduce((v, x) => v.push(x), vector),
    values: [...values, ...items],
  })),
);

const pop = fc.integer({ min: 1, max: 70 }).map((count) =>
  step(`pop ${count}`, ({ vector, values }) => {
    let popped = vector;
    for (let i = 0; i < count; i++) popped = popped.pop();
    return { vector: popped, values: values.slice(0, Math.max(0, values.length - count)) };
  }),
);

const set = fc.tuple(part, fc.nat(999)).map(([p, value]) =>
  step(`set ${p}`, (version) => {
    const { vector, values } = version;
    if (values.length === 0) return version;
    const at = place(p, values.length - 1);
    return { vector: vector.set(at, value), values: values.with(at, value) };
  }),
);

const slice = fc.tuple(part, part).map(([p, q]) =>
  step(`slice ${p} ${q}`, ({ vector, values }) => {
    const start = place(p, values.length);
    const end = place(q, values.length) - (q < 0.5 ? values.length : 0);
    return { vector: vector.slice(start, end), values: values.slice(start, end) };
  }),
);

const shorten = fc.tuple(part, fc.nat(40)).map(([p, most]) =>
  step(`slice ${p} by ${most}`, ({ vector, values }) => {
    const start = Math.floor(p * Math.min(most, values.length));
    return { vector: vector.slice(start), values: values.slice(start) };
  }),
);

const concat = fc.constant(
  step('concat', (a, b) => ({
    vector: a.vector.concat(b.vector),
    values: [...a.values, ...b.values],
  })),
);

const insert = fc.tuple(part, added).map(([p, items]) =>
  step(`insert ${p} ${items.length}`, ({ vector, values }) => {
    const at = place(p, values.length);
    return {
      vector: vector.insert(at, ...items),
      values: [...values.slice(0, at), ...items, ...values.slice(at)],
    };
  }),
);

const remove = fc.tuple(part, fc.integer({ min: 1, max: 40 }), part).map(([p, count, q]) =>
  step(`remove ${p} ${count} ${q}`, ({ vector, values }) => {
    const copy = [...values];
    let removed = vector;
    // One by one at one place, which makes leaves thin; or a range.
    for (let i = 0; i < count && copy.length > 0; i++) {
      const at = place(p, copy.length - 1);
      const size = q < 0.5 ? 1 : place(q, copy.length - at);
      removed = removed.remove(at, size);
      copy.splice(at, size);
      if (size !== 1) break;
    }
    return { vector: removed, values: copy };
  }),
);

const mutate = fc.tuple(part, part, added).map(([p, q, items]) =>
  step(`withMutations ${p} ${q} ${items.length}`, ({ vector, values }) => {
    const copy = [...values];
    const changed = vector.withMutations((transient) => {
      for (const item of items) {
        const at = place(p, copy.length);
        if (q < 0.3) transient.push(item);
        else transient.insert(at, item);
        copy.splice(q < 0.3 ? copy.length : at, 0, item);
        const to = place(q, copy.length - 1);
        transient.set(to, ~item);
        copy[to] = ~item;
        if (item % 3 === 0) {
          transient.pop();
          copy.pop();
        }
        if (item % 5 === 0 && copy.length > 0) {
          transient.remove(0);
          copy.shift();
        }
      }
      checkVector(transient);
    });
    return { vector: changed, values: copy };
  }),
);

const rebuild = fc.constant(
  step('filter and map', ({ vector, values }) => ({
    vector: vector.filter((value) => value % 4 !== 0).map((value, i) => value + i),
    values: values.filter((value) => value % 4 !== 0).map((value, i) => value + i),
  })),
);

export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: push },
  { weight: 2, arbitrary: pop },
  { weight: 1, arbitrary: set },
  { weight: 3, arbitrary: slice },
  { weight: 2, arbitrary: shorten },
  { weight: 4, arbitrary: concat },
  { weight: 3, arbitrary: insert },
  { weight: 3, arbitrary: remove },
  { weight: 2, arbitrary: mutate },
  { weight: 1, arbitrary: rebuild },
);

/** The vector holds what it should, by every way to read it. */
export function checkVersion({ vector, values }: Version): void {
  checkVector(vector);
  assert.equal(vector.length, values.length);
  same(vector.toArray(), values);
  let at = 0;
  for (const value of vector) {
    if (value !== values[at] || vector.get(at) !== value)
      assert.equal(value, values[at], `at ${at}`);
    at++;
  }
  assert.equal(at, values.length);
}

/** Runs steps on a pool of versions, and looks after each at its result and at what it was made of. */
export function runSteps(start: readonly number[], todo: readonly [Step, number, number][]): void {
  const first = { vector: PersistentVector.from(start), values: start };
  const pool: Version[] = [first, { vector: PersistentVector.empty(), values: [] }];
  for (const [{ run }, i, j] of todo) {
    const version = pool[i % pool.length]!;
    const other = pool[j % pool.length]!;
    let made = run(version, other);
    if (made.values.length > 20_000) {
      made = { vector: made.vector.slice(7000, 9500), values: made.values.slice(7000, 9500) };
    }
    checkVersion(made);
    checkVersion(version);
    if (pool.length < 6) pool.push(made);
    else pool[j % pool.length] = made;
  }
  for (const version of pool) checkVersion(version);
}
