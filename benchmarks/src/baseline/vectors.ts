import { PersistentVector } from '@data-map/arrays';

import { group } from '../runner/group.ts';
import { NaivePersistentVector } from './naive/persistent-vector.ts';

const SIZES = [100, 1000, 10_000];
const PUSHED = 100;

interface Vector {
  readonly length: number;
  get(index: number): number | undefined;
  push(value: number): Vector;
}

interface Pusher {
  run(): Vector;
  readonly base: Vector;
}

/** Bottleneck 7: a hundred versions of a vector, each with one more element; the first version stays unchanged. */
export function vectorGroups(): void {
  for (const size of SIZES) {
    const items = Array.from({ length: size }, (_, index) => index);
    const pushing = (base: Vector): Pusher => ({
      base,
      run() {
        let vector = base;
        for (let index = 0; index < PUSHED; index++) vector = vector.push(size + index);
        return vector;
      },
    });
    group<Pusher>(
      'bottleneck/vector_push',
      {
        operations: PUSHED,
        size,
        check({ run, base }, name) {
          const grown = run();
          for (let index = 0; index < size + PUSHED; index++) {
            if (grown.get(index) !== index) throw new Error(`Expected ${index} in ${name}`);
          }
          if (base.length !== size || grown.length !== size + PUSHED) {
            throw new Error(`Expected ${name} to leave what it was pushed to`);
          }
        },
      },
      {
        'data-map': () => pushing(PersistentVector.from(items)),
        naive: () => pushing(new NaivePersistentVector(items)),
      },
    );
  }
}
