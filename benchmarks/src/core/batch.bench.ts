/**
 * A batch of a hundred leaf writes, with one subscriber that is called once for all of them; and ten writes that are rolled back.
 * One operation is one write.
 */
import { createDataMap } from '@data-map/core';
import { create } from 'mutative';
import { produce } from 'immer';
import { configure, observable, reaction, runInAction } from 'mobx';
import { group } from '../runner/group.ts';
import { type Shop, shop } from './shop.ts';

configure({ enforceActions: 'never' });

const SIZE = 10_000;
const WRITES = 100;

interface Batcher {
  run(): void;
  calls(): number;
  first(): number;
}

group<Batcher>(
  'core/batch of 100',
  {
    operations: WRITES,
    size: SIZE,
    check(contender) {
      const before = contender.calls();
      const score = contender.first();
      contender.run();
      if (contender.first() === score) throw new Error('Expected another score');
      if (contender.calls() !== before + 1)
        throw new Error(`Expected one call, found ${contender.calls() - before}`);
    },
  },
  {
    'data-map': () => {
      const store = createDataMap<Shop>(shop(SIZE), { freeze: false });
      let calls = 0;
      let next = 1000;
      store.onCommit(() => {
        calls++;
      });
      const pointers = Array.from({ length: WRITES }, (_, i) => `/items/${i * 97}/score` as const);
      return {
        run: () => store.batch(() => pointers.forEach((pointer) => store.set(pointer, next++))),
        calls: () => calls,
        first: () => store.get('/items/0/score') ?? 0,
      };
    },
    mobx: () => {
      const state = observable(shop(SIZE));
      let calls = 0;
      let next = 1000;
      reaction(
        () => Array.from({ length: WRITES }, (_, i) => state.items[i * 97]?.score),
        () => {
          calls++;
        },
      );
      return {
        run: () =>
          runInAction(() => {
            for (let i = 0; i < WRITES; i++) {
              const item = state.items[i * 97];
              if (item !== undefined) item.score = next++;
            }
          }),
        calls: () => calls,
        first: () => state.items[0]?.score ?? 0,
      };
    },
    immer: () => immutable((state, change) => produce(state, change)),
    mutative: () => immutable((state, change) => create(state, change)),
  },
);

function immutable(update: (state: Shop, change: (draft: Shop) => void) => Shop): Batcher {
  let state = shop(SIZE);
  let calls = 0;
  let next = 1000;
  const told = (after: Shop): void => {
    state = after;
    calls++;
  };
  return {
    run: () =>
      told(
        update(state, (draft) => {
          for (let i = 0; i < WRITES; i++) {
            const item = draft.items[i * 97];
            if (item !== undefined) item.score = next++;
          }
        }),
      ),
    calls: () => calls,
    first: () => state.items[0]?.score ?? 0,
  };
}

interface Failing {
  run(): void;
  state(): Shop;
}

group<Failing>(
  'core/ten writes rolled back',
  {
    operations: 10,
    size: SIZE,
    check(contender) {
      const before = JSON.stringify(contender.state());
      contender.run();
      if (JSON.stringify(contender.state()) !== before) throw new Error('Expected no trace');
    },
  },
  {
    'data-map': () => {
      const store = createDataMap<Shop>(shop(SIZE), { freeze: false });
      let next = 1000;
      const pointers = Array.from({ length: 10 }, (_, i) => `/items/${i * 97}/score` as const);
      return {
        run: () => {
          try {
            store.transaction(() => {
              for (const pointer of pointers) store.set(pointer, next++);
              throw refusal;
            });
          } catch (error) {
            if (error !== refusal) throw error;
          }
        },
        state: () => store.toObject(),
      };
    },
    immer: () => failing((state, change) => produce(state, change)),
    mutative: () => failing((state, change) => create(state, change)),
  },
);

const refusal = new Error('on purpose');

function failing(update: (state: Shop, change: (draft: Shop) => void) => Shop): Failing {
  let state = shop(SIZE);
  let next = 1000;
  return {
    run: () => {
      try {
        state = update(state, (draft) => {
          for (let i = 0; i < 10; i++) {
            const item = draft.items[i * 97];
            if (item !== undefined) item.score = next++;
          }
          throw refusal;
        });
      } catch (error) {
        if (error !== refusal) throw error;
      }
    },
    state: () => state,
  };
}
