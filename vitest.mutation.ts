import { defineConfig } from 'vitest/config';

const conditions = ['@data-map/source'];

/** The tests of one part of a package, as `scripts/mutate.ts` chooses them and mutation testing runs them. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    root: process.env['MUTATE_ROOT'] ?? '.',
    include: [process.env['MUTATE_TESTS'] ?? ''],
    testTimeout: 30_000,
  },
});
