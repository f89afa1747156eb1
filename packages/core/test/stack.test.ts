/** A recursion without end, which meets the end of the stack anywhere: in the store's own code as well. */
import { describe, expect, test } from 'vitest';
import { createDataMap, effect, SubscriptionEngine } from '../src/index.ts';

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

  test('DM10, DM18: nor do subscribers that were met by it miss what is written later, nor effects that come then', () => {
    for (let frames = 0; frames < 120; frames++) {
      const store = createDataMap(document());
      const told: unknown[] = [];
      const met = effect(() => void store.get('/a'));
      store.subscribe('/a', (value) => told.push(value));
      store.ref('/a').subscribe((value) => told.push(value));
      store.liveQuery('$.a').subscribe(({ changed }) => told.push(changed[0]?.value));
      const recurse = (value: number): void => {
        store.set('/a', value);
        recurse(value + 1);
      };
      expect(() => deeper(frames, () => recurse(1))).toThrow();
      met();
      const runs: unknown[] = [];
      const stop = effect(() => void runs.push(store.get('/list/0')));
      told.length = 0;
      store.set('/a', -1);
      store.set('/list/0', 7);
      expect([frames, runs, told]).toEqual([frames, [1, 7], [-1, -1, -1]]);
      stop();
    }
  });

  test('SUB13, SUB22: nor does an engine keep a batch or a delivery open', () => {
    for (let frames = 0; frames < 120; frames++) {
      let value = 0;
      const engine = new SubscriptionEngine({ getAt: () => value });
      const told: unknown[] = [];
      engine.subscribe('', (now) => told.push(now));
      const write = (): void => {
        const previous = value++;
        engine.notify({ op: 'replace', pointer: '', segments: [], previous, value });
      };
      const recurse = (): void => {
        write();
        recurse();
      };
      const nest = (): void => {
        engine.batch(() => {
          write();
          nest();
        });
      };
      expect(() => deeper(frames, recurse)).toThrow();
      expect(() => deeper(frames, nest)).toThrow();
      told.length = 0;
      write();
      expect([frames, told]).toEqual([frames, [value]]);
    }
  });
});
