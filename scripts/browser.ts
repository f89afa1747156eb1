/**
 * `pnpm test:browser`
 *
 * Builds what is stale and runs the tests of the packages in Chromium. Says which test files are left out, and why. Exits
 * with 1 where a test fails. Without Chromium nothing is run, and that is said; with `CI=true` it is required.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { CHROMIUM } from './browser/chromium.ts';
import { chooseTests } from './browser/choose-tests.ts';
import { ROOT } from './packages.ts';

function run(...command: readonly string[]): number {
  const { status } = spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit' });
  return status ?? 1;
}

const { built, inner, leftOut } = chooseTests(ROOT);
if (!existsSync(CHROMIUM)) {
  console.error(`There is no Chromium at ${CHROMIUM}: no test ran in a browser`);
  console.error("Install Debian's package chromium, or name another one in CHROMIUM");
  process.exitCode = process.env['CI'] === 'true' ? 1 : 0;
} else {
  console.log(
    `${built.length} test files against the built packages, ${inner.length} on inner files`,
  );
  for (const { file, reason } of leftOut) console.log(`Left out: ${file} needs ${reason}`);
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  process.exitCode =
    run(join('scripts', 'build.ts')) || run(vitest, 'run', '--config', 'vitest.browser.ts');
}
