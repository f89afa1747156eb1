import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/packages.ts';

interface Manifest {
  readonly name: string;
  readonly type?: string;
  readonly engines?: { readonly node?: string };
  readonly main?: string;
  readonly types?: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** What the build puts into the package itself, so that nobody has to install it. */
const BUNDLED: Readonly<Record<string, readonly string[]>> = { 'packages/path': ['mnemonist'] };

const folders = globSync('packages/*', { cwd: ROOT }).toSorted();
const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;

/** What the sources of a package import, without their own files. */
function importsOf(folder: string): Set<string> {
  const found = new Set<string>();
  for (const file of globSync(`${folder}/src/**/*.ts`, { cwd: ROOT })) {
    const code = readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    for (const [, name] of code.matchAll(/from '([^'.][^']*)'|import '([^'.][^']*)'/g)) {
      if (name !== undefined) found.add(name);
    }
  }
  return found;
}

describe.each(folders)('%s', (folder) => {
  const manifest = manifestOf(folder);

  test('ALL1: is an ES module for Node 20, and says so', () => {
    expect(manifest.type).toBe('module');
    expect(manifest.engines?.node).toBe('>=20');
    expect(JSON.stringify(manifest.exports)).not.toContain('require');
  });

  test('ALL1: is found by what does not read exports: Parcel as it comes, and TypeScript with node10', () => {
    const { main, types, exports } = manifest;
    expect(exports['.']).toMatchObject({ default: main, types: { default: types } });
  });

  test('takes its siblings in a range: exact versions would bring a second copy of signals, unknown to the first', () => {
    const siblings = Object.entries(manifest.dependencies ?? {}).filter(([name]) =>
      name.startsWith('@data-map/'),
    );
    for (const [name, version] of siblings) expect([name, version]).toEqual([name, 'workspace:^']);
  });

  test('ALL2: imports what it declares, nothing of Node, and siblings only by their names', () => {
    const declared = Object.keys(manifest.dependencies ?? {});
    const bundled = BUNDLED[folder] ?? [];
    const imports = [...importsOf(folder)].filter((name) => !bundled.includes(name));
    const packageOf = (name: string): string =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');
    expect(
      imports.filter((name) => name.startsWith('node:') || builtinModules.includes(name)),
    ).toEqual([]);
    expect(imports.filter((name) => !declared.includes(packageOf(name)))).toEqual([]);
    expect(declared.filter((name) => !imports.some((found) => packageOf(found) === name))).toEqual(
      [],
    );
    expect(
      imports.filter((name) => name.startsWith('@data-map/') && name.split('/').length > 2),
    ).toEqual([]);
  });
});

test('ALL2: siblings import each other in one direction', () => {
  const siblings = (folder: string): string[] =>
    Object.keys(manifestOf(folder).dependencies ?? {}).filter((name) =>
      name.startsWith('@data-map/'),
    );
  const allowed: Readonly<Record<string, readonly string[]>> = {
    'packages/signals': [],
    'packages/arrays': [],
    'packages/path': [],
    'packages/storage': ['@data-map/arrays', '@data-map/path'],
    'packages/subscriptions': ['@data-map/path', '@data-map/storage'],
  };
  for (const [folder, names] of Object.entries(allowed)) expect(siblings(folder)).toEqual(names);
});
