/**
 * `node scripts/weights.ts [--check]`
 *
 * Measures the bundle of a program that uses one feature of the built packages, and of the peers of the benchmarks: esbuild, minified,
 * `gzip -9`, dependencies included, in kB of 1,000 bytes, like size-limit. Updates the table of `docs/performance.md`. With `--check` nothing is
 * written: the command exits with 1 if the page lacks a contender, or if a size there is off by more than a fiftieth and 100 bytes.
 */
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { words } from '../benchmarks/src/report/markdown.ts';
import { ROOT } from './packages.ts';
import { withTable } from './table-text.ts';

/** The name in the table, and the program to bundle. */
type Contender = readonly [name: string, source: string];

interface Need {
  readonly what: string;
  readonly ours: Contender;
  readonly peers: readonly Contender[];
}

const NEEDS: readonly Need[] = [
  {
    what: 'signals, computeds, effects',
    ours: ['`@data-map/signals`', `export * from '@data-map/signals'`],
    peers: [
      ['alien-signals', `export * from 'alien-signals'`],
      ['preact signals', `export * from '@preact/signals-core'`],
      ['mobx', `export * from 'mobx'`],
    ],
  },
  {
    what: 'ask by JSONPath',
    ours: ['`compile`', `export { compile } from '@data-map/path'`],
    peers: [
      ['json-p3', `export { compile, query } from 'json-p3'`],
      ['jsonpath-rfc9535', `export * from 'jsonpath-rfc9535'`],
      ['jsonpath-plus', `export { JSONPath } from 'jsonpath-plus'`],
      ['nimma', `export { default } from 'nimma'`],
    ],
  },
  {
    what: 'an immutable list',
    ours: ['`PersistentVector`', `export { PersistentVector } from '@data-map/arrays'`],
    peers: [
      ['list', `export * from 'list'`],
      ['immutable', `export { List } from 'immutable'`],
    ],
  },
  {
    what: 'a document with shared versions',
    ours: ['`FlatStore`', `export { FlatStore } from '@data-map/storage'`],
    peers: [
      ['immer with patches', `export { produceWithPatches, enablePatches } from 'immer'`],
      ['mutative', `export { create, apply } from 'mutative'`],
      ['immutable', `export { fromJS, getIn, setIn } from 'immutable'`],
    ],
  },
  {
    what: 'who listens to a path',
    ours: ['`PatternTrie`', `export { PatternTrie } from '@data-map/subscriptions'`],
    peers: [
      ['qlobber', `export { Qlobber } from 'qlobber'`],
      ['eventemitter2', `export { default } from 'eventemitter2'`],
    ],
  },
  {
    what: 'documents with live queries',
    ours: ['`createDataMap`', `export { createDataMap } from '@data-map/core'`],
    peers: [
      ['tinybase', `export { createStore, createQueries } from 'tinybase'`],
      [
        'TanStack DB',
        `export { createCollection, createLiveQueryCollection, eq, gt } from '@tanstack/db'`,
      ],
    ],
  },
  {
    what: 'all of it',
    ours: ['`@data-map/core`', `export * from '@data-map/core'`],
    peers: [],
  },
];

const HEAD = ['a program that needs', 'ours', 'peers'];
const PAGE = join(ROOT, 'docs/performance.md');

async function kilobytes(source: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: join(ROOT, 'benchmarks') },
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    // qlobber imports it for functions that the program does not use
    external: ['stream'],
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`Expected a bundle of ${source}, found none`);
  return gzipSync(file.contents, { level: 9 }).length / 1000;
}

const figures: (readonly [name: string, size: number])[] = [];

async function cell([name, source]: Contender): Promise<string> {
  const size = await kilobytes(source);
  figures.push([name, size]);
  return `${name} ${size.toFixed(1)} kB`;
}

const rows: string[][] = [];
for (const { what, ours, peers } of NEEDS) {
  const own = await cell(ours);
  const others: string[] = [];
  for (const peer of peers) others.push(await cell(peer));
  rows.push([what, own, others.join(', ')]);
}

const page = readFileSync(PAGE, 'utf8');
if (process.argv.includes('--check')) {
  const stale = figures.filter(([name, size]) => !tells(page, name, size));
  for (const [name, size] of stale) console.log(`FAILED ${name}: ${size.toFixed(2)} kB`);
  console.log(`${figures.length} sizes, stale are ${stale.length}`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  writeFileSync(PAGE, withTable(page, HEAD, words(HEAD, rows)));
  for (const row of rows) console.log(row.join(' | '));
}

/** Whether the page has about this size after this name. A name may occur in several rows. */
function tells(text: string, name: string, size: number): boolean {
  const [, ...after] = text.split(`${name} `);
  return after.some((rest) => {
    const told = /^([\d.]+) kB/.exec(rest)?.[1];
    return told !== undefined && Math.abs(Number(told) - size) <= size / 50 + 0.1;
  });
}
