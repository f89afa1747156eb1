import { IndirectionLayer } from '@data-map/arrays';

import { group } from '../runner/group.ts';
import { NaiveIndirectionLayer } from './naive/indirection-layer.ts';
import { seededRandom } from './random.ts';

const FRESH = [100, 1000];
const LONG = [1000, 10_000];
const EXCHANGED = 50;

interface Layer {
  readonly length: number;
  allocate(): number;
  deallocate(logical: number): number;
  physical(logical: number): number;
}

interface Allocator {
  run(): number;
  readonly layer: () => Layer;
}

function allocateAll(layer: Layer, count: number): Layer {
  for (let index = 0; index < count; index++) layer.allocate();
  return layer;
}

function check({ run, layer }: Allocator, name: string, length: number): void {
  run();
  const slots = new Set<number>();
  const made = layer();
  for (let logical = 0; logical < made.length; logical++) slots.add(made.physical(logical));
  // Every position has a slot of its own, and freed slots were reused
  const reused = Math.max(...slots) === length - 1;
  if (made.length !== length || slots.size !== length || !reused) {
    throw new Error(`Expected ${name} to use ${length} slots, found ${slots.size}`);
  }
}

/** Bottleneck 4: allocating slots, in a fresh layer and in one with many removals. */
export function allocationGroups(): void {
  for (const size of FRESH) {
    const fresh = (make: () => Layer) => (): Allocator => {
      let layer = make();
      return {
        layer: () => layer,
        run() {
          layer = allocateAll(make(), size);
          return layer.length;
        },
      };
    };
    group<Allocator>(
      'bottleneck/indirection_alloc',
      { operations: size, size, check: (made, name) => check(made, name, size) },
      {
        'data-map': fresh(() => new IndirectionLayer()),
        naive: fresh(() => new NaiveIndirectionLayer()),
      },
    );
  }
  for (const size of LONG) {
    const exchanging = (make: () => Layer) => (): Allocator => {
      const layer = allocateAll(make(), size);
      const random = seededRandom(size);
      return {
        layer: () => layer,
        run() {
          for (let index = 0; index < EXCHANGED; index++) layer.deallocate(random(layer.length));
          allocateAll(layer, EXCHANGED);
          return layer.length;
        },
      };
    };
    group<Allocator>(
      'bottleneck/indirection_alloc_after_free',
      { operations: EXCHANGED, size, check: (made, name) => check(made, name, size) },
      {
        'data-map': exchanging(() => new IndirectionLayer()),
        naive: exchanging(() => new NaiveIndirectionLayer()),
      },
    );
  }
}
