import { IndirectionLayer, PersistentVector } from '@data-map/arrays';

import { seededRandom } from '../baseline/random.ts';
import { group, type Contender } from '../runner/group.ts';
import { sink } from '../runner/sink.ts';
import { growsAs, within } from '../runner/target.ts';

const ALLOCATIONS = 100_000;
/** Powers of the branching factor: each adds a level to the tree, and the first push at that size finds a full tail. */
const SIZES = [32, 32 ** 2, 32 ** 3, 32 ** 4];
/** The number of pushes that fill a tail. */
const PUSHED = 32;

interface Allocator extends Contender {
  /** Returns the layer after one run. */
  run(): IndirectionLayer;
}

interface Pusher extends Contender {
  readonly base: PersistentVector<number>;
  /** The versions that `run()` makes. */
  versions(): readonly PersistentVector<number>[];
}

/** Targets: 100,000 allocations in 100 ms, and a push in O(log32 n). */
export function arrayTargets(): void {
  const options = { operations: 1, target: within(100), check: checkSlots };
  group<Allocator>('target/100,000 allocations', options, {
    'data-map': () => ({ run: () => allocate(new IndirectionLayer(), ALLOCATIONS) }),
  });
  // The allocation reuses a freed slot. The time includes the removal before it
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
    // Each push onto the version before it: one of 32 copies a path through the tree
    group<Pusher>('target/persistent push', pushed, {
      'data-map': () =>
        pushing(size, (base, made) => {
          let vector = base;
          for (let index = 0; index < PUSHED; index++) vector = vector.push(size + index);
          made(vector);
        }),
    });
    // The worst case of a push: all onto one version with a full tail, so that each copies a path through the tree
    group<Pusher>('target/persistent push, worst case', pushed, {
      'data-map': () =>
        pushing(size, (base, made) => {
          for (let index = 0; index < PUSHED; index++) made(base.push(size));
        }),
    });
  }
}

type Made = (vector: PersistentVector<number>) => void;

/** A contender whose `push` passes the versions that it makes to `made`. */
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

/** Checks that every position has a slot of its own, and that freed slots were reused. */
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

/** Checks that new versions have all elements, and that the base version is unchanged. */
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
