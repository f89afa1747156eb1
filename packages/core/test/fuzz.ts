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

/** How long a random test may take: as long as it needs, where its runs were asked for. */
export const patience = process.env['FUZZ_RUNS'] === undefined ? 60_000 : 24 * 3_600_000;
