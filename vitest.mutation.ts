import { setFlagsFromString } from 'node:v8';
import { defineConfig } from 'vitest/config';

// Tests wait for the garbage collector where they cannot call it. Stryker runs them in threads of this process
setFlagsFromString('--expose-gc');

const conditions = ['@data-map/source'];

/** The configuration of mutation testing: the tests of one part of a package, chosen by `scripts/mutate.ts`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    root: process.env['MUTATE_ROOT'] ?? '.',
    include: [process.env['MUTATE_TESTS'] ?? ''],
    testTimeout: 30_000,
  },
});
