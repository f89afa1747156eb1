/**
 * FlatStore against the number of leaves, in a document of narrow containers: adopting it, reading and writing the same leaves again and again, a snapshot
 * after a write. Compared with Maps of all leaves, if these can do the same.
 */
import { FlatStore } from '@data-map/storage';

import { once } from '../once.ts';
import { group } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { flatten, narrowTree } from '../storage/documents.ts';
import { constant, expectEqual, logarithmic, placesIn, PLACES, SIZES } from './claims.ts';

interface Store {
  get(pointer: string): unknown;
  set(pointer: string, value: unknown): unknown;
}

interface Contender {
  readonly store: () => Store;
  run(): void;
}

/** So many pointers fit into the store's bounded memos of reads. */
const HOT = 100;

for (const [at, size] of SIZES.entries()) {
  // A tree with ten members per container; its depth is the number of zeros of the size
  const document = once(() => narrowTree(at + 1));
  const pointerTo = (leaf: number): string =>
    `/${[...String(leaf).padStart(at + 1, '0')].map((digit) => `k${digit}`).join('/')}`;
  const hot: string[] = JSON.parse(JSON.stringify(placesIn(size, HOT).map(pointerTo)));
  const pointers = Array.from({ length: PLACES }, (_, index) => hot[index % HOT] ?? '');
  const check = ({ store }: Contender, name: string): void => {
    const made = store();
    const [pointer = ''] = hot;
    made.set(pointer, 'written');
    expectEqual(made.get(pointer), 'written', `a leaf of ${name}`);
  };
  const over = (make: () => Store, run: (store: Store) => void) => (): Contender => {
    const store = make();
    return { store: () => store, run: () => run(store) };
  };
  const store = (): FlatStore => new FlatStore(document(), { freeze: false });
  const flat = (): Store => flatten(document());
  group(
    'scaling/store, adopt a document of n leaves',
    { operations: 100, size, target: constant(), check },
    {
      'data-map': () => {
        const adopted = document();
        return {
          store,
          run() {
            for (let time = 0; time < 100; time++) sink(new FlatStore(adopted, { freeze: false }));
          },
        };
      },
    },
  );
  const read = (of: Store): void => {
    let last: unknown;
    for (const pointer of pointers) last = of.get(pointer);
    sink(last);
  };
  let value = 0;
  const write = (of: Store): void => {
    for (const pointer of pointers) of.set(pointer, value++);
  };
  group(
    'scaling/store, get a hot leaf among n',
    { operations: PLACES, size, target: constant(), check },
    { 'data-map': over(store, read), 'Map of all leaves': over(flat, read) },
  );
  group(
    'scaling/store, set a hot leaf among n',
    { operations: PLACES, size, target: constant(), check },
    { 'data-map': over(store, write), 'Map of all leaves': over(flat, write) },
  );
  // The depth is the logarithm of the size here, and one container per level is copied
  group(
    'scaling/store, write and snapshot among n',
    { operations: HOT, size, target: logarithmic(), check },
    {
      'data-map': () => {
        const made = store();
        return {
          store: () => made,
          run() {
            for (const pointer of hot) {
              made.set(pointer, value++);
              sink(made.snapshot());
            }
          },
        };
      },
    },
  );
}
