/**
 * `pnpm mutate graph | trie | vector | incremental | core [file…] [--again]`
 *
 * Runs mutation testing (Stryker) on one part, or on single files of its package or lines of them (`pnpm mutate incremental incremental/item
 * incremental/marks:50-70`). A part takes from a quarter of an hour to more than an hour, so it is not in the gate. Stryker makes many
 * small changes to the sources, one at a time, and the tests of the part have to fail for each. Prints the survivors and the score, and
 * writes the report to `.cache/mutation`. The results are in `plans/mutation-testing.md`.
 *
 * With few random programs (`FUZZ_RUNS=6`) a run takes a fraction of the time and leaves more survivors. `--again` tests only
 * the survivors and the mutants that no test ran, which allows more programs, and merges the results into the report.
 * `MUTATE_TESTS` runs other test files of the package (a glob, `test/memory.test.ts`).
 * `MUTATE_TIMEOUT` is how many milliseconds a mutant may take in addition to the time of the tests without one; 20,000 by default.
 */
import { Stryker } from '@stryker-mutator/core';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT } from './packages.ts';

interface Part {
  readonly package: string;
  readonly mutate: readonly string[];
  /**
   * The test files to run, without those of large sizes, those that measure memory, and those that start another process, where
   * no mutant is active.
   */
  readonly tests: string;
}

/** The fields of Stryker's report that are read here. */
interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  status: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

const PARTS: Readonly<Record<string, Part>> = {
  graph: {
    package: 'signals',
    mutate: ['src/*.ts', '!src/{action,create-model,flags,index,node,options}.ts'],
    tests: 'test/!(memory|scale|conformance|stack|internal-names).test.ts',
  },
  trie: {
    package: 'subscriptions',
    mutate: ['src/{automaton,matcher,pattern-index,pattern-trie,segment-table,trie-node}.ts'],
    tests: 'test/{pattern-index,pattern-trie,engine-oracle,firing}.test.ts',
  },
  vector: {
    package: 'arrays',
    mutate: ['src/vector/*.ts', 'src/persistent-vector.ts'],
    tests: 'test/persistent-vector{,-fuzz}.test.ts',
  },
  incremental: {
    package: 'path',
    mutate: ['src/incremental/*.ts', '!src/incremental/explain.ts'],
    tests: 'test/{incremental*,node-list,sequence,wrong-types}.test.ts',
  },
  core: {
    package: 'core',
    mutate: ['src/{query-index,live-query,write-path}.ts'],
    tests:
      'test/{corners,data-map,endings,fuzz,live-query,one-queue,ordered-view,query-index,query-subscription,reading,seams,watching,wrong-types}.test.ts',
  },
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { again: { type: 'boolean', default: false } },
});
const [name = '', ...chosen] = positionals;
const part = PARTS[name];
if (part === undefined) {
  console.error(`Unknown part "${name}"; expected one of ${Object.keys(PARTS).join(', ')}`);
  process.exit(1);
}

// Read by `vitest.mutation.ts`
process.env['MUTATE_ROOT'] = join('packages', part.package);
process.env['MUTATE_TESTS'] ??= part.tests;
// Every mutant runs the random tests, so they are shorter than in the gate, and always use the same programs
process.env['FUZZ_RUNS'] ??= '100';
// The fuzz test of the incremental query uses the seeds from 1 on. With `FUZZ_SEED` it would run that one only
if (name !== 'incremental') process.env['FUZZ_SEED'] ??= '1';
const timeoutMS = Number(process.env['MUTATE_TIMEOUT'] ?? 20_000);

process.chdir(ROOT);
const file = join(
  '.cache',
  'mutation',
  `${[name, ...chosen].join('-').replaceAll(/[/:]/g, '-')}.json`,
);
const before = values.again ? readReport(file) : undefined;
const globs = (
  chosen.length > 0 ? chosen.map((path) => `src/${path.replace(/:|$/, '.ts$&')}`) : part.mutate
).map((glob) => glob.replace(/^!?/, `$&packages/${part.package}/`));
await new Stryker({
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.ts', related: false },
  mutate: before === undefined ? globs : rangesOf(before),
  ignorePatterns: ['benchmarks', 'docs', 'examples', 'plans', 'specs', '.cache', '**/dist'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: file },
  clearTextReporter: { allowColor: false, logTests: false },
  tempDirName: join('.cache', 'stryker'),
  concurrency: 1,
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  timeoutMS,
}).runMutationTest();
if (before !== undefined) {
  writeFileSync(file, JSON.stringify(settle(before, readReport(file))));
  printScore(readReport(file));
}

function readReport(path: string): Report {
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
}

/** The locations of the mutants that survived or that no test ran, in Stryker's syntax for ranges, where columns start at 0. */
function rangesOf(report: Report): string[] {
  return Object.entries(report.files).flatMap(([path, { mutants }]) =>
    mutants.filter(isOpen).map(({ location: { start, end } }) => {
      const from = `${start.line}:${start.column - 1}`;
      return `${path}:${from}-${end.line}:${end.column - 1}`;
    }),
  );
}

/** Merges two reports: open mutants of the first get their status from the second. Others in the same ranges keep theirs. */
function settle(first: Report, second: Report): Report {
  const found = new Map<string, Mutant>();
  for (const [path, { mutants }] of Object.entries(second.files)) {
    for (const mutant of mutants) found.set(keyOf(path, mutant), mutant);
  }
  for (const [path, { mutants }] of Object.entries(first.files)) {
    for (const mutant of mutants) {
      const status = found.get(keyOf(path, mutant))?.status;
      if (isOpen(mutant) && status !== undefined && status !== 'Ignored') mutant.status = status;
    }
  }
  return first;
}

function keyOf(path: string, { location, mutatorName, replacement }: Mutant): string {
  return JSON.stringify([path, location, mutatorName, replacement]);
}

function isOpen({ status }: Mutant): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

function printScore({ files }: Report): void {
  const counts: Record<string, number> = {};
  for (const [path, { mutants }] of Object.entries(files)) {
    for (const { status, location, replacement } of mutants) {
      counts[status] = (counts[status] ?? 0) + 1;
      if (status === 'Survived') console.log(`${path}:${location.start.line} -> ${replacement}`);
    }
  }
  const caught = (counts['Killed'] ?? 0) + (counts['Timeout'] ?? 0);
  const all = caught + (counts['Survived'] ?? 0) + (counts['NoCoverage'] ?? 0);
  console.log(counts, `score ${((100 * caught) / all).toFixed(1)} %`);
}
