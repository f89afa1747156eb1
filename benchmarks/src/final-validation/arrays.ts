import { IndirectionLayer, PersistentVector } from '@data-map/arrays';

import { seededRandom } from '../baseline/random.ts';
import { group, type Contender } from '../runner/group.ts';
import { growsAs, within } from '../runner/target.ts';

const ALLOCATIONS = 100_000;
/** Powers of the branching factor: each is a level more, and its first push finds the tail full. */
const SIZES = [32, 32 ** 2, 32 ** 3, 32 ** 4];
/** A whole tail, so that each run passes it on to the tree once. */
const PUSHED = 32;

interface Allocator extends Contender {
  /** The layer after one run. */
  run(): IndirectionLayer;
}

interface Pusher extends Contender {
  readonly base: PersistentVector<number>;
  run(): PersistentVector<number>;
}

/** 100,000 allocations in 100 ms, and a push that costs as many steps as the tree has levels. */
export function arrayTargets(): void {
  const options = { operations: 1, target: within(100), check: checkSlots };
  group<Allocator>('target/100,000 allocations', options, {
    'data-map': () => ({ run: () => allocate(new IndirectionLayer(), ALLOCATIONS) }),
  });
  // The slot is found again rather than made; the removal before it is on the clock as well.
  group<Allocator>('target/100,000 allocations, each after a removal', options, {
    'data-map': () => {
      const layer = allocate(new IndirectionLayer(), ALLOCATIONS);
      const random = seededRandom(ALLOCATIONS);
      return {
        run() {
          for (let index = 0; index < ALLOCATIONS; index++) {
            layer.deallocate(random(layer.length));
            layer.allocate();
          }
          return layer;
        },
      };
    },
  });

  const target = growsAs('O(log32 n)', (size) => Math.log(size) / Math.log(32), SIZES);
  for (const size of SIZES) {
    group<Pusher>(
      'target/persistent push',
      { operations: PUSHED, size, target, check: checkPushed },
      {
        'data-map': () => {
          const base = PersistentVector.from(Array.from({ length: size }, (_, index) => index));
          return {
            base,
            run() {
              let vector = base;
              for (let index = 0; index < PUSHED; index++) vector = vector.push(size + index);
              return vector;
            },
          };
        },
      },
    );
  }
}

function allocate(layer: IndirectionLayer, count: number): IndirectionLayer {
  for (let index = 0; index < count; index++) layer.allocate();
  return layer;
}

/** Every position has a slot of its own, and freed slots were used again. */
function checkSlots({ run }: Allocator): void {
  const layer = run();
  const slots = new Set<number>();
  let highest = 0;
  for (let logical = 0; logical < layer.length; logical++) {
    const slot = layer.physical(logical);
    slots.add(slot);
    highest = Math.max(highest, slot);
  }
  if (slots.size !== ALLOCATIONS || highest !== ALLOCATIONS - 1) {
    throw new Error(`Expected ${ALLOCATIONS} slots, found ${slots.size} up to ${highest}`);
  }
}

/** The new version has all the elements, the one that it was made from those that it had. */
function checkPushed({ run, base }: Pusher): void {
  const { length } = base;
  const grown = run();
  if (
    base.length !== length ||
    base.get(length) !== undefined ||
    grown.length !== length + PUSHED
  ) {
    throw new Error(`Expected ${length} and ${length + PUSHED} elements, found others`);
  }
  for (let index = 0; index < grown.length; index++) {
    if (grown.get(index) !== index) throw new Error(`Expected ${index}, found another element`);
  }
}
