import fc from 'fast-check';

/** The parameters of a random test. `FUZZ_RUNS` sets the number of runs; `FUZZ_SEED` repeats the run whose seed a failure printed. */
export function fuzz(runs: number): fc.Parameters<unknown> {
  const { FUZZ_RUNS, FUZZ_SEED } = process.env;
  return {
    numRuns: FUZZ_RUNS === undefined ? runs : Number(FUZZ_RUNS),
    ...(FUZZ_SEED === undefined ? {} : { seed: Number(FUZZ_SEED) }),
  };
}
