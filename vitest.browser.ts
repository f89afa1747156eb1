/**
 * Runs the tests of the packages in a real browser, for `pnpm test:browser` and `pnpm test:firefox`. The project `built` has the tests that import a
 * package by its entry points, and runs them against the published build. The project `inner` has the tests that import inner modules.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type Plugin } from 'vitest/config';

import { CHROMIUM, FLAGS } from './scripts/browser/chromium.ts';
import {
  chooseTests,
  COLLECTING_TESTS,
  ENTRY,
  LEFT_OUT_TESTS,
} from './scripts/browser/choose-tests.ts';
import { firefox } from './scripts/browser/installed.ts';
import { nodeStandIns } from './scripts/browser/node-stand-ins.ts';

const inFirefox = process.env['TEST_BROWSER'] === 'firefox';
const leftOutTests = inFirefox ? [...LEFT_OUT_TESTS, ...COLLECTING_TESTS] : LEFT_OUT_TESTS;
const { built, inner } = chooseTests(import.meta.dirname);

/** A Vite plugin that resolves the entry point of a package to its build. */
function builtEntries(): Plugin {
  return {
    name: 'built-entries',
    enforce: 'pre',
    resolveId(source, importer) {
      const [, name] = ENTRY.exec(source) ?? [];
      if (name === undefined || importer === undefined) return undefined;
      const file = join(dirname(importer), '..', 'dist', `${name}.js`);
      if (!existsSync(file)) throw new Error(`${file} is not built`);
      return file;
    },
  };
}

export default defineConfig({
  optimizeDeps: { include: ['assert'] },
  // The compliance suite is outside of the repository
  server: { fs: { allow: ['..'] } },
  test: {
    reporters: ['default', './scripts/count-reporter.ts'],
    projects: [
      {
        extends: true,
        plugins: [nodeStandIns(), builtEntries()],
        test: { name: 'built', include: [...built] },
      },
      {
        extends: true,
        plugins: [nodeStandIns()],
        resolve: { conditions: ['@data-map/source', 'module', 'browser'] },
        test: { name: 'inner', include: [...inner] },
      },
    ],
    testNamePattern: new RegExp(`^(?!.*(?:${leftOutTests.join('|')}))`),
    setupFiles: ['./scripts/browser/setup.ts', './test/fixed-seed.ts'],
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: inFirefox
        ? firefox
        : playwright({
            launchOptions: { executablePath: CHROMIUM, args: [...FLAGS, '--js-flags=--expose-gc'] },
          }),
      instances: [{ browser: inFirefox ? 'firefox' : 'chromium' }],
    },
  },
});
