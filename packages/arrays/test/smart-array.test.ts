import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PositionError, SmartArray, StrategyError, type SmartArrayOptions } from '../src/index.ts';
import { fuzz, patience } from './fuzz.ts';
import { checkSmart, smartCommands, type Model } from './smart-commands.ts';

function numbers(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

describe('against a plain array', () => {
  const options: SmartArrayOptions[] = [
    { threshold: 0 },
    { threshold: 10 },
    {},
    { strategy: 'direct' },
    { strategy: 'indirection' },
    { strategy: 'persistent' },
  ];

  test.each(options)(
    'SMA1: every sequence of edits with %j',
    (option) => {
      const property = fc.property(
        fc.constantFrom(0, 5, 300),
        fc.commands(smartCommands, { maxCommands: 60, size: 'max' }),
        (length, commands) => {
          const model: Model = { values: numbers(length), snapshots: [] };
          fc.modelRun(() => ({ model, real: new SmartArray(model.values, option) }), commands);
          for (const [snapshot, values] of model.snapshots)
            expect(snapshot.toArray()).toEqual(values);
        },
      );
      expect(() => fc.assert(property, fuzz(60))).not.toThrow();
    },
    patience,
  );

  test('SMA1: values are copied, undefined is an element like any other', () => {
    const values = [1, undefined, 3];
    const list = new SmartArray(values);
    values.push(4);
    expect([list.length, list.indexOf(undefined), [...list]]).toEqual([3, 1, [1, undefined, 3]]);
    expect(new SmartArray(new Set('abca')).toArray()).toEqual(['a', 'b', 'c']);
    expect(SmartArray.of(7, 8).toArray()).toEqual([7, 8]);
  });

  test('SMA1: indexOf and includes search from a given start, as with an array', () => {
    const values = [1, NaN, 3, 1];
    const list = new SmartArray(values);
    for (const start of [undefined, 0, 1, 4, -1, -3, -9, NaN, 1.5, Infinity]) {
      for (const value of [1, 3, NaN, 9]) {
        expect(list.indexOf(value, start)).toBe(values.indexOf(value, start));
        expect(list.includes(value, start)).toBe(values.includes(value, start));
      }
    }
  });

  test('SMA1: an iterator sees edits, across every switch of strategy, and stays done', () => {
    const list = new SmartArray(numbers(400), { threshold: 100 });
    const seen: number[] = [];
    for (const value of list) {
      seen.push(value);
      if (seen.length === 11) list.unshift(-1);
      if (seen.length === 20) list.snapshot();
      if (seen.length === 32) list.sort((a, b) => b - a);
    }
    const iterator = list[Symbol.iterator]();
    expect(iterator[Symbol.iterator]()).toBe(iterator);
    expect([...iterator]).toEqual([...numbers(400).toReversed(), -1]);
    list.push(7);
    expect(iterator.next()).toEqual({ value: undefined, done: true });
    const start = [...numbers(11), ...numbers(31).slice(10)];
    expect(seen).toEqual([...start, ...numbers(400).toReversed().slice(32), -1]);
  });

  test('SMA1: JSON.stringify gives the array of the elements', () => {
    expect(JSON.stringify({ list: SmartArray.of('a', null) })).toBe('{"list":["a",null]}');
  });

  test('SMA1: splice without arguments removes nothing, as with an array', () => {
    const list = SmartArray.of(1, 2);
    expect([Reflect.apply(list.splice, list, []), list.toArray()]).toEqual([[], [1, 2]]);
  });

  test('SMA1: an explicit undefined as the count of splice is 0, as with an array', () => {
    const list = SmartArray.of(1, 2, 3);
    expect([list.splice(1, undefined), list.splice(1)]).toEqual([[], [2, 3]]);
  });

  test.each(['direct', 'indirection', 'persistent'] as const)(
    'SMA1: more values than fit on the stack are inserted into a %s array',
    (strategy) => {
      const list = new SmartArray([1, 2], { strategy });
      const values = numbers(100_000);
      list.insert(1, ...values);
      expect(list.toArray()).toEqual([1, ...values, 2]);
    },
  );
});

describe('strategies', () => {
  test('SMA2: an array of any size that is only appended to stays direct', () => {
    const list = SmartArray.from(numbers(100_000));
    list.push(1);
    list.pop();
    list.set(0, 7).splice(3, 2, 8, 9);
    list.move(0, 8000);
    list.insert(list.length - 8192, 5);
    expect(list.strategy).toBe('direct');
  });

  test('SMA3: an edit that would shift more elements than the threshold makes it indirect', () => {
    const edits: ((list: SmartArray<number>) => unknown)[] = [
      (list) => list.unshift(1),
      (list) => list.shift(),
      (list) => list.insert(1, 1),
      (list) => list.remove(1),
      (list) => list.splice(0, 2, 3),
      (list) => list.move(0, 102),
      (list) => list.move(102, 1),
    ];
    for (const edit of edits) {
      const list = new SmartArray(numbers(103), { threshold: 100 });
      const short = new SmartArray(numbers(100), { threshold: 100 });
      edit(list);
      expect(list.strategy).toBe('indirection');
      if (edit !== edits[5] && edit !== edits[6]) edit(short);
      expect(short.strategy).toBe('direct');
    }
  });

  test('SMA3: the default threshold is 8,192', () => {
    const list = SmartArray.from(numbers(8192));
    list.unshift(-1);
    expect(list.strategy).toBe('direct');
    list.unshift(-2);
    expect(list.strategy).toBe('indirection');
    checkSmart(list, [-2, -1, ...numbers(8192)]);
  });

  test('SMA4: it goes back to direct below half of the threshold, and not at the threshold', () => {
    const list = new SmartArray(numbers(103), { threshold: 100 });
    list.shift();
    const seen: [number, string][] = [];
    while (list.length > 40) {
      list.shift();
      if (seen.at(-1)?.[1] !== list.strategy) seen.push([list.length, list.strategy]);
    }
    expect(seen).toEqual([
      [101, 'indirection'],
      [48, 'direct'],
    ]);
    for (let k = 0; k < 60; k++) list.unshift(k);
    expect(list.strategy).toBe('direct');
  });

  test('SMA4: sorting and reversing make it direct', () => {
    for (const edit of ['sort', 'reverse'] as const) {
      const list = new SmartArray(numbers(20), { threshold: 10 });
      list.shift();
      expect(list.strategy).toBe('indirection');
      list[edit]();
      expect(list.strategy).toBe('direct');
    }
  });

  test('SMA5: a snapshot of more than 256 elements makes it persistent, and the next is the same vector', () => {
    const small = SmartArray.from(numbers(256));
    small.snapshot();
    expect(small.strategy).toBe('direct');
    const list = SmartArray.from(numbers(257));
    const first = list.snapshot();
    expect([list.strategy, list.snapshot() === first]).toEqual(['persistent', true]);
    list.set(0, -1);
    expect([first.get(0), list.snapshot().get(0)]).toEqual([0, -1]);
  });

  test('SMA6: after many edits without a snapshot it becomes direct again', () => {
    const list = SmartArray.from(numbers(8000));
    list.snapshot();
    for (let k = 0; k < 1000; k++) list.set(k, -k);
    expect(list.strategy).toBe('persistent');
    list.snapshot();
    for (let k = 0; k < 1000; k++) list.set(k, k);
    expect(list.strategy).toBe('persistent');
    list.set(0, 0);
    expect(list.strategy).toBe('direct');
    checkSmart(list, numbers(8000));
  });

  test('SMA7: edits and snapshots in turn do not make it switch back and forth', () => {
    const list = new SmartArray(numbers(1000), { threshold: 100 });
    let switches = 0;
    let strategy = list.strategy;
    for (let k = 0; k < 2000; k++) {
      if (k % 80 === 0) list.snapshot();
      list.unshift(k);
      list.pop();
      list.move(0, 500);
      if (list.strategy !== strategy) switches++;
      strategy = list.strategy;
    }
    expect([switches, strategy]).toEqual([1, 'persistent']);
  });

  test('SMA8: a strategy that was set by the option never changes', () => {
    for (const strategy of ['direct', 'indirection', 'persistent'] as const) {
      const list = new SmartArray(numbers(1000), { strategy, threshold: 10 });
      for (let k = 0; k < 1000; k++) list.unshift(k);
      list.snapshot();
      list.sort().reverse().splice(0, 1990);
      expect([list.strategy, list.length]).toEqual([strategy, 10]);
    }
  });
});

describe('errors', () => {
  test('SMA9: a comparison that throws changes nothing', () => {
    for (const strategy of ['direct', 'indirection', 'persistent'] as const) {
      const list = new SmartArray([3, 1, 2], { strategy });
      expect(() =>
        list.sort(() => {
          throw new Error('no order');
        }),
      ).toThrow('no order');
      checkSmart(list, [3, 1, 2]);
    }
  });

  test('SMA9: the error names a bad index', () => {
    const list = SmartArray.of(1, 2, 3);
    expect(() => list.set(3, 0)).toThrow(
      'Index 3 is out of range: expected an integer from 0 to 2',
    );
    expect(() => list.remove(1, 3)).toThrow(
      'Count 3 is out of range: expected an integer from 0 to 2',
    );
    expect(() => new SmartArray().move(0, 0)).toThrow('Index 0 is out of range: the list is empty');
  });

  test.each(['direct', 'indirection', 'persistent'] as const)(
    'SMA1: a callback that edits a %s list meets what that of an array meets',
    (strategy) => {
      const list = new SmartArray([1, 2, 3], { strategy });
      const seen: number[] = [];
      list.forEach((value) => {
        seen.push(value);
        list.push(value);
      });
      expect([seen, list.length]).toEqual([[1, 2, 3], 6]);
      expect(list.findIndex(() => list.push(0) < 0)).toBe(-1);
      expect(list.find(() => list.shift() === 1)).toBe(1);
      expect(list.find(() => false)).toBeUndefined();
    },
  );

  test('SMA9: unknown strategies and bad thresholds are rejected', () => {
    const strategy: string = 'fast';
    expect(() => new SmartArray([], { strategy: strategy as 'auto' })).toThrow(StrategyError);
    expect(() => new SmartArray([], { threshold: -1 })).toThrow(PositionError);
  });

  test('SMA10: a removed element is not kept alive', async () => {
    const list = new SmartArray<object>([], { strategy: 'indirection' });
    const refs = numbers(100).map((k) => {
      const value = { k };
      list.push(value);
      return new WeakRef(value);
    });
    list.splice(0, 50);
    list.pop();
    list.shift();
    list.remove(3, 20);
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    globalThis.gc?.();
    expect(refs.filter((ref) => ref.deref() !== undefined)).toHaveLength(28);
    expect(list.length).toBe(28);
  });
});
