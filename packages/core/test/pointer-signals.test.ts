import { FlatStore } from '@data-map/storage';
import { batch, computed, effect, signal } from '@data-map/signals';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataMap } from '../src/index.ts';
import { PointerSignals, work } from '../src/pointer-signals.ts';

describe('what a shift in an array touches', () => {
  test('DM2: at its end does not touch the elements before it; they used to be read each time', () => {
    const store = new FlatStore({ list: Array.from({ length: 100 }, (_, n) => ({ n })) });
    let reads = 0;
    const signals = new PointerSignals({
      peek: (pointer) => (reads++, store.get(pointer)),
      lengthOf: (array) => store.arrayLength(array),
      set: () => undefined,
    });
    for (let i = 0; i < 101; i++) {
      const place = signals.at(`/list/${i}/n`);
      effect(() => void place.value);
    }
    const readsOf = (write: () => Parameters<PointerSignals['follow']>[0]): number => {
      reads = 0;
      batch(() => signals.follow(write()));
      return reads;
    };
    expect(readsOf(() => store.insert('/list', 100, { n: 100 }))).toBe(1);
    expect(readsOf(() => store.delete('/list/100'))).toBe(1);
    expect(readsOf(() => store.splice('/list', 97, 3))).toBeLessThan(5);
    expect(readsOf(() => store.insert('/list', 97, { n: 1 }, { n: 2 }, { n: 3 }))).toBeLessThan(5);
    expect(readsOf(() => store.insert('/list', 0, { n: -1 }))).toBe(101);
  });

  test('DM21: an effect on the length of an array does not read the array', () => {
    const store = new FlatStore({ list: [1, 2, 3] });
    let reads = 0;
    const signals = new PointerSignals({
      peek: (pointer) => (reads++, store.get(pointer)),
      lengthOf: (array) => store.arrayLength(array),
      set: () => undefined,
    });
    const lengths: number[] = [];
    const lengthOf = (from: FlatStore, array: string): number => from.arrayLength(array) ?? 0;
    effect(() => void lengths.push(signals.derived('/list', lengthOf, store)));
    batch(() => signals.follow(store.insert('/list', 1, 'x')));
    batch(() => signals.follow(store.set('/list/1', 'y')));
    batch(() => signals.follow(store.delete('/list')));
    expect(lengths).toEqual([3, 4, 0]);
    expect(reads).toBe(0);
  });

  test('DM2, DM14: every signal has the value of its place, however the array was shifted', () => {
    const step = fc.record({
      what: fc.constantFrom('splice', 'move', 'set', 'fail', 'reverse'),
      at: fc.nat(12),
      to: fc.nat(12),
      count: fc.nat(4),
      adds: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.nat(12), (steps, length) => {
        let next = 0;
        const fresh = (): unknown => ({ n: next++, sub: [next++] });
        const store = createDataMap<any>({ list: Array.from({ length }, fresh) });
        const places = Array.from({ length: 14 }, (_, i) => [
          `/list/${i}`,
          `/list/${i}/n`,
          `/list/${i}/sub/0`,
        ]).flat();
        const seen = new Map<string, unknown>();
        const all = ['', '/list', '/list/-', ...places];
        const stops = all.map((at) => effect(() => void seen.set(at, store.get(at))));
        const run = ({ what, at, to, count, adds }: (typeof steps)[number]): void => {
          const end = store.array('/list').length;
          if (what === 'splice')
            store.splice('/list', at, count, ...Array.from({ length: adds }, fresh));
          else if (what === 'move' && end > 0) store.array('/list').move(at % end, to % end);
          else if (what === 'set') store.set('/list', Array.from({ length: count * 3 }, fresh));
          else if (what === 'reverse') store.reverse('/list');
        };
        for (const [index, each] of steps.entries()) {
          if (each.what === 'fail') {
            const fail = (): void =>
              store.transaction(() => {
                for (const inner of steps.slice(0, index)) run(inner);
                throw new RangeError('taken back');
              });
            expect(fail).toThrow(RangeError);
          } else run(each);
          for (const at of all) expect([at, seen.get(at)]).toEqual([at, store.peek(at)]);
        }
        for (const stop of stops) stop();
      }),
      { numRuns: 150 },
    );
  });
});

describe('which effects a write runs', () => {
  test('DM2, DM12: an effect runs once after a commit if its value changed, and not if it was written back', () => {
    const places = ['', '/a', '/a/0', '/a/0/x', '/b', '/b/x', '/b/x/y', '/c'];
    const leaf = fc.constantFrom<unknown>(0, 1, -0, Number.NaN, null, 'x');
    const value = fc.oneof(
      { weight: 3, arbitrary: leaf },
      fc
        .constantFrom<() => unknown>(
          () => ({ x: 0 }),
          () => ({ x: { y: 1 } }),
          () => [{ x: 0 }],
          () => [],
        )
        .map((make) => make()),
    );
    const write = fc.record({
      what: fc.constantFrom('set', 'set', 'set', 'delete', 'read', 'push', 'shift'),
      at: fc.constantFrom(...places.slice(1)),
      value,
    });
    const commit = fc.record({
      how: fc.constantFrom('each', 'batch', 'signals'),
      writes: fc.array(write, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.array(commit, { maxLength: 8 }), (commits) => {
        const store = createDataMap<any>({ a: [{ x: 0 }], b: { x: { y: 0 } } });
        const runs = places.map(() => 0);
        places.forEach((place, at) => {
          effect(() => {
            store.get(place);
            runs[at]!++;
          });
        });
        // Equality ignores the order of members; NaN equals itself, and 0 equals -0
        const text = (at: string): string =>
          JSON.stringify(store.peek(at), (_, part: unknown) => {
            if (Number.isNaN(part)) return 'NaN';
            if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
            return Object.fromEntries(Object.entries(part).toSorted());
          }) ?? '';
        const act = ({
          what,
          at,
          value: put,
        }: {
          what: string;
          at: string;
          value: unknown;
        }): void => {
          try {
            if (what === 'set') store.set(at, put);
            else if (what === 'delete') store.delete(at);
            else if (what === 'push') store.push(at, put);
            else if (what === 'shift') store.shift(at);
            else places.forEach((place) => store.signal(place).value);
          } catch (error) {
            expect(error).toHaveProperty('code');
          }
        };
        const expectRuns = (run: () => void): void => {
          const before = places.map(text);
          const counts = [...runs];
          run();
          const woken = places.filter((_, at) => runs[at] !== counts[at]);
          expect(woken).toEqual(places.filter((place, at) => text(place) !== before[at]));
          expect(Math.max(...runs.map((count, at) => count - counts[at]!))).toBeLessThan(2);
        };
        for (const { how, writes } of commits) {
          if (how === 'batch') expectRuns(() => store.batch(() => writes.forEach(act)));
          else if (how === 'signals') expectRuns(() => batch(() => writes.forEach(act)));
          else for (const each of writes) expectRuns(() => act(each));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the work of a batch', () => {
  const touches = (write: () => void): number => {
    const before = work.touches;
    write();
    return work.touches - before;
  };
  const make = () => {
    const store = createDataMap({ list: Array.from({ length: 1000 }, (_, id) => ({ id })) });
    const seen: number[] = [];
    for (let i = 0; i < 1000; i++) {
      effect(() => {
        seen[i] = store.get(`/list/${i}`)?.id ?? -1;
      });
    }
    return { store, seen };
  };

  test('DM2: the signals of an array are touched once by a batch that shifts it; each of 1,000 Changes used to touch them', () => {
    const { store, seen } = make();
    const insertions = (): void => {
      for (let id = 1000; id < 2000; id++) store.splice('/list', 500, 0, { id });
    };
    expect(touches(() => store.batch(insertions))).toBeLessThan(3000);
    expect(seen.slice(498, 502)).toEqual([498, 499, 1999, 1998]);
    expect(touches(() => store.batch(() => store.splice('/list', 500, 1)))).toBeGreaterThan(999);
    expect(seen.slice(498, 502)).toEqual([498, 499, 1998, 1997]);
  });

  test('DM2: a move to a place nearby touches the positions between, not the whole array', () => {
    const { store, seen } = make();
    expect(touches(() => store.move('/list/500', '/list/503'))).toBe(4);
    expect(touches(() => store.move('/list/7', '/list/6'))).toBe(2);
    expect([...seen.slice(500, 504), ...seen.slice(6, 8)]).toEqual([501, 502, 503, 500, 7, 6]);
  });

  test('DM2: a signal that is read in between is touched again', () => {
    const { store, seen } = make();
    const third = store.signal('/list/3');
    const length = computed(() => store.array('/list').length);
    const read: unknown[] = [];
    store.batch(() => {
      for (let id = -1; id > -4; id--) {
        store.unshift('/list', { id });
        read.push(third.value?.id);
      }
      for (let id = -4; id > -7; id--) {
        store.unshift('/list', { id });
        read.push(length.value);
      }
    });
    expect(read).toEqual([2, 1, 0, 1004, 1005, 1006]);
    expect(seen.slice(0, 7)).toEqual([-6, -5, -4, -3, -2, -1, 0]);
  });

  test('DM2: two writes that restore the value of a place run no effect, whether they touch its signal once or twice', () => {
    const { store } = make();
    let runs = 0;
    effect(() => {
      void store.get('/list');
      runs++;
    });
    store.batch(() => {
      store.unshift('/list', { id: -1 });
      store.shift('/list');
    });
    expect(runs).toBe(1);
  });
});

test('DM2, SIG18: an effect that threw before it read anything still runs for the places that it had read; it used not to', () => {
  const store = createDataMap<any>({ place: { n: 1 } });
  const other = signal(0);
  let throws = false;
  const seen: unknown[] = [];
  effect(() => {
    if (throws) throw new Error('bad');
    void other.value;
    seen.push(store.get('/place'));
  });
  throws = true;
  const write = () =>
    batch(() => {
      other.value = 1;
      store.set('/place', { n: 2 });
    });
  expect(write).toThrow('bad');
  throws = false;
  store.set('/place', { n: 3 });
  expect(seen).toEqual([{ n: 1 }, { n: 3 }]);
});
