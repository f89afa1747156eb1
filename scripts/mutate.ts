/**
 * `pnpm mutate graph | trie | vector | incremental`
 *
 * Mutation testing (Stryker), by hand and not in the gate: it takes from a quarter of an hour to more than an hour. The
 * sources of the part are changed in many small ways, one at a time, and the tests of its package have to notice. Prints
 * the survivors and the score; the report goes to `.cache/mutation`. What was found is in `plans/mutation-testing.md`.
 */
import { Stryker } from '@stryker-mutator/core';
import { join } from 'node:path';

import { ROOT } from './packages.ts';

interface Part {
  readonly package: string;
  readonly mutate: readonly string[];
  /** Those that weigh memory need a collector that can be called, and tests of scale are slow. */
  readonly tests: string;
}

const PARTS: Readonly<Record<string, Part>> = {
  graph: {
    package: 'signals',
    mutate: ['src/*.ts', '!src/{action,create-model,flags,index,model,node,options}.ts'],
    tests: 'test/!(memory|scale|conformance).test.ts',
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
    tests: 'test/{incremental*,sequence}.test.ts',
  },
};

const [name = ''] = process.argv.slice(2);
const part = PARTS[name];
if (part === undefined) {
  console.error(`Unknown part "${name}"; expected one of ${Object.keys(PARTS).join(', ')}`);
  process.exit(1);
}

// Read by `vitest.mutation.ts`
process.env['MUTATE_ROOT'] = join('packages', part.package);
process.env['MUTATE_TESTS'] = part.tests;
// Every mutant runs them: shorter than in the gate, and always the same ones
process.env['FUZZ_RUNS'] ??= '100';
process.env['FUZZ_SEED'] ??= '1';

process.chdir(ROOT);
await new Stryker({
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.ts', related: false },
  mutate: part.mutate.map((glob) => glob.replace(/^!?/, `$&packages/${part.package}/`)),
  ignorePatterns: ['benchmarks', 'docs', 'examples', 'plans', 'specs', '.cache', '**/dist'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: join('.cache', 'mutation', `${name}.json`) },
  clearTextReporter: { allowColor: false, logTests: false },
  tempDirName: join('.cache', 'stryker'),
  concurrency: 1,
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  timeoutMS: 20_000,
}).runMutationTest();
