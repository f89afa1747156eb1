import { type Change, FlatStore, writtenAmong } from '@data-map/storage';
import { describe, expect, test } from 'vitest';
import { work } from '../src/array-script.ts';

describe('writtenAmong', () => {
  test('CHG7: a value that was put somewhere was written, with all that it holds; a value that was moved was not', () => {
    const store = new FlatStore({ a: [{ x: 1 }, { x: 2 }, { x: 3 }], b: {} as object });
    const changes = [
      ...store.move('/a/0', '/b/moved'),
      ...store.set('/a/1', { x: 4 }),
      ...store.reverse('/a'),
      ...store.insert('/a', 0, { x: 5 }),
      ...store.set('/a/2/x', 6),
      ...store.set('/b/new', { y: 1 }),
    ];
    expect(store.toObject()).toEqual({
      a: [{ x: 5 }, { x: 4 }, { x: 6 }],
      b: { moved: { x: 1 }, new: { y: 1 } },
    });
    const written = (pointer: string): boolean =>
      writtenAmong(changes, [store.segmentsOf(pointer)!])[0]!;
    expect(['/a', '/a/0', '/a/1', '/a/1/x', '/a/2', '/a/2/x'].map(written)).toEqual([
      false,
      true,
      true,
      true,
      false,
      true,
    ]);
    expect(['', '/b', '/b/moved/x', '/b/new/y'].map(written)).toEqual([false, false, false, true]);
  });

  test('CHG7: a value that was moved out of a container before that was written was not written', () => {
    const store = new FlatStore({ box: { in: 1 }, out: {} });
    const changes = [...store.move('/box/in', '/out/in'), ...store.set('/box', { in: 2 })];
    expect(
      writtenAmong(changes, [
        ['out', 'in'],
        ['box', 'in'],
      ]),
    ).toEqual([false, true]);
    const back = [...store.set('/out', { in: 3 }), ...store.move('/out/in', '/box/in')];
    expect(writtenAmong(back, [['out'], ['box', 'in'], ['box']])).toEqual([true, true, false]);
  });

  test('CHG7: each Change is looked at once, whatever the number of locations (it was looked at once for each of 10,000)', () => {
    const count = 2000;
    const store = new FlatStore({ list: Array.from({ length: count }, (_, id) => ({ id })) });
    let reads = 0;
    const changes: Change[] = [];
    for (let i = 0; i < count; i++) {
      const at = (i * 7919) % count;
      const edits = [
        () => store.insert('/list', at, { id: -i }),
        () => store.delete(`/list/${at}`),
        () => store.set(`/list/${at}/id`, -i),
        () => store.move(`/list/${at}`, `/list/${(at * 31) % count}`),
      ];
      for (const change of edits[i % 4]!()) {
        const { segments, ...rest } = change;
        const counted = {
          ...rest,
          get segments() {
            reads++;
            return segments;
          },
        };
        changes.push(counted);
      }
    }
    const before = work.visits;
    const length = store.arrayLength('/list')!;
    const locations = Array.from({ length }, (_, index) => ['list', index]);
    const written = writtenAmong(changes, locations);
    expect(written.filter(Boolean).length).toBeGreaterThan(100);
    expect(reads).toBeLessThan(5 * changes.length);
    expect(work.visits - before).toBeLessThan(count * 60);
  });
});
