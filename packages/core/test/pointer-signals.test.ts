import { FlatStore } from '@data-map/storage';
import { batch, effect } from '@data-map/signals';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataMap } from '../src/index.ts';
import { PointerSignals } from '../src/pointer-signals.ts';

describe('what a shift in an array touches', () => {
  test('DM2: at its end not the elements before it, which used to be read each time', () => {
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

  test('DM2, DM14: every signal has the value of its place, however its array was shifted', () => {
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
