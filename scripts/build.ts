/**
 * `node scripts/build.ts [--force]`
 *
 * Builds the published packages with tsup, in the order of their dependencies and two at a time. Skips a package whose `dist`
 * is newer than its sources, unless `--force` is given. Exits with 1 if a build fails.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT, publishedPackages } from './packages.ts';
import { run, twoAtATime } from './run-two.ts';
import type { Package } from './packages.ts';

const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } });
const tsup = join(ROOT, 'node_modules', 'tsup', 'dist', 'cli-default.js');

/** Whether each build succeeded, by package name. The build of a package awaits those of its dependencies. */
const builds = new Map<string, Promise<boolean>>();

async function build(one: Package): Promise<boolean> {
  const before = await Promise.all(one.siblings.map((name) => builds.get(name)));
  if (before.includes(false)) return false;
  if (!values.force && !isStale(one)) return true;
  console.error(`Building ${one.name}`);
  const { code, output } = await run({
    label: one.name,
    command: process.execPath,
    arguments: [tsup],
    directory: one.directory,
  });
  if (code !== 0) console.error(`${one.name} does not build\n${output}`);
  return code === 0;
}

function isStale({ directory }: Package): boolean {
  const sources = [
    ...filesBelow(join(directory, 'src')),
    ...readdirSync(directory)
      .filter((name) => /\.(?:ts|json)$/.test(name))
      .map((name) => join(directory, name)),
    join(ROOT, 'tsup.base.ts'),
    join(ROOT, 'scripts', 'constants.ts'),
    join(ROOT, 'tsconfig.base.json'),
  ];
  const built = filesBelow(join(directory, 'dist'));
  if (built.length === 0) return true;
  const oldest = built.reduce((least, file) => Math.min(least, changed(file)), Infinity);
  return sources.some((file) => changed(file) > oldest);
}

function filesBelow(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** When a file changed, in milliseconds. A file that no longer exists counts as changed now. */
function changed(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
}

const good = await twoAtATime(publishedPackages(), (one) => {
  const done = build(one);
  builds.set(one.name, done);
  return done;
});
process.exitCode = good.every(Boolean) ? 0 : 1;
