/**
 * Every edit of an IndirectionLayer as a fast-check command against a plain array. The model takes over the slots that
 * the layer chose, after it has checked that they were free.
 */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PermutationError, PositionError, SlotError } from '../src/indirection/errors.ts';
import type { IndirectionLayer } from '../src/indirection-layer.ts';
import { FLAT } from '../src/indirection/slot-table.ts';
import { checkLayer, same } from './layer-invariants.ts';

/** The expected state of a layer: its slots in order, and the greatest length that it ever had. */
export interface Model {
  slots: number[];
  most: number;
}

type Command = fc.Command<Model, IndirectionLayer>;

/** Returns the model of a new layer. */
export function identity(length: number): Model {
  return { slots: [...new Int8Array(length).keys()], most: length };
}

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const run = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * FLAT }) },
);

function command(text: string, edit: (model: Model, layer: IndirectionLayer) => void): Command {
  return {
    check: () => true,
    run(model, layer) {
      edit(model, layer);
      checkLayer(layer, model.slots, model.most);
    },
    toString: () => text,
  };
}

function refuses(attempt: () => unknown, error: new (...args: never[]) => Error): void {
  assert.throws(attempt, error);
}

function index(fraction: number, count: number): number {
  return Math.floor(fraction * count);
}

function opened(model: Model, position: number, added: readonly number[]): void {
  const used = new Set(model.slots);
  assert(!added.some((slot) => used.has(slot)), 'no slot is used twice');
  model.slots = [...model.slots.slice(0, position), ...added, ...model.slots.slice(position)];
  model.most = Math.max(model.most, model.slots.length);
}

function closed(model: Model, position: number, removed: readonly number[]): void {
  same(removed, model.slots.slice(position, position + removed.length));
  model.slots = [
    ...model.slots.slice(0, position),
    ...model.slots.slice(position + removed.length),
  ];
}

function moved(slots: readonly number[], from: number, to: number): number[] {
  const left = slots.filter((_, position) => position !== from);
  return [...left.slice(0, to), slots[from]!, ...left.slice(to)];
}

export const layerCommands: fc.Arbitrary<Command>[] = [
  fc.constant(
    command('allocate()', (model, layer) => {
      opened(model, model.slots.length, [layer.allocate()]);
    }),
  ),
  part.map((p) =>
    command(`allocate(${p})`, (model, layer) => {
      const position = index(p, model.slots.length + 1);
      opened(model, position, [layer.allocate(position)]);
    }),
  ),
  part.map((p) =>
    command(`deallocate(${p})`, (model, layer) => {
      if (model.slots.length === 0) return;
      const position = index(p, model.slots.length);
      closed(model, position, [layer.deallocate(position)]);
    }),
  ),
  part.map((p) =>
    command(`free(${p})`, (model, layer) => {
      if (model.slots.length === 0) return;
      const position = index(p, model.slots.length);
      const slot = model.slots[position]!;
      assert.equal(layer.free(slot), position);
      closed(model, position, [slot]);
    }),
  ),
  fc.tuple(part, run).map(([p, count]) =>
    command(`insert(${p}, ${count})`, (model, layer) => {
      const position = index(p, model.slots.length + 1);
      opened(model, position, layer.insert(position, count));
    }),
  ),
  fc.tuple(part, run).map(([p, most]) =>
    command(`remove(${p}, ${most})`, (model, layer) => {
      const position = index(p, model.slots.length + 1);
      const count = Math.min(most, model.slots.length - position);
      closed(model, position, layer.remove(position, count));
    }),
  ),
  fc.tuple(part, run, run).map(([p, most, added]) =>
    command(`splice(${p}, ${most}, ${added})`, (model, layer) => {
      const start = index(p, model.slots.length + 1);
      const count = Math.min(most, model.slots.length - start);
      const { removed, inserted } = layer.splice(start, count, added);
      assert.deepEqual([removed.length, inserted.length], [count, added]);
      closed(model, start, removed);
      opened(model, start, inserted);
    }),
  ),
  fc.tuple(part, part).map(([p, q]) =>
    command(`move(${p}, ${q})`, (model, layer) => {
      if (model.slots.length === 0) return;
      const from = index(p, model.slots.length);
      const to = index(q, model.slots.length);
      layer.move(from, to);
      model.slots = moved(model.slots, from, to);
    }),
  ),
  fc.tuple(part, part).map(([p, q]) =>
    command(`swap(${p}, ${q})`, (model, layer) => {
      if (model.slots.length === 0) return;
      const a = index(p, model.slots.length);
      const b = index(q, model.slots.length);
      layer.swap(a, b);
      const slot = model.slots[a]!;
      model.slots[a] = model.slots[b]!;
      model.slots[b] = slot;
    }),
  ),
  fc.integer({ min: 1, max: 9 }).map((stride) =>
    command(`permute by ${stride}`, (model, layer) => {
      const positions = [...model.slots.keys()];
      const classes = Array.from({ length: stride }, (_, rest) =>
        positions.filter((position) => position % stride === rest),
      );
      const permutation = classes.flat();
      layer.permute(permutation);
      model.slots = permutation.map((position) => model.slots[position]!);
    }),
  ),
  fc.constantFrom(1, 2, 1000).map((divisor) =>
    command(`sort by slot / ${divisor}`, (model, layer) => {
      const old = model.slots;
      const compare = (a: number, b: number): number =>
        Math.floor(a / divisor) - Math.floor(b / divisor);
      const permutation = layer.sort(compare);
      model.slots = old.toSorted(compare);
      same(
        Array.from(permutation, (position) => old[position]!),
        model.slots,
      );
    }),
  ),
  fc.constant(
    command('reverse()', (model, layer) => {
      layer.reverse();
      model.slots.reverse();
    }),
  ),
  fc.constantFrom(-1, 0.5, NaN, Infinity, 2 ** 32).map((bad) =>
    command(`refuses ${bad}`, (model, layer) => {
      const most = model.slots.length;
      for (const position of [bad, most]) {
        refuses(() => layer.physical(position), PositionError);
        refuses(() => layer.deallocate(position), PositionError);
        refuses(() => layer.move(position, 0), PositionError);
        refuses(() => layer.move(0, position), PositionError);
        refuses(() => layer.swap(0, position), PositionError);
      }
      refuses(() => layer.allocate(bad), PositionError);
      refuses(() => layer.insert(most + 1), PositionError);
      refuses(() => layer.insert(0, bad), PositionError);
      refuses(() => layer.remove(0, bad), PositionError);
      refuses(() => layer.remove(0, most + 1), PositionError);
      refuses(() => layer.splice(0, most, bad), PositionError);
      refuses(() => layer.splice(0, most + 1, 1), PositionError);
      refuses(() => layer.permute([...model.slots.keys(), most]), PermutationError);
      if (most > 0) {
        const permutation = [...model.slots.keys()].with(most - 1, bad);
        refuses(() => layer.permute(permutation), PermutationError);
      }
      refuses(() => layer.free(bad), SlotError);
      refuses(() => layer.free(model.most), SlotError);
    }),
  ),
];
