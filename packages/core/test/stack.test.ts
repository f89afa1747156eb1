/** A recursion without end, which meets the end of the stack anywhere: in the store's own code as well. */
import { describe, expect, test } from 'vitest';
import { createDataMap, effect } from '../src/index.ts';

const document = (): { a: number; list: number[] } => ({ a: 0, list: [1, 2, 3] });

/** So that the end is met at different places. */
const deeper = (frames: number, run: () => void): void => {
  if (frames > 0) deeper(frames - 1, run);
  else run();
};

describe('a recursion that ends with the stack', () => {
  test('DM13, DM14, DM15: leaves nothing half-done, and a store that tells everybody', () => {
    for (let frames = 0; frames < 60; frames++) {
      for (const kind of ['batch', 'transaction'] as const) {
        const store = createDataMap(document());
        store.onCommit(() => {});
        store.ref('/list/1');
        const recurse = (depth: number): void =>
          store[kind](() => {
            store.set('/a', depth);
            store.push('/list', depth);
            if (depth % 3 === 0) store.shift('/list');
            recurse(depth + 1);
          });
        expect(() => deeper(frames, () => recurse(1))).toThrow();
        if (kind === 'transaction') expect(store.toObject()).toEqual(document());
        const told: unknown[] = [];
        store.subscribe('/a', (value) => told.push(value));
        const stop = effect(() => void told.push(store.get('/a')));
        const before = told.pop();
        expect(store.set('/a', -1)).toBe(true);
        expect([kind, frames, told, before === -1]).toEqual([kind, frames, [-1, -1], false]);
        stop();
      }
    }
  });
});
