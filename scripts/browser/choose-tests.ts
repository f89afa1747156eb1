/**
 * Decides how each test file of the packages runs in a browser page. Files that import a package only by its entry points run
 * against the built package. Files that import inner modules, which are not published, run on the sources. Files that need
 * something that only Node has are left out, with the reason. The needs of a file are found by following its imports, including helpers.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { STAND_INS } from './node-stand-ins.ts';

/** Imports of a package's entry points, which the browser tests resolve to the built files. */
export const ENTRY = /^\.\.\/src\/(index|model|pointer)\.ts$/;

/** Files that need Node although their imports do not show it, and what they need. */
const NODE_ONLY: Readonly<Record<string, string>> = {
  'packages/core/test/bundled.test.ts': 'esbuild',
  'packages/core/test/json-patch-suite.test.ts': 'require, which loads the suite',
  'packages/signals/test/internal-names.test.ts': 'a list of the built files',
};

/** Single tests that need something that a page or the build does not have, by the beginning of their names. */
export const LEFT_OUT_TESTS: readonly string[] = [
  // Lists the sources
  'JP20: nothing is compiled from strings',
  // Vite replaces `process.env.NODE_ENV` by the mode of the build
  'STO19: by default NODE_ENV decides',
  // They count links by internal members, whose names are shortened in the build
  'SIG28: 100,000 alternating reads',
  'SIG31: a run that reads what the last one read',
];

/** Single tests, and groups of tests, that force a garbage collection, which a page in Firefox cannot do. */
export const COLLECTING_TESTS: readonly string[] = [
  'VEC11: ',
  'DM25: an index forgets what was disposed of, and what was collected',
  'DM41: a signal that nobody holds is released',
  'SMA10: what was removed is not kept alive',
  'STO25: a container that was deleted or replaced is not kept alive',
];

/** Test files, relative to the root of the repository. */
export interface BrowserTests {
  readonly built: readonly string[];
  readonly inner: readonly string[];
  readonly leftOut: readonly { readonly file: string; readonly reason: string }[];
}

/** Classifies the test files of the packages below `root`. */
export function chooseTests(root: string): BrowserTests {
  const built: string[] = [];
  const inner: string[] = [];
  const leftOut: { file: string; reason: string }[] = [];
  for (const file of globSync('packages/*/test/**/*.test.ts', { cwd: root }).toSorted()) {
    const needs: Needs = { inner: false, node: NODE_ONLY[file] };
    follow(join(root, file), needs, new Set());
    if (needs.node !== undefined) leftOut.push({ file, reason: needs.node });
    else (needs.inner ? inner : built).push(file);
  }
  return { built, inner, leftOut };
}

interface Needs {
  inner: boolean;
  node: string | undefined;
}

function follow(file: string, needs: Needs, seen: Set<string>): void {
  if (seen.has(file)) return;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, module = ''] of text.matchAll(
    /^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm,
  )) {
    if (module.startsWith('node:') && !(module in STAND_INS)) needs.node ??= module;
    if (module.startsWith('../scripts/')) needs.node ??= `${module.slice(3)}, which works on files`;
    if (module.startsWith('../src/') && !ENTRY.test(module)) needs.inner = true;
    if (module.startsWith('./')) follow(join(dirname(file), module), needs, seen);
  }
  // The global `process` needs no import
  const [, name] = /\bprocess\.(?!env\b)(\w+)/.exec(text) ?? [];
  if (name !== undefined) needs.node ??= `process.${name}`;
}
