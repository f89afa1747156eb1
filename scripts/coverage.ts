/**
 * `pnpm coverage [project …]`
 *
 * Runs the tests of the packages under V8's coverage. Prints a table with the share of lines,
 * functions and branches that tests ran, for each package, and below it the lines that they did not run. The generated `*.copies.ts` are left out, since they
 * repeat one source text. Details are in `coverage/index.html`. Exits with 1 if a test fails.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { coverageTable } from './coverage-table.ts';
import { ROOT, publishedPackages } from './packages.ts';
import type { CoverageOf } from './coverage-table.ts';

const FOLDER = join(ROOT, 'coverage');
const projects = process.argv.slice(2);
const folders = publishedPackages().map(({ folder }) => folder);
const selected = projects.length > 0 ? projects : folders;
rmSync(FOLDER, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [
    join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    join(ROOT, 'vitest.workspace.ts'),
    ...selected.flatMap((name) => ['--project', name]),
    '--typecheck.enabled=false',
    '--reporter=./scripts/count-reporter.ts',
    '--coverage.enabled',
    '--coverage.provider=v8',
    '--coverage.reportOnFailure',
    '--coverage.include=**/src/**/*.ts',
    '--coverage.exclude=**/*.copies.ts',
    ...['json', 'html'].map((reporter) => `--coverage.reporter=${reporter}`),
    `--coverage.reportsDirectory=${FOLDER}`,
  ],
  { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
);
const report: Record<string, CoverageOf> = JSON.parse(
  readFileSync(join(FOLDER, 'coverage-final.json'), 'utf8'),
);
console.log(coverageTable(report, join(ROOT, 'packages'), selected));
process.exitCode = status ?? 1;
