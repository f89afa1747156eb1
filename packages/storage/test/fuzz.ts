import fc from 'fast-check';
import type { IPropertyWithHooks } from 'fast-check';
import { vi } from 'vitest';

const seed = process.env['FUZZ_SEED'];
const runs = process.env['FUZZ_RUNS'];

// More runs need more time
if (runs !== undefined) vi.setConfig({ testTimeout: 3_600_000 });

/** Checks a property. `FUZZ_RUNS` sets the number of runs, `FUZZ_SEED` repeats a run from the seed that a failure printed. */
export function fuzz<T>(property: IPropertyWithHooks<T>, numRuns: number): void {
  fc.assert(property, {
    numRuns: runs === undefined ? numRuns : Number(runs),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  });
}

/** Names that have broken other libraries. Each of them is an ordinary member name. */
export const NASTY = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '0',
  '1',
  '-',
  '01',
  'a/b',
  'm~n',
  '*',
  '**',
  '\uD800',
  'a',
  'b',
  'length',
];
