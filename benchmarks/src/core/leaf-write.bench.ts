/**
 * One write of a leaf, three levels deep in a list of 10,000 items, with 0, 1 and 1,000 watchers of that leaf. A watcher adds the new value to a sum.
 *
 * valtio, legend-state and mobx watch the leaf. zustand with immer watches the whole state, from which each
 * watcher selects the leaf.
 */
import { observable as legend } from '@legendapp/state';
import { createDataMap } from '@data-map/core';
import { produce } from 'immer';
import { configure, observable, reaction, runInAction } from 'mobx';
import { proxy } from 'valtio/vanilla';
import { subscribeKey } from 'valtio/vanilla/utils';
import { createStore } from 'zustand/vanilla';
import { group } from '../runner/group.ts';
import { type Shop, shop } from './shop.ts';

configure({ enforceActions: 'never' });

const SIZE = 10_000;
const PLACE = 1234;
// No more: one write with immer takes the better part of a millisecond
const WRITES = 100;

interface Writer {
  run(): void | Promise<void>;
  /** The sum of the values that the watchers were called with. */
  heard(): number;
  /** The value in the document. */
  read(): number;
  write(value: number): void | Promise<void>;
}

type Build = (watchers: number) => Writer;

/** Calls `write` with a new value in each run. */
function writer(parts: Omit<Writer, 'run'>, isAsync = false): Writer {
  let next = 1000;
  const run = isAsync
    ? async (): Promise<void> => {
        for (let i = 0; i < WRITES; i++) await parts.write(next++);
      }
    : (): void => {
        for (let i = 0; i < WRITES; i++) void parts.write(next++);
      };
  return { ...parts, run };
}

const builds: Readonly<Record<string, Build>> = {
  'data-map': (watchers) => {
    let sum = 0;
    const store = createDataMap<Shop>(shop(SIZE), { freeze: false });
    for (let i = 0; i < watchers; i++) {
      store.subscribe(`/items/${PLACE}/score`, (value) => {
        sum += value as number;
      });
    }
    const pointer = `/items/${PLACE}/score` as const;
    return writer({
      heard: () => sum,
      read: () => store.get(pointer) ?? 0,
      write: (value) => void store.set(pointer, value),
    });
  },
  valtio: (watchers) => {
    let sum = 0;
    const state = proxy(shop(SIZE));
    const item = state.items[PLACE];
    if (item === undefined) throw new Error('Expected an item');
    for (let i = 0; i < watchers; i++) {
      subscribeKey(
        item,
        'score',
        (value) => {
          sum += value;
        },
        true,
      );
    }
    return writer({
      heard: () => sum,
      read: () => item.score,
      write: (value) => {
        item.score = value;
      },
    });
  },
  mobx: (watchers) => {
    let sum = 0;
    const state = observable(shop(SIZE));
    for (let i = 0; i < watchers; i++) {
      reaction(
        () => state.items[PLACE]?.score,
        (value) => {
          sum += value ?? 0;
        },
      );
    }
    return writer({
      heard: () => sum,
      read: () => state.items[PLACE]?.score ?? 0,
      write: (value) => {
        const item = state.items[PLACE];
        if (item !== undefined) runInAction(() => (item.score = value));
      },
    });
  },
  'legend-state': (watchers) => {
    let sum = 0;
    const state = legend(shop(SIZE));
    const score = state.items[PLACE]?.score;
    if (score === undefined) throw new Error('Expected an item');
    for (let i = 0; i < watchers; i++) {
      score.onChange(({ value }: { value: number }) => {
        sum += value;
      });
    }
    return writer({
      heard: () => sum,
      read: () => score.peek(),
      write: (value) => void score.set(value),
    });
  },
  'immer + zustand': (watchers) => {
    let sum = 0;
    const store = createStore<Shop>(() => shop(SIZE));
    for (let i = 0; i < watchers; i++) {
      store.subscribe((state, previous) => {
        const value = state.items[PLACE]?.score ?? 0;
        if (value !== previous.items[PLACE]?.score) sum += value;
      });
    }
    return writer({
      heard: () => sum,
      read: () => store.getState().items[PLACE]?.score ?? 0,
      write: (value) =>
        store.setState(
          produce(store.getState(), (draft) => {
            const item = draft.items[PLACE];
            if (item !== undefined) item.score = value;
          }),
          true,
        ),
    });
  },
};

for (const watchers of [0, 1, 1000]) {
  group<Writer>(
    watchers === 0 ? 'core/leaf write, nobody watches' : 'core/leaf write, watchers',
    {
      operations: WRITES,
      ...(watchers === 0 ? {} : { size: watchers }),
      async check(contender) {
        const before = contender.heard();
        await contender.write(7777);
        if (contender.read() !== 7777) throw new Error(`Expected 7777, found ${contender.read()}`);
        const told = contender.heard() - before;
        if (told !== 7777 * watchers)
          throw new Error(`Expected ${watchers} watchers told, heard ${told}`);
      },
    },
    Object.fromEntries(
      Object.entries(builds).map(([name, build]) => [name, () => build(watchers)]),
    ),
  );
}
