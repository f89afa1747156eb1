/**
 * `pnpm test:browser`, `pnpm test:firefox`
 *
 * Rebuilds stale packages and runs the tests of the packages in Chromium, or in Firefox with the argument `firefox`. Prints which test files are left out,
 * and why. Exits with 1 if a test fails. If the browser is not installed, prints that and runs nothing; with `CI=true` that is a failure.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { CHROMIUM } from './browser/chromium.ts';
import { chooseTests } from './browser/choose-tests.ts';
import { FIREFOX } from './browser/installed.ts';
import { ROOT } from './packages.ts';

function run(...command: readonly string[]): number {
  const { status } = spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit' });
  return status ?? 1;
}

const { built, inner, leftOut } = chooseTests(ROOT);
const [name, file, debian, variable] =
  process.argv[2] === 'firefox'
    ? ['Firefox', FIREFOX, 'firefox-esr', 'FIREFOX']
    : ['Chromium', CHROMIUM, 'chromium', 'CHROMIUM'];
process.env['TEST_BROWSER'] = name.toLowerCase();
if (!existsSync(file)) {
  console.error(`There is no ${name} at ${file}: no test ran in it`);
  console.error(`Install Debian's package ${debian}, or name another one in ${variable}`);
  process.exitCode = process.env['CI'] === 'true' ? 1 : 0;
} else {
  console.log(
    `${built.length} test files against the built packages, ${inner.length} on inner files`,
  );
  for (const each of leftOut) console.log(`Left out: ${each.file} needs ${each.reason}`);
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  process.exitCode =
    run(join('scripts', 'build.ts')) || run(vitest, 'run', '--config', 'vitest.browser.ts');
}
