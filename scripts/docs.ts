/**
 * `pnpm docs:build`, `pnpm docs:check`
 *
 * Generates the API reference (`docs/api`) and `llms.txt`. With `--check` nothing is written: the command names the files that are out of date,
 * and exits with 1 if there are any.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { apiReference } from './api-reference.ts';
import { llmsText } from './llms-text.ts';
import { ROOT } from './packages.ts';

const API = 'docs/api';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const made = new Map<string, string>();
for (const [file, text] of await apiReference()) made.set(`${API}/${file}`, text);
const old = existsSync(join(ROOT, API)) ? readdirSync(join(ROOT, API)) : [];
const left = old.map((file) => `${API}/${file}`).filter((file) => !made.has(file));

if (values.check) {
  made.set('llms.txt', llmsText(ROOT));
  const stale = [...made].filter(([file, text]) => text !== read(file)).map(([file]) => file);
  for (const file of [...stale, ...left]) console.error(`Not up to date: ${file}`);
  if (stale.length + left.length > 0) {
    console.error('Run `pnpm docs:build` and commit what it writes');
    process.exitCode = 1;
  } else console.log(`${made.size} files are up to date`);
} else {
  for (const file of left) rmSync(join(ROOT, file));
  for (const [file, text] of made) write(file, text);
  // Last, since the text lists the pages written before
  write('llms.txt', llmsText(ROOT));
  console.log(`${made.size + 1} files written`);
}

function read(file: string): string | undefined {
  const path = join(ROOT, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function write(file: string, text: string): void {
  const path = join(ROOT, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
