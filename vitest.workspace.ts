import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const packages = ['signals', 'path', 'arrays', 'storage', 'subscriptions', 'core'];

/** The tests run on sources, not builds: every import of `@data-map/*` resolves to `src`. */
const conditions = ['@data-map/source'];

/** An absolute path, since projects have different root folders. */
const setupFiles = [join(import.meta.dirname, 'test', 'fixed-seed.ts')];

export default defineConfig({
  test: {
    reporters: ['default', './scripts/count-reporter.ts'],
    projects: [
      ...packages.map((name) => ({
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name,
          root: `packages/${name}`,
          include: ['test/**/*.test.ts'],
          execArgv: ['--expose-gc'],
          setupFiles,
          testTimeout: 60_000,
          typecheck: {
            enabled: true,
            include: ['test/**/*.test-d.ts'],
            tsconfig: 'tsconfig.json',
          },
        },
      })),
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'benchmarks',
          root: 'benchmarks',
          include: ['test/**/*.test.ts'],
          execArgv: ['--expose-gc'],
          setupFiles,
          testTimeout: 60_000,
        },
      },
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'scripts',
          include: ['test/scripts/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'tour',
          root: 'examples/tour',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'playground',
          root: 'playground',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'docs',
          include: ['test/docs/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
