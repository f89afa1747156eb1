/**
 * The random tests of the gate begin at the same seed each time, so that what passed here passes there: what the gate says is
 * about a change, and not about luck. Who looks for faults asks for more runs (`FUZZ_RUNS`), and gets other programs each time.
 */
import fc from 'fast-check';

const { FUZZ_RUNS, FUZZ_SEED } = process.env;

if (FUZZ_SEED !== undefined) fc.configureGlobal({ seed: Number(FUZZ_SEED) });
else if (FUZZ_RUNS === undefined) fc.configureGlobal({ seed: 1 });
