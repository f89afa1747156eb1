import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

import { ROOT, publishedPackages } from '../../scripts/packages.ts';
import { entriesOf, exportedNames, publicNames, undescribed } from '../../scripts/public-names.ts';

const packages = publishedPackages();
const entries = packages.map(({ directory }) => entriesOf(directory));

/** Merges the findings of a package's entry points. */
function byPackage<T>(found: readonly T[][]): (readonly [name: string, ofPackage: T[]])[] {
  const rest = [...found];
  return packages.map(({ name }, at) => [name, rest.splice(0, entries[at]?.length).flat()]);
}

test('every entry point of a package is checked', () => {
  expect(entries.map((ofPackage) => ofPackage.length)).toContain(2);
});

describe('every public function and class has an example with output', () => {
  test.each(byPackage(publicNames(entries.flat())))(
    '%s has an example with an output for each',
    (_name, names) => {
      const missing = names
        .filter(({ shown }) => !shown)
        .map(({ name, file, line }) => `${name} (${relative(ROOT, file)}:${line})`);
      expect(names).not.toEqual([]);
      expect(missing).toEqual([]);
    },
  );
});

describe('every public name and member is described', () => {
  test.each(byPackage(undescribed(entries.flat())))('%s misses none', (_name, missing) => {
    expect(missing).toEqual([]);
  });
});

describe('the README of a package mentions every public name', () => {
  test.each(byPackage(exportedNames(entries.flat())))('%s misses none', (name, names) => {
    const directory = packages.find((one) => one.name === name)?.directory ?? '';
    const readme = readFileSync(join(directory, 'README.md'), 'utf8');
    // Only in code, since "action" and "literal" are English words too
    const code = readme.match(/`[^`\n]+`|^```ts\n[^]*?^```$/gm)?.join('\n') ?? '';
    const words = new Set(code.match(/[\w$]+/g));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((one) => !words.has(one))).toEqual([]);
  });
});

test('DM80: core exports the types of its siblings too (six of them were missing)', () => {
  const ofSiblings = packages.slice(0, -1).map((one) => entriesOf(one.directory).slice(0, 1));
  const [core = []] =
    entries.at(-1)?.map(({ file }) => exportedNames([{ file, folder: '' }])) ?? [];
  const exported = new Set(core.flat());
  const missing = exportedNames(ofSiblings.flat())
    .flat()
    .filter((name) => !exported.has(name));
  expect(packages.at(-1)?.name).toBe('@data-map/core');
  expect(missing).toEqual([]);
});
