import { describe, expect, test } from 'vitest';
import { createDataMap } from '../src/index.ts';

const numbers = [-Infinity, -9, -2.5, -1, -0.5, 0, 0.5, 1, 1.5, 3, 9, Infinity, NaN, undefined];

/** Every combination of arguments: a start, with or without a count, with or without values. */
const calls: [number, (number | undefined)?, ...number[]][] = numbers.flatMap((start) => [
  [start as number],
  ...numbers.flatMap((count): [number, (number | undefined)?, ...number[]][] => [
    [start as number, count],
    [start as number, count, 8, 9],
  ]),
]);

describe('DM20, DM21: odd arguments mean what they mean to an array', () => {
  test.each(['store', 'handle'])('splice of the %s', (of) => {
    for (const call of calls) {
      const array = [1, 2, 3, 4];
      const store = createDataMap({ list: [1, 2, 3, 4] });
      const handle = store.array('/list');
      const expected = array.splice(...(call as [number, number]));
      const got = of === 'store' ? store.splice('/list', ...call) : handle.splice(...call);
      expect([call, got, store.get('/list')]).toEqual([call, expected, array]);
    }
  });

  test('splice without any argument takes nothing out', () => {
    const store = createDataMap({ list: [1, 2] });
    const handle = store.array('/list');
    expect(Reflect.apply(store.splice, store, ['/list'])).toEqual([]);
    expect(Reflect.apply(handle.splice, handle, [])).toEqual([]);
    expect(store.get('/list')).toEqual([1, 2]);
  });

  test('at of a handle', () => {
    const array = [1, 2, 3, 4];
    const handle = createDataMap({ list: array }).array('/list');
    for (const index of numbers) {
      expect([index, handle.at(index as number)]).toEqual([index, array.at(index as number)]);
    }
  });

  test('DM20, DM21, STO26: accept as many values as an array does as arguments', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => i);
    const store = createDataMap<{ list: number[] }>({ list: [-1] });
    const handle = store.array('/list');
    expect(store.push('/list', ...values)).toBe(100_001);
    expect(store.unshift('/list', ...values)).toBe(200_001);
    store.splice('/list', 0, 200_000, ...values);
    expect(handle.push(...values)).toBe(200_001);
    expect(handle.unshift(...values)).toBe(300_001);
    handle.insert(1, ...values);
    expect(handle.splice(0, 400_000, ...values).length).toBe(400_000);
    expect(store.get('/list')?.length).toBe(100_001);
  });
});
