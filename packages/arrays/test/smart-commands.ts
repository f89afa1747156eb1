/** Every edit of a SmartArray as a fast-check command against a plain array. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PositionError } from '../src/indirection/errors.ts';
import type { PersistentVector } from '../src/persistent-vector.ts';
import type { SmartArray } from '../src/smart-array.ts';

/** What a SmartArray should hold, and the snapshots that were taken, each with what it should always hold. */
export interface Model {
  values: number[];
  readonly snapshots: [PersistentVector<number>, number[]][];
}

type Command = fc.Command<Model, SmartArray<number>>;

/** Checks that all ways to read the elements agree. */
export function checkSmart(list: SmartArray<number>, values: readonly number[]): void {
  assert.equal(list.length, values.length);
  assert.deepEqual(list.toArray(), values);
  assert.deepEqual([...list], values);
  assert.deepEqual(
    values.map((_, at) => list.get(at)),
    values,
  );
  assert.equal(list.get(values.length), undefined);
  assert.equal(list.at(-1), values.at(-1));
}

function command(
  text: string,
  edit: (model: Model, list: SmartArray<number>, values: number[]) => void,
): Command {
  return {
    check: () => true,
    run(model, list) {
      edit(model, list, model.values);
      checkSmart(list, model.values);
    },
    toString: () => text,
  };
}

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const added = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.nat(99), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.nat(99), { minLength: 20, maxLength: 300, size: 'max' }) },
);
const loose = fc.oneof(fc.integer({ min: -400, max: 400 }), fc.constantFrom(NaN, Infinity, 0.5));

function index(fraction: number, count: number): number {
  return Math.floor(fraction * count);
}

export const smartCommands: fc.Arbitrary<Command>[] = [
  added.map((values) =>
    command(`push(${values.join()})`, (_, list, model) => {
      assert.equal(list.push(...values), model.push(...values));
    }),
  ),
  added.map((values) =>
    command(`unshift(${values.join()})`, (_, list, model) => {
      assert.equal(list.unshift(...values), model.unshift(...values));
    }),
  ),
  fc.constant(
    command('pop()', (_, list, model) => {
      assert.equal(list.pop(), model.pop());
    }),
  ),
  fc.constant(
    command('shift()', (_, list, model) => {
      assert.equal(list.shift(), model.shift());
    }),
  ),
  fc.tuple(part, fc.nat(99)).map(([p, value]) =>
    command(`set(${p}, ${value})`, (_, list, model) => {
      const at = index(p, model.length);
      if (at === model.length) {
        assert.throws(() => list.set(at, value), PositionError);
      } else {
        list.set(at, value);
        model[at] = value;
      }
    }),
  ),
  fc.tuple(part, added).map(([p, values]) =>
    command(`insert(${p}, ${values.join()})`, (_, list, model) => {
      const at = index(p, model.length + 1);
      list.insert(at, ...values);
      model.splice(at, 0, ...values);
    }),
  ),
  fc.tuple(part, part).map(([p, q]) =>
    command(`remove(${p}, ${q})`, (_, list, model) => {
      const at = index(p, model.length + 1);
      const count = index(q, Math.min(50, model.length - at) + 1);
      assert.deepEqual(list.remove(at, count), model.splice(at, count));
    }),
  ),
  fc.tuple(loose, loose, added).map(([start, count, values]) =>
    command(`splice(${start}, ${count}, ${values.join()})`, (_, list, model) => {
      assert.deepEqual(list.splice(start, count, ...values), model.splice(start, count, ...values));
    }),
  ),
  loose.map((start) =>
    command(`splice(${start})`, (_, list, model) => {
      assert.deepEqual(list.splice(start), model.splice(start));
    }),
  ),
  fc.tuple(loose, loose).map(([start, end]) =>
    command(`slice(${start}, ${end})`, (_, list, model) => {
      assert.deepEqual(list.slice(start, end), model.slice(start, end));
      assert.equal(list.at(start), model.at(start));
    }),
  ),
  fc.tuple(part, part).map(([p, q]) =>
    command(`move(${p}, ${q})`, (_, list, model) => {
      if (model.length === 0) return;
      const from = index(p, model.length);
      const to = index(q, model.length);
      list.move(from, to);
      model.splice(to, 0, ...model.splice(from, 1));
    }),
  ),
  fc.constant(
    command('sort()', (_, list, model) => {
      list.sort();
      model.sort();
    }),
  ),
  fc.constant(
    command('sort descending', (_, list, model) => {
      list.sort((a, b) => b - a);
      model.sort((a, b) => b - a);
    }),
  ),
  fc.constant(
    command('reverse()', (_, list, model) => {
      list.reverse();
      model.reverse();
    }),
  ),
  fc.constant(
    command('snapshot()', ({ snapshots }, list, model) => {
      snapshots.push([list.snapshot(), model.slice()]);
    }),
  ),
  fc.nat(99).map((value) =>
    command(`searches ${value}`, (_, list, model) => {
      assert.equal(list.indexOf(value), model.indexOf(value));
      const isGreater = (element: number): boolean => element > value;
      assert.equal(list.includes(value), model.includes(value));
      assert.equal(list.findIndex(isGreater), model.findIndex(isGreater));
      assert.equal(list.find(isGreater), model.find(isGreater));
      assert.deepEqual(list.filter(isGreater), model.filter(isGreater));
      const visited: number[] = [];
      list.forEach((element, at) => visited.push(element * at));
      assert.deepEqual(
        visited,
        list.map((element, at) => element * at),
      );
    }),
  ),
  fc.constantFrom(-1, 0.5, NaN, Infinity).map((bad) =>
    command(`refuses ${bad}`, (_, list, { length }) => {
      for (const at of [bad, length]) {
        assert.throws(() => list.set(at, 0), PositionError);
        assert.throws(() => list.move(at, 0), PositionError);
        assert.throws(() => list.move(0, at), PositionError);
      }
      assert.throws(() => list.insert(bad, 0), PositionError);
      assert.throws(() => list.insert(length + 1, 0), PositionError);
      assert.throws(() => list.remove(bad), PositionError);
      assert.throws(() => list.remove(0, length + 1), PositionError);
      assert.throws(() => list.remove(0, bad), PositionError);
    }),
  ),
];
