/**
 * `pnpm specs`
 *
 * Checks that the name of at least one test quotes each rule of `specs/*.md`, that every quoted rule exists, and that no id
 * is used twice. Lists the violations, and exits with 1 if there are any.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './packages.ts';
import { coverage } from './spec-rules.ts';
import type { Document, Mention } from './spec-rules.ts';

const SPECS = ['specs/*.md'];
const TESTS = [
  'packages/*/test/**/*.test.ts',
  'packages/*/test/**/*.test-d.ts',
  'benchmarks/test/**/*.test.ts',
  'examples/*/test/**/*.test.ts',
  'test/**/*.test.ts',
];

function read(patterns: readonly string[]): Document[] {
  return globSync(patterns, { cwd: ROOT })
    .filter((file) => !file.includes('node_modules'))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));
}

function list(title: string, mentions: readonly Mention[]): void {
  if (mentions.length === 0) return;
  console.error(`${title}:`);
  for (const { id, file, line } of mentions) console.error(`  ${id}  ${file}:${line}`);
}

const { rules, duplicates, untested, unknown } = coverage(read(SPECS), read(TESTS));
list('Rules that no test quotes', untested);
list('Tests that quote a rule that does not exist', unknown);
list('Ids given twice', duplicates);
const good = rules.length > 0 && untested.length + unknown.length + duplicates.length === 0;
console.log(
  `${rules.length} rules, ${rules.length - untested.length - duplicates.length} quoted by tests`,
);
process.exitCode = good ? 0 : 1;
