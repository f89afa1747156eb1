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

/** Dependencies that the build bundles into a package, so that they need not be installed. */
const BUNDLED: Readonly<Record<string, readonly string[]>> = { 'packages/path': ['mnemonist'] };

const folders = globSync('packages/*', { cwd: ROOT }).toSorted();
const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;

/** The modules that the sources of a package import, without relative imports. */
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

  test('ALL1: declares itself an ES module for Node 20', () => {
    expect(manifest.type).toBe('module');
    expect(manifest.engines?.node).toBe('>=20');
    expect(JSON.stringify(manifest.exports)).not.toContain('require');
  });

  test('ALL1: resolves for tools that do not read `exports`: Parcel by default, and TypeScript with node10', () => {
    const { main, types, exports } = manifest;
    expect(exports['.']).toMatchObject({ default: main, types: { default: types } });
  });

  test('depends on siblings by a version range: an exact version could install a second copy of signals, which does not track the first', () => {
    const siblings = Object.entries(manifest.dependencies ?? {}).filter(([name]) =>
      name.startsWith('@data-map/'),
    );
    for (const [name, version] of siblings) expect([name, version]).toEqual([name, 'workspace:^']);
  });

  test('ALL2: imports only declared dependencies, nothing of Node, and siblings only by package name', () => {
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
