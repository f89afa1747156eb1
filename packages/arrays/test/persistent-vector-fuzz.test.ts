import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { runSteps, steps } from './vector-steps.ts';

const patience = 600_000;

const todo = (maxLength: number) =>
  fc.array(fc.tuple(steps, fc.nat(99), fc.nat(99)), { maxLength, size: 'max' });

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

test(
  'VEC1, VEC2, VEC4: versions made in any order hold what plain arrays hold, for ever',
  () => {
    const size = fc.constantFrom(0, 1, 31, 32, 33, 64, 65, 500, 1055, 1056, 1057, 1088, 2081, 3000);
    const property = fc.property(size, todo(50), (n, list) => runSteps(range(n), list));
    expect(() => fc.assert(property, fuzz(80))).not.toThrow();
  },
  patience,
);

test(
  'VEC1, VEC2, VEC4: the same with trees of three heights',
  () => {
    const size = fc.constantFrom(12_000, 16_384, 19_999);
    const property = fc.property(size, todo(25), (n, list) => runSteps(range(n), list));
    expect(() => fc.assert(property, fuzz(10))).not.toThrow();
  },
  patience,
);
