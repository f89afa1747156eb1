import fc from 'fast-check';

/** `FUZZ_RUNS` makes random tests longer, `FUZZ_SEED` repeats the run that a failure printed. */
export function fuzz(runs: number): fc.Parameters<unknown> {
  const { FUZZ_RUNS, FUZZ_SEED } = process.env;
  return {
    numRuns: FUZZ_RUNS === undefined ? runs : Number(FUZZ_RUNS),
    ...(FUZZ_SEED === undefined ? {} : { seed: Number(FUZZ_SEED) }),
  };
}
