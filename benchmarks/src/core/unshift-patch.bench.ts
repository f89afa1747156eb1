/** An unshift on 10,000 elements, with its patch, and a removal of that element. One operation is one edit. */
import { createDataMap } from '@data-map/core';
import { enablePatches, produceWithPatches } from 'immer';
import { create } from 'mutative';
import { group } from '../runner/group.ts';

enablePatches();

const SIZE = 10_000;
const EDITS = 10;

interface Edited {
  run(): void;
  list(): readonly number[];
  /** The number of patch operations so far. */
  operations(): number;
}

const numbers = (): number[] => Array.from({ length: SIZE }, (_, i) => i);

group<Edited>(
  'core/unshift with its patch',
  {
    operations: EDITS * 2,
    size: SIZE,
    check(contender) {
      const before = contender.operations();
      contender.run();
      if (contender.operations() === before) throw new Error('Expected a patch');
      if (contender.list().length !== SIZE || contender.list()[7] !== 7)
        throw new Error('Expected the list as it was');
    },
  },
  {
    'data-map': () => {
      const store = createDataMap({ list: numbers() }, { freeze: false });
      let operations = 0;
      store.onCommit(({ patch }) => {
        operations += patch.length;
      });
      return {
        run: () => {
          for (let i = 0; i < EDITS; i++) {
            store.unshift('/list', -i);
            store.shift('/list');
          }
        },
        list: () => store.get('/list'),
        operations: () => operations,
      };
    },
    immer: () =>
      patched((state, change) => {
        const [after, patches] = produceWithPatches(state, change);
        return [after, patches.length];
      }),
    mutative: () =>
      patched((state, change) => {
        const [after, patches] = create(state, change, { enablePatches: true });
        return [after, patches.length];
      }),
  },
);

interface List {
  readonly list: number[];
}

function patched(update: (state: List, change: (draft: List) => void) => [List, number]): Edited {
  let state: List = { list: numbers() };
  let operations = 0;
  const apply = (change: (draft: List) => void): void => {
    const [after, count] = update(state, change);
    state = after;
    operations += count;
  };
  return {
    run: () => {
      for (let i = 0; i < EDITS; i++) {
        apply(({ list }) => void list.unshift(-i));
        apply(({ list }) => void list.shift());
      }
    },
    list: () => state.list,
    operations: () => operations,
  };
}
