import type { Parameters } from 'fast-check';

/** `FUZZ_RUNS` makes random tests longer, `FUZZ_SEED` repeats one; fast-check prints the seed of a failure. */
export function fuzz<T>(runs: number): Parameters<T> {
  const { FUZZ_RUNS, FUZZ_SEED } = process.env;
  return {
    numRuns: FUZZ_RUNS === undefined ? runs : Number(FUZZ_RUNS),
    ...(FUZZ_SEED === undefined ? {} : { seed: Number(FUZZ_SEED) }),
  };
}
