import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

import { ROOT, publishedPackages } from '../../scripts/packages.ts';
import { entriesOf, exportedNames, publicNames, undescribed } from '../../scripts/public-names.ts';

const packages = publishedPackages();
const entries = packages.map(({ directory }) => entriesOf(directory));

/** What was found for each entry, put together for each package. */
function byPackage<T>(found: readonly T[][]): (readonly [name: string, ofPackage: T[]])[] {
  const rest = [...found];
  return packages.map(({ name }, at) => [name, rest.splice(0, entries[at]?.length).flat()]);
}

test('every way into a package is looked at', () => {
  expect(entries.map((ofPackage) => ofPackage.length)).toContain(2);
});

describe('every public function and class is shown at work', () => {
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
  test.each(byPackage(undescribed(entries.flat())))('%s leaves out none', (_name, missing) => {
    expect(missing).toEqual([]);
  });
});

describe('every public name stands in the README of its package', () => {
  test.each(byPackage(exportedNames(entries.flat())))('%s leaves out none', (name, names) => {
    const directory = packages.find((one) => one.name === name)?.directory ?? '';
    const readme = readFileSync(join(directory, 'README.md'), 'utf8');
    // As code, since words such as "action" and "literal" are English as well
    const code = readme.match(/`[^`\n]+`|^```ts\n[^]*?^```$/gm)?.join('\n') ?? '';
    const words = new Set(code.match(/[\w$]+/g));
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((one) => !words.has(one))).toEqual([]);
  });
});

test('DM80: core exports the types of its siblings, too (six of them were missing)', () => {
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
