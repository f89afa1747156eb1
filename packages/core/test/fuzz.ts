import process from 'node:process';

/**
 * How long and from where a random test runs: `FUZZ_RUNS` replaces its number of runs, `FUZZ_SEED` its seed. fast-check
 * prints the seed of a failure.
 */
export function fuzz(numRuns: number): { numRuns: number; seed?: number } {
  const { FUZZ_RUNS, FUZZ_SEED } = process.env;
  return {
    numRuns: FUZZ_RUNS === undefined ? numRuns : Number(FUZZ_RUNS),
    ...(FUZZ_SEED === undefined ? {} : { seed: Number(FUZZ_SEED) }),
  };
}
