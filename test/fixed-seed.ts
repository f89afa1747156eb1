/**
 * Makes the random tests of the gate start at a fixed seed, so that the gate judges a change and not the luck of a run. To search for faults,
 * set `FUZZ_RUNS`: it sets the number of runs, and each starts at a random seed. `FUZZ_SEED` repeats a seed.
 */
import fc from 'fast-check';

const { FUZZ_RUNS, FUZZ_SEED } = process.env;

if (FUZZ_SEED !== undefined) fc.configureGlobal({ seed: Number(FUZZ_SEED) });
else if (FUZZ_RUNS === undefined) fc.configureGlobal({ seed: 1 });
