import process from 'node:process';

/**
 * Returns the parameters of a random test: `FUZZ_RUNS` replaces its number of runs, `FUZZ_SEED` its seed. fast-check
 * prints the seed of a failure.
 */
export function fuzz(numRuns: number): { numRuns: number; seed?: number } {
  const { FUZZ_RUNS, FUZZ_SEED } = process.env;
  return {
    numRuns: FUZZ_RUNS === undefined ? numRuns : Number(FUZZ_RUNS),
    ...(FUZZ_SEED === undefined ? {} : { seed: Number(FUZZ_SEED) }),
  };
}

/** The time limit of a random test in milliseconds. With `FUZZ_RUNS`, a day. */
export const patience = process.env['FUZZ_RUNS'] === undefined ? 60_000 : 24 * 3_600_000;
