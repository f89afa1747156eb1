/** Reading and writing single leaves by pointer. */
import { resolvePointer } from '@data-map/path';
import { FlatStore } from '@data-map/storage';
import { setIn, getIn, fromJS, type Map as ImmutableMap } from 'immutable';
import lodash from 'lodash';

import { once } from '../once.ts';
import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import {
  expectSame,
  flatStrings,
  flatten,
  LEAVES,
  pathOf,
  resolve,
  shuffled,
  usersDocument,
} from './documents.ts';

const OPERATIONS = 1000;

interface Contender {
  get(pointer: string): unknown;
  run(): void;
}

/** A contender that reads one pointer after the other. */
const reading = (pointers: readonly string[], get: (pointer: string) => unknown): Contender => ({
  get,
  run() {
    let last: unknown;
    for (const pointer of pointers) last = get(pointer);
    sink(last);
  },
});

for (const size of [1000, 100_000, 1_000_000]) {
  const document = once(() => usersDocument(size));
  const places = shuffled(Array.from({ length: size / LEAVES }, (_, i) => i));
  const leaf = (i: number): string => `/users/${places[i % places.length]}/name`;
  const hot = flatStrings(Array.from({ length: OPERATIONS }, (_, i) => leaf(i % 100)));
  const random = flatStrings(
    Array.from({ length: Math.min(20_000, size / LEAVES) }, (_, i) => leaf(i)),
  );
  const check = ({ get }: Contender, name: string): void => {
    for (const pointer of hot) expectSame(get(pointer), resolve(document(), pathOf(pointer)), name);
  };
  const store = (): FlatStore => new FlatStore(document(), { freeze: false });
  const readers = (pointers: readonly string[]): Record<string, () => Contender> => ({
    'data-map': () => {
      const made = store();
      return reading(pointers, (pointer) => made.get(pointer));
    },
    'Map.get of the leaf': () => {
      const flat = flatten(document());
      return reading(pointers, (pointer) => flat.get(pointer));
    },
    resolvePointer: () => {
      const plain = document();
      return reading(pointers, (pointer) => resolvePointer(plain, pointer));
    },
    'lodash get, path split before': () => {
      const plain = document();
      const paths = new Map(pointers.map((pointer) => [pointer, pathOf(pointer)]));
      const all = [...pointers, ...hot].map((pointer) => pathOf(pointer));
      let at = 0;
      return {
        get: (pointer) => lodash.get(plain, paths.get(pointer) ?? pathOf(pointer)),
        run() {
          for (let i = 0; i < pointers.length; i++) sink(lodash.get(plain, all[i]!));
          sink(at++);
        },
      };
    },
  });
  group(
    'storage/get, 100 leaves again and again',
    { operations: hot.length, size, check },
    readers(hot),
  );
  group(
    'storage/get, up to 20,000 leaves at random',
    { operations: random.length, size, check },
    readers(random),
  );
  group(
    'storage/get, pointer put together anew',
    { operations: OPERATIONS, size, check },
    {
      'data-map': () => {
        const made = store();
        const get = (pointer: string): unknown => made.get(pointer);
        return {
          get,
          run: () => {
            for (let i = 0; i < OPERATIONS; i++) sink(get(`/users/${places[i % 100]}/name`));
          },
        };
      },
      'Map.get of the leaf': () => {
        const flat = flatten(document());
        const get = (pointer: string): unknown => flat.get(pointer);
        return {
          get,
          run: () => {
            for (let i = 0; i < OPERATIONS; i++) sink(get(`/users/${places[i % 100]}/name`));
          },
        };
      },
    },
  );
  group(
    'storage/getAt, location split before',
    { operations: OPERATIONS, size, check },
    {
      'data-map': () => {
        const made = store();
        const paths = hot.map((pointer) => pathOf(pointer));
        return {
          get: (pointer) => made.getAt(pathOf(pointer)),
          run: () => {
            for (const path of paths) sink(made.getAt(path));
          },
        };
      },
      'hand-written walk': () => {
        const plain = document();
        const paths = hot.map((pointer) => pathOf(pointer));
        return {
          get: (pointer) => resolve(plain, pathOf(pointer)),
          run: () => {
            for (const path of paths) sink(resolve(plain, path));
          },
        };
      },
    },
  );

  const written = (pointers: readonly string[], make: () => Writer) => (): WriteContender => {
    const writer = make();
    let value = 0;
    return {
      ...writer,
      run: () => {
        for (const pointer of pointers) writer.set(pointer, value++);
      },
    };
  };
  const checkWrites = ({ set, get }: WriteContender, name: string): void => {
    for (const [i, pointer] of hot.entries()) {
      set(pointer, `w${i}`);
      expectSame(get(pointer), `w${i}`, name);
    }
  };
  const writers = (pointers: readonly string[]): Record<string, () => WriteContender> => ({
    'data-map, with Changes': written(pointers, () => {
      const made = store();
      return {
        set: (pointer, value) => made.set(pointer, value),
        get: (pointer) => made.get(pointer),
      };
    }),
    'Map.set of the leaf': written(pointers, () => {
      const flat = flatten(document());
      return {
        set: (pointer, value) => flat.set(pointer, value),
        get: (pointer) => flat.get(pointer),
      };
    }),
    'lodash set, in place': written(pointers, () => {
      const own = usersDocument(size);
      const paths = new Map([...pointers, ...hot].map((pointer) => [pointer, pathOf(pointer)]));
      return {
        set: (pointer, value) => lodash.set(own, paths.get(pointer)!, value),
        get: (pointer) => lodash.get(own, pathOf(pointer)),
      };
    }),
    ...(size <= 100_000 && {
      'immutable setIn': written(pointers, () => {
        let root = fromJS(document()) as ImmutableMap<string, unknown>;
        const paths = new Map([...pointers, ...hot].map((pointer) => [pointer, pathOf(pointer)]));
        return {
          set: (pointer, value) => (root = setIn(root, paths.get(pointer)!, value)),
          get: (pointer) => getIn(root, pathOf(pointer), undefined),
        };
      }),
    }),
  });
  group(
    'storage/set, 100 leaves again and again',
    { operations: hot.length, size, check: checkWrites },
    writers(hot),
  );
  group(
    'storage/set, up to 20,000 leaves at random',
    { operations: random.length, size, check: checkWrites },
    writers(random),
  );
}

interface Writer {
  set(pointer: string, value: unknown): unknown;
  get(pointer: string): unknown;
}

interface WriteContender extends Writer {
  run(): void;
}
