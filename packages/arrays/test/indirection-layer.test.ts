import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IndirectionLayer, PermutationError, PositionError, SlotError } from '../src/index.ts';
import { FLAT, LEAF } from '../src/indirection/slot-table.ts';
import { fuzz, patience } from './fuzz.ts';
import { identity, layerCommands } from './layer-commands.ts';
import { checkLayer, same } from './layer-invariants.ts';

describe('against plain arrays', () => {
  const sizes = [0, 1, 10, LEAF, FLAT - 1, FLAT, FLAT + 1, 3 * FLAT];

  test.each(sizes)(
    'IND1: every sequence of edits from %i positions on',
    (length) => {
      const property = fc.property(
        fc.commands(layerCommands, { maxCommands: 40, size: 'max' }),
        (commands) => {
          fc.modelRun(
            () => ({ model: identity(length), real: new IndirectionLayer(length) }),
            commands,
          );
        },
      );
      expect(() => fc.assert(property, fuzz(length > LEAF ? 8 : 40))).not.toThrow();
    },
    patience,
  );
});

describe('slots', () => {
  test('IND2: a new layer issues the slots 0, 1, 2 and so on', () => {
    const layer = new IndirectionLayer();
    expect([layer.allocate(), layer.allocate(), layer.allocate()]).toEqual([0, 1, 2]);
    expect([layer.length, layer.capacity]).toEqual([3, 3]);
  });

  test('IND2: a freed slot is reused before a new one is taken', () => {
    const layer = new IndirectionLayer(5);
    expect([layer.deallocate(1), layer.deallocate(1)]).toEqual([1, 2]);
    expect([layer.allocate(), layer.allocate(), layer.allocate()]).toEqual([2, 1, 5]);
    expect(layer.capacity).toBe(6);
  });

  test('IND2: 100,000 cycles of freeing and allocating never need more slots than positions', () => {
    const layer = new IndirectionLayer(50);
    for (let k = 0; k < 100_000; k++) {
      layer.deallocate((k * 7) % layer.length);
      layer.allocate((k * 13) % (layer.length + 1));
    }
    checkLayer(layer, [...layer.slots()], 50);
    expect([layer.length, layer.capacity]).toEqual([50, 50]);
  });

  test('IND2: slots that were freed at the end of an identity are reused after another edit', () => {
    const layer = new IndirectionLayer(4);
    layer.deallocate(3);
    layer.deallocate(0);
    expect([layer.allocate(), layer.allocate(), layer.allocate()]).toEqual([0, 3, 4]);
    expect([...layer.slots()]).toEqual([1, 2, 0, 3, 4]);
  });

  test('IND3: an element keeps its slot through moves, swaps, sorts and reversals', () => {
    const layer = new IndirectionLayer(5);
    layer.move(0, 4);
    layer.swap(1, 2);
    layer.reverse();
    layer.sort((a, b) => a - b);
    layer.permute([4, 3, 2, 1, 0]);
    expect([...layer.slots()]).toEqual([4, 3, 2, 1, 0]);
    expect(layer.capacity).toBe(5);
  });

  test('IND4: a slot that is not in use has no position', () => {
    const layer = new IndirectionLayer(3);
    expect([layer.logical(2), layer.logical(3), layer.logical(-1), layer.logical(0.5)]).toEqual([
      2, -1, -1, -1,
    ]);
    layer.free(0);
    expect([layer.logical(0), layer.logical(1), layer.logical(7), layer.logical(-1)]).toEqual([
      -1, 0, -1, -1,
    ]);
  });
});

describe('representations', () => {
  test('IND5: appending and removing at the end keep an identity', () => {
    const layer = IndirectionLayer.identity(1_000_000);
    layer.allocate();
    layer.insert(layer.length, 3);
    layer.remove(layer.length - 2, 2);
    layer.splice(layer.length - 1, 1, 4);
    layer.move(7, 7);
    layer.swap(7, 7);
    layer.insert(3, 0);
    layer.remove(3, 0);
    expect(layer.representation).toBe('identity');
    expect([layer.length, layer.capacity]).toEqual([1_000_005, 1_000_005]);
  });

  test('IND5: the first other edit makes a layer flat, and growth past FLAT makes it chunked', () => {
    const layer = new IndirectionLayer(FLAT - 1);
    layer.move(0, 1);
    expect(layer.representation).toBe('flat');
    layer.allocate();
    expect(layer.representation).toBe('flat');
    layer.allocate();
    expect(layer.representation).toBe('chunked');
  });

  test('IND5: a chunked layer that shrinks becomes flat well below the length at which it became chunked', () => {
    const layer = new IndirectionLayer(3 * FLAT);
    layer.deallocate(0);
    layer.remove(0, 2 * FLAT);
    expect(layer.representation).toBe('chunked');
    while (layer.representation === 'chunked') layer.deallocate(layer.length >>> 1);
    expect(layer.length).toBeLessThan(FLAT);
    expect(layer.length).toBeGreaterThan(0);
    checkLayer(layer, [...layer.slots()], 3 * FLAT);
  });

  test('IND5: a layer that was emptied, or reordered into an identity, is an identity again', () => {
    const layer = new IndirectionLayer(4);
    layer.reverse();
    layer.reverse();
    expect(layer.representation).toBe('identity');
    layer.deallocate(0);
    layer.remove(0, 3);
    expect(layer.representation).toBe('identity');
    expect([layer.allocate(), layer.capacity]).toEqual([0, 4]);
  });
});

describe('errors', () => {
  const attempts: [string, (layer: IndirectionLayer) => unknown, string][] = [
    [
      'physical',
      (layer) => layer.physical(3),
      'Position 3 is out of range: expected an integer from 0 to 2',
    ],
    [
      'allocate',
      (layer) => layer.allocate(4),
      'Position 4 is out of range: expected an integer from 0 to 3',
    ],
    [
      'deallocate',
      (layer) => layer.deallocate(-1),
      'Position -1 is out of range: expected an integer from 0 to 2',
    ],
    [
      'insert',
      (layer) => layer.insert(0, 1e8),
      'Count 100000000 is out of range: expected an integer from 0 to 99999997',
    ],
    [
      'remove',
      (layer) => layer.remove(1, 3),
      'Count 3 is out of range: expected an integer from 0 to 2',
    ],
    [
      'splice',
      (layer) => layer.splice(0, 3, 1.5),
      'Count 1.5 is out of range: expected an integer from 0 to 100000000',
    ],
    [
      'move',
      (layer) => layer.move(0, 3),
      'Position 3 is out of range: expected an integer from 0 to 2',
    ],
    [
      'swap',
      (layer) => layer.swap(NaN, 0),
      'Position NaN is out of range: expected an integer from 0 to 2',
    ],
  ];

  test.each(attempts)(
    'IND6: %s with a bad argument throws an error that names it, and changes nothing',
    (_, attempt, message) => {
      for (const edited of [false, true]) {
        const layer = new IndirectionLayer(3);
        if (edited) layer.swap(0, 2);
        const before = [...layer.slots()];
        expect(() => attempt(layer)).toThrow(PositionError);
        expect(() => attempt(layer)).toThrow(message);
        checkLayer(layer, before, 3);
      }
    },
  );

  test('IND6: the error of an empty list says that it is empty', () => {
    expect(() => new IndirectionLayer().deallocate(0)).toThrow(
      'Position 0 is out of range: the list is empty',
    );
  });

  test.each([-1, 1.5, NaN, 100_000_001, Infinity])(
    'IND6: a layer of length %d cannot be made',
    (length) => {
      expect(() => new IndirectionLayer(length)).toThrow(PositionError);
    },
  );

  test('IND6: the longest possible layer takes no further position', () => {
    const layer = new IndirectionLayer(100_000_000);
    expect(() => layer.allocate()).toThrow(
      'Count 1 is out of range: expected an integer from 0 to 0',
    );
    expect(() => layer.insert(0, 1)).toThrow('Count 1 is out of range');
    expect([layer.length, layer.representation]).toEqual([100_000_000, 'identity']);
  });

  test('IND7: a double free throws and changes nothing', () => {
    const layer = new IndirectionLayer(4);
    expect(layer.free(1)).toBe(1);
    const attempt = (): number => layer.free(1);
    expect(attempt).toThrow(SlotError);
    expect(attempt).toThrow('Slot 1 is not in use: expected one of the 3 slots that are');
    expect(() => layer.free(9)).toThrow(SlotError);
    checkLayer(layer, [0, 2, 3], 4);
    expect([layer.allocate(), layer.allocate()]).toEqual([1, 4]);
  });

  test('IND8: an argument that is not a permutation throws an error that names the fault, and changes nothing', () => {
    const layer = new IndirectionLayer(3);
    const cases: [number[], string][] = [
      [[0, 1], 'No permutation: found 2 positions, expected each of 0 to 2 once'],
      [[0, 1, 1], 'No permutation: found 1 at 2, expected each of 0 to 2 once'],
      [[3, 1, 2], 'No permutation: found 3 at 0, expected each of 0 to 2 once'],
      [[0, 0.5, 2], 'No permutation: found 0.5 at 1, expected each of 0 to 2 once'],
    ];
    for (const [permutation, message] of cases) {
      expect(() => layer.permute(permutation)).toThrow(PermutationError);
      expect(() => layer.permute(permutation)).toThrow(message);
    }
    checkLayer(layer, [0, 1, 2], 3);
  });

  test('IND8: a comparison that throws or changes the length leaves the order as it was', () => {
    const layer = new IndirectionLayer(3);
    expect(() =>
      layer.sort(() => {
        throw new Error('no order');
      }),
    ).toThrow('no order');
    checkLayer(layer, [0, 1, 2], 3);
    expect(() =>
      layer.sort(() => {
        layer.allocate();
        return -1;
      }),
    ).toThrow(PermutationError);
    expect([...layer.slots()]).toEqual([...layer.slots()].toSorted((a, b) => a - b));
  });
});

describe('a million positions', () => {
  test('IND9: edits at the head, in the middle and at the end agree with a plain array', () => {
    const layer = new IndirectionLayer(1_000_000);
    const slots = [...layer.slots()];
    let most = slots.length;
    for (let k = 0; k < 50; k++) {
      for (const position of [0, slots.length >>> 1, slots.length]) {
        slots.splice(position, 0, layer.allocate(position));
        most = Math.max(most, slots.length);
      }
      const from = (k * 7919) % slots.length;
      const to = (k * 104_729) % slots.length;
      layer.move(from, to);
      slots.splice(to, 0, slots.splice(from, 1)[0]!);
      expect(layer.deallocate(k)).toBe(slots.splice(k, 1)[0]);
    }
    checkLayer(layer, slots, most);
    same(layer.remove(5, 999_000), slots.splice(5, 999_000));
    checkLayer(layer, slots, most);
    layer.insert(3, 999_500);
    expect(layer.capacity).toBe(Math.max(most, layer.length));
  });

  test('IND9: a list that grew and shrank at both ends keeps its mapping in both directions', () => {
    const layer = new IndirectionLayer(10);
    layer.reverse();
    for (let k = 0; k < 300_000; k++) layer.allocate(k % 2 === 0 ? 0 : layer.length);
    checkLayer(layer, [...layer.slots()], 300_010);
    for (let k = 0; k < 299_990; k++) layer.deallocate(k % 2 === 0 ? 0 : layer.length - 1);
    checkLayer(layer, [...layer.slots()], 300_010);
    expect(layer.length).toBe(20);
  });
});
