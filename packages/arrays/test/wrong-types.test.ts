import { describe, expect, test } from 'vitest';
import {
  IndirectionLayer,
  PermutationError,
  PersistentVector,
  PositionError,
  SmartArray,
} from '../src/index.ts';

const vector = PersistentVector.of(1, 2);

type Call = (wrong: any) => unknown;

const iterables: Record<string, Call> = {
  'PersistentVector.concat': (wrong) => vector.concat([3], wrong),
  'TransientVector.concat': (wrong) => vector.asTransient().concat([3], wrong),
  SmartArray: (wrong) => new SmartArray(wrong ?? null),
  'SmartArray.from': (wrong) => SmartArray.from(wrong ?? null),
};

const likes: Record<string, Call> = {
  'PersistentVector.from': (wrong) => PersistentVector.from(wrong),
  'PersistentVector.from with map': (wrong) => PersistentVector.from(wrong, (value) => value),
};

const wrongs = [5, null, undefined, {}, Object.create(null) as object];
const found = (wrong: unknown): string => (wrong === null ? 'null' : typeof wrong);

describe('arguments of another type', () => {
  test.each(Object.entries(iterables))(
    'ALL4: the error of %s names what it found and what it expected',
    (_, call) => {
      for (const wrong of wrongs) {
        const message = new RegExp(`^Expected an iterable but found (${found(wrong)}|null)$`);
        expect(() => call(wrong)).toThrow(TypeError);
        expect(() => call(wrong)).toThrow(message);
      }
    },
  );

  test('ALL4: IndirectionLayer.sort rejects anything but a function, also if there is nothing to compare', () => {
    for (const length of [0, 1, 5]) {
      for (const wrong of wrongs as never[]) {
        const message = `Expected a function but found ${found(wrong)}`;
        const layer = new IndirectionLayer(length);
        expect(() => layer.sort(wrong)).toThrow(new TypeError(message));
      }
    }
  });

  test('ALL4: PersistentVector.equals rejects anything but a vector', () => {
    for (const wrong of [...wrongs, [1, 2]] as never[]) {
      const message = `Expected a vector but found ${found(wrong)}`;
      expect(() => vector.equals(wrong)).toThrow(new TypeError(message));
    }
    expect(vector.equals(vector.asTransient().set(0, 9))).toBe(false);
  });

  test.each(Object.entries(likes))('ALL4: %s takes array-likes, too', (_, call) => {
    for (const wrong of [...wrongs, { length: '2' }, () => 0]) {
      const message = `Expected an iterable, or a length and indices, but found ${found(wrong)}`;
      expect(() => call(wrong)).toThrow(TypeError);
      expect(() => call(wrong)).toThrow(message);
    }
  });

  test('VEC5, IND6, SMA9: a position of another type throws a PositionError that names it', () => {
    const positions: Call[] = [
      (wrong) => vector.set(wrong, 1),
      (wrong) => vector.insert(wrong, 1),
      (wrong) => vector.asTransient().remove(wrong),
      (wrong) => new IndirectionLayer(3).physical(wrong),
      (wrong) => new IndirectionLayer(3).insert(0, wrong ?? null),
      (wrong) => new SmartArray([1, 2]).move(0, wrong),
    ];
    for (const call of positions) {
      for (const [wrong, shown] of [
        ['1', '"1"'],
        [null, 'null'],
        [{}, 'object'],
        [Object.create(null), 'object'],
        [[], 'object'],
        [1n, 'bigint'],
        [Symbol('1'), 'symbol'],
      ]) {
        expect(() => call(wrong)).toThrow(PositionError);
        expect(() => call(wrong)).toThrow(` ${String(shown)} is out of range: expected an integer`);
      }
    }
    expect(() => new IndirectionLayer(3).free('0' as never)).toThrow('Slot "0" is not in use');
    for (const wrong of [null, undefined, 5] as never[]) {
      expect(() => new IndirectionLayer(3).permute(wrong)).toThrow(PermutationError);
    }
    expect(new SmartArray([1], null as never).toArray()).toEqual([1]);
  });
});

test('ALL4: options of a SmartArray that are not an object are rejected', () => {
  for (const wrong of [5, 'direct'] as never[])
    expect(() => new SmartArray([], wrong)).toThrow('Expected an object as options but found');
});
