import { IndirectionLayer, PersistentVector } from '@data-map/arrays';

import { seededRandom } from '../baseline/random.ts';
import { group, type Contender } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { growsAs, within } from '../runner/target.ts';

const ALLOCATIONS = 100_000;
/** Powers of the branching factor: each is a level more, and its first push finds the tail full. */
const SIZES = [32, 32 ** 2, 32 ** 3, 32 ** 4];
/** A whole tail. */
const PUSHED = 32;

interface Allocator extends Contender {
  /** The layer after one run. */
  run(): IndirectionLayer;
}

interface Pusher extends Contender {
  readonly base: PersistentVector<number>;
  /** What `run()` makes. */
  versions(): readonly PersistentVector<number>[];
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
    const pushed = { operations: PUSHED, size, target, check: checkPushed };
    // Each onto the version before it: one path through the tree in 32 pushes.
    group<Pusher>('target/persistent push', pushed, {
      'data-map': () =>
        pushing(size, (base, made) => {
          let vector = base;
          for (let index = 0; index < PUSHED; index++) vector = vector.push(size + index);
          made(vector);
        }),
    });
    // All onto one version, whose tail is full: each copies a path through the tree, the worst that a push can meet.
    group<Pusher>('target/persistent push, worst case', pushed, {
      'data-map': () =>
        pushing(size, (base, made) => {
          for (let index = 0; index < PUSHED; index++) made(base.push(size));
        }),
    });
  }
}

type Made = (vector: PersistentVector<number>) => void;

/** `push` gives the versions that are to be kept to `made`. */
function pushing(size: number, push: (base: PersistentVector<number>, made: Made) => void): Pusher {
  const base = PersistentVector.from(Array.from({ length: size }, (_, index) => index));
  return {
    base,
    versions() {
      const versions: PersistentVector<number>[] = [];
      push(base, (vector) => void versions.push(vector));
      return versions;
    },
    run: () => push(base, sink),
  };
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

/** New versions have all the elements, and the one that they were made from those that it had. */
function checkPushed({ versions, base }: Pusher): void {
  const { length } = base;
  for (const version of versions()) {
    if (version.length <= length) throw new Error(`Expected more than ${length} elements`);
    for (let index = 0; index < version.length; index++) {
      if (version.get(index) !== index) throw new Error(`Expected ${index}, found another element`);
    }
  }
  if (base.length !== length || base.get(length) !== undefined) {
    throw new Error(`Expected the version that was pushed to to keep its ${length} elements`);
  }
}
